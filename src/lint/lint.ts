import type { Policy } from "../policy/policy.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import type { Finding } from "./rule.ts";
import { lintRules } from "./rules.ts";

/**
 * Runs all rules. What a part has wrong is found once for each record that uses it, since each may be waived by itself.
 */
export function lintPolicy(policy: Policy, records: readonly SteeredRecord[]): readonly Finding[] {
  return lintRules.flatMap((rule) => {
    if (rule.judges === "policy") return rule.check(policy, records);
    return records.flatMap((steered) =>
      rule
        .check(steered)
        .map(({ diagnostic, about }) => ({ diagnostic, about: [steered.record.label, ...about] })),
    );
  });
}
