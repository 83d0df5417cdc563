/** What monitors look at: every enabled origin of every enabled pool that has a monitor. */
import { type Body, isBody } from "./fields.ts";
import type { CloudflareState, Stored } from "./state.ts";

export interface WatchedOrigin {
  readonly pool: Stored;
  readonly monitor: Stored;
  /** An address or a name. */
  readonly address: string;
}

export function watchedOrigins(state: CloudflareState): readonly WatchedOrigin[] {
  return [...state.pools.values()].flatMap((pool) => {
    const monitor = state.monitors.get(String(pool.monitor ?? ""));
    if (monitor === undefined || pool.enabled === false) return [];
    return enabledOrigins(pool).map(({ address }) => ({ pool, monitor, address: String(address) }));
  });
}

export function enabledOrigins({ origins }: Stored): readonly Body[] {
  const all: readonly unknown[] = Array.isArray(origins) ? origins : [];
  return all.filter(isBody).filter(({ enabled }) => enabled !== false);
}

/** A monitor sees an origin once, in however many pools it is. */
export function probeIdOf(monitorId: string, address: string): string {
  return `${monitorId} ${address}`;
}
