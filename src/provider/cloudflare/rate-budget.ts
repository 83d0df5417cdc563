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

interface Spending {
  /** When the requests of the last five minutes were sent, in milliseconds since 1970. */
  readonly sent: number[];
  /** Ends when whoever came before has been let through: who waits, waits for all behind. */
  last: Promise<unknown>;
}

/** A run has one clock, and all its policies share one budget, as they share one token. */
const spendingByClock = new WeakMap<Clock, Spending>();

export function openBudget({ clock, signal }: Pick<ConnectOptions, "clock" | "signal">): Budget {
  const spending = spendingByClock.get(clock) ?? { sent: [], last: Promise.resolve() };
  spendingByClock.set(clock, spending);
  const { sent } = spending;

  async function waitForRoom(): Promise<void> {
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
  }

  return {
    take() {
      const mine = spending.last.then(waitForRoom);
      spending.last = mine.catch(() => {});
      return mine;
    },
  };
}
