/** How long a failover really takes: detection and the time for which caches keep the old answer. */
import type { WayOut } from "../diagnostic/catalogue/plan.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { HealthCheck } from "../policy/policy.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import { endpointsOf } from "../steering/walk.ts";
import { hasSecondChoice } from "./second-choice.ts";

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

/** What a vendor has to do with how long a failover takes. */
export interface Timing {
  /** Seconds that a probe which hangs takes to fail. */
  readonly probeSeconds: (check: HealthCheck) => number;
  /** The shortest interval, in seconds, at which the vendor checks. */
  readonly shortestInterval: number;
}

/** How long a failover takes under one check. */
export function timeCheck(check: HealthCheck, ttl: number, probe: number): FailoverTime {
  const detection = check.unhealthyThreshold * check.interval;
  return {
    check: check.name,
    threshold: check.unhealthyThreshold,
    interval: check.interval,
    ttl,
    worst: detection + ttl,
    typical: detection + ttl / 2,
    worstWithProbe: detection + ttl + probe,
    probe,
  };
}

/** The slowest failover of a record, null when nothing in it that is checked has a second choice. */
export function failoverTimeOf(
  steered: SteeredRecord,
  probeSeconds: Timing["probeSeconds"],
): FailoverTime | null {
  const [slowest] = timesOf(steered, probeSeconds);
  return slowest !== undefined && hasSecondChoice(steered) ? slowest : null;
}

/** Under every check of a record, the slowest first, whether or not there is anything to fail over to. */
export function timesOf(
  { record, tree }: Pick<SteeredRecord, "record" | "tree">,
  probeSeconds: Timing["probeSeconds"],
): readonly FailoverTime[] {
  return endpointsOf(tree)
    .flatMap(({ check }) => (check === null ? [] : [timeCheck(check, record.ttl, probeSeconds(check))]))
    .sort((one, other) => other.worstWithProbe - one.worstWithProbe);
}

/** Holds a record to its objective; the larger of the two worst cases counts. */
export function judgeObjective(steered: SteeredRecord, timing: Timing): readonly Diagnostic[] {
  const { record, tree } = steered;
  if (record.objective === null) return [];
  const { failover: objective, origin } = record.objective;
  const time = failoverTimeOf(steered, timing.probeSeconds);
  // The last member of a failover may well be unchecked; a record in which nothing is checked never fails over.
  if (time === null) {
    const blind = endpointsOf(tree).find(({ check }) => check === null);
    return blind === undefined
      ? [diagnose("objective-alone", { record: record.label, objective }, origin)]
      : [diagnose("objective-unchecked", { record: record.label, endpoint: blind.name }, origin)];
  }
  const worst = Math.max(time.worst, time.worstWithProbe);
  if (worst <= objective) return [];
  const { threshold, interval, probe, ttl } = time;
  const parts = `${threshold} × ${interval} s detection + ${probe} s for a probe that hangs + ${ttl} s TTL`;
  const way = findWayOut(timesOf(steered, timing.probeSeconds), objective, timing.shortestInterval);
  return [diagnose("objective-missed", { record: record.label, objective, worst, parts, way }, origin)];
}

/**
 * What would meet an objective, with the least change first: a lower TTL; faster checks too; checks that take one
 * failure for an outage. It holds for every check that has to change. Null: nothing in DNS would.
 *
 * @param times - of every check of the record
 */
export function findWayOut(
  times: readonly FailoverTime[],
  objective: number,
  shortestInterval: number,
): WayOut | null {
  const tries = [
    { interval: Number.POSITIVE_INFINITY, threshold: Number.POSITIVE_INFINITY },
    { interval: shortestInterval, threshold: Number.POSITIVE_INFINITY },
    { interval: shortestInterval, threshold: 1 },
  ];
  for (const tried of tries) {
    const slowest = Math.max(
      ...times.map(
        ({ interval, threshold, probe }) =>
          Math.min(interval, tried.interval) * Math.min(threshold, tried.threshold) + probe,
      ),
    );
    if (slowest > objective) continue;
    return {
      ttl: objective - slowest,
      interval: times.some(({ interval }) => interval > tried.interval) ? tried.interval : null,
      threshold: times.some(({ threshold }) => threshold > tried.threshold) ? tried.threshold : null,
    };
  }
  return null;
}
