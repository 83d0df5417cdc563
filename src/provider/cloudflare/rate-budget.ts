/**
 * 1,200 requests in five minutes, and then every request of the token is blocked for five minutes, the dashboard's
 * included (Cloudflare docs, "Rate limits"). So the last of them are left to others.
 */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Clock, ConnectOptions } from "../connection.ts";
import { ProviderError } from "../provider-error.ts";

const windowMs = 5 * 60 * 1000;
const mostInWindow = 1000;

export interface Budget {
  /** Waits until one more request may be sent. Throws `ProviderError` when it was interrupted meanwhile. */
  take(): Promise<void>;
}

/** A run has one clock, and all its policies share one budget, as they share one token. */
const sentByClock = new WeakMap<Clock, number[]>();

export function openBudget({ clock, signal }: Pick<ConnectOptions, "clock" | "signal">): Budget {
  const sent = sentByClock.get(clock) ?? [];
  sentByClock.set(clock, sent);
  return {
    async take() {
      for (;;) {
        const now = clock.now();
        while (sent[0] !== undefined && sent[0] <= now - windowMs) sent.shift();
        const [oldest] = sent;
        if (sent.length < mostInWindow || oldest === undefined) {
          sent.push(now);
          return;
        }
        await clock.sleep(oldest + windowMs - now, signal);
        if (signal.aborted) throw new ProviderError("interrupted", diagnose("interrupted", {}, null));
      }
    },
  };
}
