/**
 * How requests to Route 53 are tried again: as the SDK's standard strategy does, but on the clock that is given, so that
 * a test need not wait, and with more patience.
 */
import type { ConnectOptions } from "../connection.ts";

/** PriorRequestNotComplete and Throttling are worth more patience than the SDK's three attempts (about 2 s). */
const attempts = 10;
/** Of requests that nobody answers, each of which is waited for long. */
const silentAttempts = 3;
/** Milliseconds before the second try; doubled for each further one. */
const firstPause = { throttled: 500, others: 100 } as const;
const longestPause = 20_000;

/** What the SDK asks of a strategy (its RetryStrategyV2), as far as it is used here. */
interface Token {
  getRetryCount(): number;
  /** Milliseconds that the SDK itself waits: none, since the strategy has waited already. */
  getRetryDelay(): number;
}

/** A retry strategy for the SDK's client. A request that was tried often enough, or that another try doesn't mend, fails. */
export function retryOnClock({ clock, signal }: Pick<ConnectOptions, "clock" | "signal">) {
  return {
    mode: "standard",
    acquireInitialRetryToken: async () => tokenOf(0),
    async refreshRetryTokenForRetry(
      token: { getRetryCount(): number },
      failure: { readonly errorType: string; readonly error?: unknown },
    ): Promise<Token> {
      const retries = token.getRetryCount() + 1;
      const isSilent = failure.error instanceof Error && failure.error.name === "TimeoutError";
      const most = isSilent ? silentAttempts : attempts;
      if (failure.errorType === "CLIENT_ERROR" || retries >= most || signal.aborted) {
        throw new Error("No retry token available");
      }
      const base = failure.errorType === "THROTTLING" ? firstPause.throttled : firstPause.others;
      await clock.sleep(Math.min(longestPause, base * 2 ** (retries - 1)), signal);
      return tokenOf(retries);
    },
    recordSuccess: () => {},
  };
}

function tokenOf(retries: number): Token {
  return { getRetryCount: () => retries, getRetryDelay: () => 0 };
}
