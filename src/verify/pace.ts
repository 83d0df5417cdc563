/** Bounded speed. */
import type { Clock } from "../provider/connection.ts";

export interface Pace {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Turns per second. */
  readonly rate: number;
}

/** Timers are no finer. */
const shortestSleepMs = 4;

/** Gives out turns, so many in a second. */
export function paceAt({ clock, rate, signal }: Pace): () => Promise<void> {
  let next = clock.now();
  let last: Promise<void> = Promise.resolve();
  const wait = async () => {
    const now = clock.now();
    next = Math.max(next, now - shortestSleepMs);
    const ahead = next - now;
    next += 1000 / rate;
    if (ahead >= shortestSleepMs) await clock.sleep(ahead, signal);
  };
  // One after the other, so that only one of them sleeps.
  return () => {
    last = last.then(wait);
    return last;
  };
}
