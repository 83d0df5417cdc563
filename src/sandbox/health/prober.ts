import type { HealthCheckConfig } from "../route53/health-check-config.ts";
import type { StoredHealthCheck } from "../route53/state.ts";
import type { Observation } from "../route53/world.ts";
import type { Finding } from "./probe.ts";

export interface ProberOptions {
  readonly now: () => number;
  /** Milliseconds between two probes; null for each check's own interval. */
  readonly intervalMs: number | null;
  readonly probe: (config: HealthCheckConfig, signal: AbortSignal) => Promise<Finding>;
  /** Called when a check has become healthy or unhealthy. */
  readonly onTurn: (check: StoredHealthCheck, observation: Observation) => void;
}

export interface Prober {
  /** Probes these checks from now on, and no others. */
  follow(checks: Iterable<StoredHealthCheck>): void;
  /** What is known of a check; null before its first report. */
  resultOf(id: string): Result | null;
  close(): void;
}

export interface Result {
  /** After the threshold: what the check's status is, before it is inverted. */
  readonly healthy: boolean;
  readonly last: Observation;
  readonly lastFailure: Observation | null;
}

interface Watch {
  check: StoredHealthCheck;
  timer: NodeJS.Timeout;
  /** New checks count as healthy until enough reports say otherwise. */
  healthy: boolean;
  /** Reports in a row that contradict the status. */
  against: number;
  last: Observation | null;
  lastFailure: Observation | null;
  /** When the probe began whose report came last. */
  newest: number;
}

/** Types without an endpoint of their own. */
const unprobed: readonly HealthCheckConfig["type"][] = [
  "CALCULATED",
  "CLOUDWATCH_METRIC",
  "RECOVERY_CONTROL",
];

/** Runs health checks: one probe at each interval, one turn after as many reports in a row as the threshold says. */
export function openProber({ now, intervalMs, probe, onTurn }: ProberOptions): Prober {
  const watches = new Map<string, Watch>();
  const stopped = new AbortController();

  async function report(watch: Watch): Promise<void> {
    const begun = now();
    const { version } = watch.check;
    const { healthy, status } = await probe(watch.check.config, stopped.signal);
    // A probe that hung can end after a later one: what it says is old. So is what it says of other settings.
    if (stopped.signal.aborted || watches.get(watch.check.id) !== watch) return;
    if (begun < watch.newest || version !== watch.check.version) return;
    watch.newest = begun;
    watch.last = { healthy, status, at: now() };
    if (!healthy) watch.lastFailure = watch.last;
    watch.against = healthy === watch.healthy ? 0 : watch.against + 1;
    if (watch.against < (watch.check.config.failureThreshold ?? 3)) return;
    watch.healthy = healthy;
    watch.against = 0;
    onTurn(watch.check, watch.last);
  }

  function begin(watch: Watch): NodeJS.Timeout {
    const { requestInterval } = watch.check.config;
    void report(watch);
    return setInterval(() => void report(watch), intervalMs ?? (requestInterval ?? 30) * 1000);
  }

  function watchFor(check: StoredHealthCheck): void {
    const known = watches.get(check.id);
    if (known?.check.version === check.version) return;
    if (known === undefined) {
      const timer = setTimeout(() => {}, 0);
      const fresh = { check, timer, healthy: true, against: 0, last: null, lastFailure: null, newest: 0 };
      watches.set(check.id, fresh);
      fresh.timer = begin(fresh);
      return;
    }
    // Updated: the status stays until reports under the new settings turn it.
    clearInterval(known.timer);
    known.check = check;
    known.against = 0;
    known.timer = begin(known);
  }

  return {
    follow: (checks) => {
      const wanted = new Set<string>();
      for (const check of checks) {
        if (unprobed.includes(check.config.type)) continue;
        wanted.add(check.id);
        watchFor(check);
      }
      for (const [id, { timer }] of watches) {
        if (wanted.has(id)) continue;
        clearInterval(timer);
        watches.delete(id);
      }
    },
    resultOf: (id) => {
      const watch = watches.get(id);
      if (watch === undefined || watch.last === null) return null;
      return { healthy: watch.healthy, last: watch.last, lastFailure: watch.lastFailure };
    },
    close: () => {
      stopped.abort();
      for (const { timer } of watches.values()) clearInterval(timer);
      watches.clear();
    },
  };
}
