import { diagnose } from "../../diagnostic/diagnose.ts";
import { asPercent } from "../percent.ts";
import { type Guard, severityUnder } from "./guard.ts";
import { findLostAnswers } from "./lost-answers.ts";

/** Many answers of a name moved at once. Of a name that nobody gets an answer from any more, last-answer says more. */
export const maxShift: Guard = ({ policy, names }) => {
  const limit = policy.guards["max-shift"];
  return names.flatMap((name) => {
    const { share, queries, clients } = name.blast;
    const moved = queries ?? share;
    // Shares are sums, so the last digits are left out.
    if ((moved !== null && moved * 100 <= limit + 1e-6) || findLostAnswers(name).all) return [];
    const value = moved === null ? null : asPercent(moved);
    return [
      {
        target: name.label,
        value,
        limit,
        tell: (permit) => {
          const args = { target: name.label, value, limit, clients, ofQueries: queries !== null, permit };
          return diagnose("guard-max-shift", args, name.origin, severityUnder(permit));
        },
      },
    ];
  });
};
