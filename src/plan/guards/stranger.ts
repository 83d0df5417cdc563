import { diagnose } from "../../diagnostic/diagnose.ts";
import { type Guard, type GuardedPlan, severityUnder } from "./guard.ts";

/** A file that has none of the names of its policy is most likely another policy's. */
export const stranger: Guard = (plan) => {
  const { policy, marked } = plan;
  if (!isOfStranger(plan)) return [];
  return [
    {
      target: policy.name,
      value: marked.length,
      limit: 0,
      tell: (permit) => {
        const place = { ...policy.origin, pointer: "/name" };
        const args = { target: policy.name, names: marked, permit };
        return diagnose("guard-stranger", args, place, severityUnder(permit));
      },
    },
  ];
};

/** A file that wants nothing is no stranger: it was emptied. */
export function isOfStranger({ marked, wanted }: GuardedPlan): boolean {
  return wanted.size > 0 && marked.length > 0 && !marked.some((name) => wanted.has(name));
}
