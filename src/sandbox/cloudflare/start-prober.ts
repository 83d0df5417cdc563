import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { Finding } from "../health/probe.ts";
import { openProber, type Prober, type Watched } from "../health/prober.ts";
import type { Turn } from "../health/start-prober.ts";
import { probeOrigin } from "./probe.ts";
import type { CloudflareState } from "./state.ts";
import type { CloudflareStore } from "./store.ts";
import { probeIdOf, type WatchedOrigin, watchedOrigins } from "./watched.ts";

export interface CloudflareProbingOptions {
  readonly store: CloudflareStore;
  readonly now: () => number;
  /** Milliseconds between two probes; null for each monitor's own interval. */
  readonly intervalMs: number | null;
  readonly onTurn: (turn: Turn) => void;
}

/** Probes the origins of a store's pools, as they come and go. */
export function startCloudflareProber(options: CloudflareProbingOptions): Prober<WatchedOrigin> {
  const { store, now, intervalMs, onTurn } = options;
  const prober = openProber<WatchedOrigin>({
    now,
    intervalMs,
    probe: (origin, signal) => probeNamed(store.read(), origin, signal),
    onTurn: ({ config }, { healthy, status }) =>
      onTurn({ provider: "cloudflare", target: config.address, healthy, status }),
  });
  const follow = () => prober.follow(watchedOrigins(store.read()).map(watch));
  store.watch(follow);
  follow();
  return prober;
}

/** An origin is unknown until its first report, and 0 in a row means at once (API reference, consecutive_up). */
function watch(origin: WatchedOrigin): Watched<WatchedOrigin> {
  const { monitor, address } = origin;
  return {
    id: probeIdOf(monitor.id, address),
    version: String(monitor.modified_on),
    config: origin,
    intervalMs: Number(monitor.interval) * 1000,
    upAfter: Math.max(1, Number(monitor.consecutive_up)),
    downAfter: Math.max(1, Number(monitor.consecutive_down)),
    atFirst: "unknown",
  };
}

async function probeNamed(
  state: CloudflareState,
  { monitor, address }: WatchedOrigin,
  signal: AbortSignal,
): Promise<Finding> {
  if (isIP(address) !== 0) return probeOrigin(monitor, address, signal);
  try {
    const found = findAddress(state, address) ?? (await lookup(address)).address;
    return await probeOrigin(monitor, found, signal);
  } catch {
    return { healthy: false, status: "Failure: DNS resolution failed." };
  }
}

/** Names of the sandbox's own zones are known nowhere else. */
function findAddress(state: CloudflareState, name: string): string | null {
  const records = [...state.zones.values()].flatMap(({ records: own }) => [...own.values()]);
  const found = records.filter((record) => record.name === name);
  const [address] = ["A", "AAAA"].flatMap((type) => found.filter((record) => record.type === type));
  return address === undefined ? null : String(address.content);
}
