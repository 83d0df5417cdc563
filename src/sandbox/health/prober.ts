import type { Observation } from "../route53/world.ts";
import type { Finding } from "./probe.ts";

/** Something that is probed at an interval, and turns after so many reports in a row. */
export interface Watched<C> {
  readonly id: string;
  /** Another one when the settings have changed. */
  readonly version: string | number;
  /** What is probed, and how. */
  readonly config: C;
  /** Milliseconds between two probes. */
  readonly intervalMs: number;
  /** Successes in a row after which it is healthy again. */
  readonly upAfter: number;
  /** Failures in a row after which it is unhealthy. */
  readonly downAfter: number;
  /** Whether it counts as healthy until reports say otherwise, or what the first report says stands at once. */
  readonly atFirst: "healthy" | "unknown";
}

export interface ProberOptions<C> {
  readonly now: () => number;
  /** Milliseconds between two probes of anything; null for each one's own interval. */
  readonly intervalMs: number | null;
  readonly probe: (config: C, signal: AbortSignal) => Promise<Finding>;
  /** Called when something has become healthy or unhealthy. */
  readonly onTurn: (watched: Watched<C>, observation: Observation) => void;
}

export interface Prober<C> {
  /** Probes these from now on, and no others. */
  follow(wanted: Iterable<Watched<C>>): void;
  /** What is known of one; null before its first report. */
  resultOf(id: string): Result | null;
  close(): void;
}

export interface Result {
  /** After the threshold: what the status is. */
  readonly healthy: boolean;
  readonly last: Observation;
  readonly lastFailure: Observation | null;
}

interface Watch<C> {
  watched: Watched<C>;
  timer: NodeJS.Timeout;
  healthy: boolean;
  /** Reports in a row that contradict the status. */
  against: number;
  last: Observation | null;
  lastFailure: Observation | null;
  /** When the probe began whose report came last. */
  newest: number;
}

/** Runs checks: one probe at each interval, one turn after as many reports in a row as the threshold says. */
export function openProber<C>({ now, intervalMs, probe, onTurn }: ProberOptions<C>): Prober<C> {
  const watches = new Map<string, Watch<C>>();
  const stopped = new AbortController();

  async function report(watch: Watch<C>): Promise<void> {
    const begun = now();
    const { version, config } = watch.watched;
    const { healthy, status } = await probe(config, stopped.signal);
    // A probe that hung can end after a later one: what it says is old. So is what it says of other settings.
    if (stopped.signal.aborted || watches.get(watch.watched.id) !== watch) return;
    if (begun < watch.newest || version !== watch.watched.version) return;
    watch.newest = begun;
    const isFirst = watch.last === null;
    watch.last = { healthy, status, at: now() };
    if (!healthy) watch.lastFailure = watch.last;
    const { atFirst, upAfter, downAfter } = watch.watched;
    watch.against = healthy === watch.healthy ? 0 : watch.against + 1;
    const enough = isFirst && atFirst === "unknown" ? 1 : healthy ? upAfter : downAfter;
    if (watch.against < enough) return;
    watch.healthy = healthy;
    watch.against = 0;
    onTurn(watch.watched, watch.last);
  }

  function begin(watch: Watch<C>): NodeJS.Timeout {
    void report(watch);
    return setInterval(() => void report(watch), intervalMs ?? watch.watched.intervalMs);
  }

  function watchFor(watched: Watched<C>): void {
    const known = watches.get(watched.id);
    if (known?.watched.version === watched.version) return;
    if (known === undefined) {
      const timer = setTimeout(() => {}, 0);
      const healthy = watched.atFirst === "healthy";
      const fresh = { watched, timer, healthy, against: 0, last: null, lastFailure: null, newest: 0 };
      watches.set(watched.id, fresh);
      fresh.timer = begin(fresh);
      return;
    }
    // Updated: the status stays until reports under the new settings turn it.
    clearInterval(known.timer);
    known.watched = watched;
    known.against = 0;
    known.timer = begin(known);
  }

  return {
    follow: (wanted) => {
      const ids = new Set<string>();
      for (const one of wanted) {
        ids.add(one.id);
        watchFor(one);
      }
      for (const [id, { timer }] of watches) {
        if (ids.has(id)) continue;
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
