import type { LintRule } from "./rule.ts";
import { failoverUnchecked } from "./rules/failover-unchecked.ts";
import { failoverUnreachable } from "./rules/failover-unreachable.ts";

/** All lint rules, in the order in which they run. */
export const lintRules: readonly LintRule[] = [failoverUnchecked, failoverUnreachable];
