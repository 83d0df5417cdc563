/** The names of a plan that have something to lose. */
import type { Policy } from "../policy/policy.ts";
import { type Change, subjectOf } from "../provider/change.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import type { GuardedName, GuardedPlan } from "./guards/guard.ts";
import type { TrafficTable } from "./traffic.ts";

/** What of a planned name guards are about. */
interface ChangedName extends Pick<GuardedName, "name" | "traffic" | "blast" | "before" | "failover"> {
  readonly status: string;
  readonly drifted: boolean;
  readonly changes: readonly { readonly change: Change }[];
}

/** The names that answer now, since what has no answer yet loses none; and all that were changed by hand. */
export function namesToGuard(
  policy: Policy,
  names: readonly ChangedName[],
  records: readonly SteeredRecord[],
): Pick<GuardedPlan, "names" | "drifted"> {
  const steered = new Map<string, SteeredRecord>(records.map((one) => [one.record.name, one]));
  const live = names
    .filter(({ status }) => status !== "new")
    .map((name) => {
      const desired = steered.get(name.name) ?? null;
      return {
        ...name,
        label: desired?.record.label ?? labelOf(policy, name.name),
        steered: desired,
        origin: desired?.record.origin ?? { ...policy.origin, pointer: "/records", on: "key" },
        changes: name.changes.filter(({ change }) => subjectOf(change).kind !== "marker").length,
        written: name.changes.map(({ change }) => change),
      };
    });
  return {
    names: live.filter(({ traffic }) => isAnswered(traffic)),
    drifted: live.filter(({ drifted }) => drifted),
  };
}

/** A name as a file would call it. */
export function labelOf({ zone }: { readonly zone: string }, name: string): string {
  return name === zone ? "@" : name.slice(0, -zone.length - 1);
}

/** Whether somebody gets an answer now, or it can't be told. */
export function isAnswered(traffic: readonly TrafficTable[]): boolean {
  return traffic.some(({ rows }) => rows.some(({ now }) => now?.length !== 0));
}
