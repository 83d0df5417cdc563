import { diagnose } from "../../diagnostic/diagnose.ts";
import { type Guard, severityUnder } from "./guard.ts";
import { findLostAnswers } from "./lost-answers.ts";

/** Names that answer now, and after the plan answer nobody, or some of their clients no more. */
export const lastAnswer: Guard = ({ names }) =>
  names.flatMap((name) => {
    const { clients, all } = findLostAnswers(name);
    if (clients.length === 0) return [];
    return [
      {
        target: name.label,
        value: clients.length,
        limit: 0,
        tell: (permit) => {
          const args = { target: name.label, clients, all, permit };
          return diagnose("guard-last-answer", args, name.origin, severityUnder(permit));
        },
      },
    ];
  });
