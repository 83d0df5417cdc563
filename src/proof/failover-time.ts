/** How long a failover really takes: detection and the time for which caches keep the old answer. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { HealthCheck } from "../policy/policy.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import { endpointsOf } from "../steering/walk.ts";

/** All times in seconds. The vendor's propagation of a health change is unpublished and not counted. */
export interface FailoverTime {
  readonly check: string;
  readonly threshold: number;
  readonly interval: number;
  readonly ttl: number;
  /** Detection and the whole TTL. */
  readonly worst: number;
  /** Detection and half the TTL: resolvers are anywhere in it. */
  readonly typical: number;
  /** The worst case when the last probe hangs instead of failing at once. */
  readonly worstWithProbe: number;
  readonly probe: number;
}

/** The slowest failover of a record, null when nothing in it is checked. */
export function failoverTimeOf(
  { record, tree }: SteeredRecord,
  probeSeconds: (check: HealthCheck) => number,
): FailoverTime | null {
  const times = endpointsOf(tree).flatMap(({ check }) => {
    if (check === null) return [];
    const detection = check.unhealthyThreshold * check.interval;
    const probe = probeSeconds(check);
    return [
      {
        check: check.name,
        threshold: check.unhealthyThreshold,
        interval: check.interval,
        ttl: record.ttl,
        worst: detection + record.ttl,
        typical: detection + record.ttl / 2,
        worstWithProbe: detection + record.ttl + probe,
        probe,
      },
    ];
  });
  const [slowest] = times.sort((one, other) => other.worstWithProbe - one.worstWithProbe);
  return slowest ?? null;
}

/** Holds a record to its objective; the larger of the two worst cases counts. */
export function judgeObjective(
  steered: SteeredRecord,
  probeSeconds: (check: HealthCheck) => number,
): readonly Diagnostic[] {
  const { record, tree } = steered;
  if (record.objective === null) return [];
  const { failover: objective, origin } = record.objective;
  const unchecked = endpointsOf(tree).filter(({ check }) => check === null);
  const [time, [blind]] = [failoverTimeOf(steered, probeSeconds), unchecked];
  // The last member of a failover may well be unchecked; a record in which nothing is checked never fails over.
  if (time === null) {
    return blind === undefined
      ? []
      : [diagnose("objective-unchecked", { record: record.label, endpoint: blind.name }, origin)];
  }
  const worst = Math.max(time.worst, time.worstWithProbe);
  if (worst <= objective) return [];
  const parts = `${time.threshold} × ${time.interval} s detection + ${time.probe} s for a probe that hangs + ${time.ttl} s TTL`;
  return [diagnose("objective-missed", { record: record.label, objective, worst, parts }, origin)];
}
