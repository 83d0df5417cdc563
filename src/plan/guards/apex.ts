import { diagnose } from "../../diagnostic/diagnose.ts";
import { type Guard, type GuardedName, severityUnder } from "./guard.ts";

/** Any change of the zone's own name. */
export const apex: Guard = ({ policy, names }) =>
  names
    .filter((name) => name.name === policy.zone && isTouched(name))
    .map(({ label, changes, origin }) => ({
      target: label,
      value: changes,
      limit: 0,
      tell: (permit) => {
        const args = { target: label, changes, permit };
        return diagnose("guard-apex", args, origin, severityUnder(permit));
      },
    }));

/** Whether its own resources change, or its answers by what it shares with other names. */
export function isTouched({ changes, blast }: GuardedName): boolean {
  return changes > 0 || blast.share !== 0;
}
