import { diagnose } from "../../diagnostic/diagnose.ts";
import { asPercent } from "../percent.ts";
import { type Guard, severityUnder } from "./guard.ts";
import { isOfStranger } from "./stranger.ts";

/** Many names deleted at once; and whatever the limit, never all of them by a file that was emptied. */
export const maxDelete: Guard = (plan) => {
  const { policy, marked, wanted } = plan;
  const names = marked.filter((name) => !wanted.has(name));
  const limit = policy.guards["max-delete"];
  const share = names.length / marked.length;
  // Whose file it is comes first: of another policy's every name is missing.
  if (names.length === 0 || isOfStranger(plan)) return [];
  if (share < 1 && share * 100 <= limit) return [];
  return [
    {
      target: policy.name,
      value: asPercent(share),
      limit,
      tell: (permit) => {
        const place = { ...policy.origin, pointer: "/records", on: "key" } as const;
        const args = { target: policy.name, names, live: marked.length, limit, permit };
        return diagnose("guard-max-delete", args, place, severityUnder(permit));
      },
    },
  ];
};
