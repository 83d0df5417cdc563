import type { LintRule } from "./rule.ts";
import { branchesIdentical } from "./rules/branches-identical.ts";
import { checkAcrossPlaces } from "./rules/check-across-places.ts";
import { checkFlaps } from "./rules/check-flaps.ts";
import { checkHttpsWithoutHost } from "./rules/check-https-without-host.ts";
import { checkLax } from "./rules/check-lax.ts";
import { checkPathRoot } from "./rules/check-path-root.ts";
import { drainedForGood } from "./rules/drained-for-good.ts";
import { failoverUnchecked } from "./rules/failover-unchecked.ts";
import { failoverUnreachable } from "./rules/failover-unreachable.ts";
import { latencyForResidency } from "./rules/latency-for-residency.ts";
import { noAnywhere } from "./rules/no-anywhere.ts";
import { roundRobinLarge } from "./rules/round-robin-large.ts";
import { roundRobinUnchecked } from "./rules/round-robin-unchecked.ts";
import { ttlLong } from "./rules/ttl-long.ts";
import { ttlShort } from "./rules/ttl-short.ts";
import { ttlShortPlain } from "./rules/ttl-short-plain.ts";
import { weightTiny } from "./rules/weight-tiny.ts";

/** All lint rules, in the order in which they run. */
export const lintRules: readonly LintRule[] = [
  checkFlaps,
  checkLax,
  checkPathRoot,
  checkHttpsWithoutHost,
  failoverUnchecked,
  failoverUnreachable,
  roundRobinUnchecked,
  roundRobinLarge,
  ttlLong,
  ttlShort,
  ttlShortPlain,
  noAnywhere,
  branchesIdentical,
  checkAcrossPlaces,
  weightTiny,
  drainedForGood,
  latencyForResidency,
];
