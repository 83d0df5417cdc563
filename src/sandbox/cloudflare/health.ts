/** What the monitors say: what was set by hand, else what the probes saw. What nobody has looked at yet is down. */
import type { Prober } from "../health/prober.ts";
import { type DownByHand, downByHandStatus } from "../health/set-down.ts";
import type { Observation } from "../route53/world.ts";
import type { Stored } from "./state.ts";
import type { CloudflareStore } from "./store.ts";
import { enabledOrigins, probeIdOf, watchedOrigins } from "./watched.ts";

export interface CloudflareHealthOptions {
  readonly store: CloudflareStore;
  readonly now: () => number;
  readonly downByHand: DownByHand;
  /** Null: every origin is well from its first report on, until it is set down. */
  readonly prober: Prober<unknown> | null;
  /** Milliseconds from an origin's coming into a pool to its first report, where nothing is probed. */
  readonly reportAfterMs: number;
}

export interface CloudflareHealth {
  /** False until the first report. */
  isAlive(poolId: string, monitorId: string, address: string): boolean;
  /** What was seen last; null before the first report. */
  observe(poolId: string, monitorId: string, address: string): Observation | null;
  /** A pool's health by data centre, as the API tells it; with the origins that were reported; empty before any was. */
  describe(pool: Stored): object;
}

/** The one data centre that there is. */
const dataCentre = "Sandbox, XX";

export function openCloudflareHealth(options: CloudflareHealthOptions): CloudflareHealth {
  const { store, now, downByHand, prober, reportAfterMs } = options;
  /** Since when an origin is watched in a pool. What was there before is known. */
  let since = new Map<string, number>();
  let followed = store.read();
  const keyOf = (poolId: string, monitorId: string, address: string) => `${poolId} ${monitorId} ${address}`;
  const follow = (at: number): void => {
    followed = store.read();
    since = new Map(
      watchedOrigins(followed).map(({ pool, monitor, address }): [string, number] => {
        const key = keyOf(pool.id, monitor.id, address);
        return [key, since.get(key) ?? at];
      }),
    );
  };
  follow(Number.NEGATIVE_INFINITY);
  store.watch(() => {
    const { pools, monitors } = store.read();
    if (pools !== followed.pools || monitors !== followed.monitors) follow(now());
  });

  function observe(poolId: string, monitorId: string, address: string): Observation | null {
    const begun = since.get(keyOf(poolId, monitorId, address));
    if (begun === undefined) return null;
    if (prober === null && now() - begun < reportAfterMs) return null;
    const down = downByHand.since(address);
    if (down !== null) return { healthy: false, status: downByHandStatus, at: down };
    if (prober === null) return { healthy: true, status: "Success: HTTP Status Code 200, OK", at: now() };
    return prober.resultOf(probeIdOf(monitorId, address))?.last ?? null;
  }

  function isAlive(poolId: string, monitorId: string, address: string): boolean {
    const seen = observe(poolId, monitorId, address);
    if (seen === null || downByHand.since(address) !== null) return false;
    return prober?.resultOf(probeIdOf(monitorId, address))?.healthy ?? seen.healthy;
  }

  return {
    isAlive,
    observe,
    describe: (pool) => {
      const monitor = String(pool.monitor ?? "");
      const origins = enabledOrigins(pool).map(({ address }) => ({
        address: String(address),
        seen: observe(pool.id, monitor, String(address)),
        healthy: isAlive(pool.id, monitor, String(address)),
      }));
      const reported = origins.filter(({ seen }) => seen !== null);
      if (monitor === "" || reported.length === 0) return {};
      const alive = origins.filter(({ healthy }) => healthy).length;
      return {
        [dataCentre]: {
          healthy: alive >= Number(pool.minimum_origins ?? 1),
          origins: reported.map(({ address, seen, healthy }) => ({
            [address]: describeOrigin(healthy, seen?.status ?? ""),
          })),
        },
      };
    },
  };
}

function describeOrigin(healthy: boolean, status: string): object {
  const code = /Status Code ([0-9]{3})/.exec(status)?.[1];
  return {
    healthy,
    failure_reason: healthy ? "No failures" : status.replace(/^Failure: /, ""),
    ...(code === undefined ? {} : { response_code: Number(code) }),
    rtt: "1ms",
  };
}
