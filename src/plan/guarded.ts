/** The names of a plan that have something to lose. */
import type { Policy } from "../policy/policy.ts";
import { type Change, subjectOf } from "../provider/change.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import type { GuardedName } from "./guards/guard.ts";
import type { TrafficTable } from "./traffic.ts";

/** What of a planned name guards are about. */
interface ChangedName extends Pick<GuardedName, "name" | "traffic" | "blast" | "before" | "failover" | "drifted"> {
  readonly status: string;
  readonly changes: readonly { readonly change: Change }[];
}

/** The names that answer now: what has no answer yet loses none. */
export function namesToGuard(
  policy: Policy,
  names: readonly ChangedName[],
  records: readonly SteeredRecord[],
): readonly GuardedName[] {
  const steered = new Map<string, SteeredRecord>(records.map((one) => [one.record.name, one]));
  return names
    .filter(({ status, traffic }) => status !== "new" && isAnswered(traffic))
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
}

/** A name as a file would call it. */
export function labelOf({ zone }: { readonly zone: string }, name: string): string {
  return name === zone ? "@" : name.slice(0, -zone.length - 1);
}

/** Whether somebody gets an answer now, or it can't be told. */
export function isAnswered(traffic: readonly TrafficTable[]): boolean {
  return traffic.some(({ rows }) => rows.some(({ now }) => now?.length !== 0));
}
