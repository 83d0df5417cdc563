/** Trying again, on the clock that is given. */
import type { ConnectOptions } from "../connection.ts";
import { ProviderError } from "../provider-error.ts";
import { Throttled } from "./client-error.ts";

/** Milliseconds between two tries; the last one is repeated. */
const pauses = [500, 1000, 2000, 4000];
/** After that it is given up: whoever uses up the limit goes on doing so. */
const longestWait = 300_000;

export interface Retrying extends Pick<ConnectOptions, "clock" | "signal"> {
  /** Whether it may be sent again although it may have been carried out. */
  readonly isRepeatable: boolean;
  readonly tries: () => number;
}

/** Tries until it succeeds, fails for a reason that another try doesn't mend, or was tried often enough. */
export async function tryAgain<T>(attempt: () => Promise<T>, retrying: Retrying): Promise<T> {
  const { clock, signal, isRepeatable, tries } = retrying;
  for (let turn = 1; ; turn++) {
    try {
      return await attempt();
    } catch (error) {
      const mayPass =
        error instanceof Throttled ||
        (isRepeatable && error instanceof ProviderError && error.kind === "unavailable");
      if (!mayPass || turn >= tries() || signal.aborted) throw error;
      const pause = pauses[turn - 1] ?? pauses.at(-1) ?? 0;
      const asked = error instanceof Throttled ? error.retryAfterMs : null;
      if (asked !== null && asked > longestWait) throw error;
      await clock.sleep(Math.max(pause, asked ?? 0), signal);
      if (signal.aborted) throw error;
    }
  }
}
