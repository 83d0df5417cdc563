import { canaryStep } from "./canary-step.ts";
import type { ChangeRule } from "./rule.ts";
import { ttlAndTarget } from "./ttl-and-target.ts";
import { undrained } from "./undrained.ts";

/** All rules about changes, in the order in which they run. */
export const changeRules: readonly ChangeRule[] = [undrained, canaryStep, ttlAndTarget];
