import { diagnose } from "../../diagnostic/diagnose.ts";
import { findLostFamilies } from "../lost-families.ts";
import { type Guard, severityUnder } from "./guard.ts";
import { findLostAnswers } from "./lost-answers.ts";

/** Names that answer now, and after the plan answer nobody, or some of their clients no more, or not in one family. */
export const lastAnswer: Guard = ({ names, worlds }) =>
  names.flatMap((name) => {
    const { clients, all } = findLostAnswers(name);
    const { steered, changes } = name;
    // What the tables show is told as a whole; a family that left the record is in none of them.
    const families =
      steered === null || changes === 0 || clients.length > 0
        ? []
        : findLostFamilies(worlds, name.name, steered.tree);
    const lost = [...new Set([...clients, ...families.flatMap((family) => family.clients)])];
    if (lost.length === 0) return [];
    return [
      {
        target: name.label,
        value: lost.length,
        limit: 0,
        tell: (permit) => {
          const types = families.map(({ type }) => type);
          const args = { target: name.label, clients: lost, all, families: types, permit };
          return diagnose("guard-last-answer", args, name.origin, severityUnder(permit));
        },
      },
    ];
  });
