/** What a plan does that is mostly better done in another way. */
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { settleFindings } from "../lint/settle.ts";
import type { Policy } from "../policy/policy.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import { changeRules } from "./change-rules/rules.ts";
import type { LiveTimes } from "./live-times.ts";
import type { TrafficTable } from "./traffic.ts";

/** What of a planned name the rules are about. */
interface ChangedName {
  readonly name: string;
  readonly status: string;
  readonly traffic: readonly TrafficTable[];
  readonly before: LiveTimes | null;
}

/**
 * Runs the rules about changes over the records that are live and change, with the severities and waivers of the policy.
 *
 * @param today - as 2026-12-31, in UTC; null where there is no clock
 */
export function judgeChanges(
  policy: Policy,
  records: readonly SteeredRecord[],
  names: readonly ChangedName[],
  today: string | null,
): readonly Diagnostic[] {
  const steered = new Map<string, SteeredRecord>(records.map((one) => [one.record.name, one]));
  const findings = names.flatMap(({ name, status, traffic, before }) => {
    const desired = steered.get(name);
    if (status !== "changed" || desired === undefined) return [];
    const change = {
      steered: desired,
      rows: traffic.flatMap(({ rows }) => rows),
      ttlBefore: before?.ttl ?? null,
    };
    return changeRules.flatMap((rule) => rule.check(change));
  });
  return settleFindings(policy, findings, today).diagnostics;
}
