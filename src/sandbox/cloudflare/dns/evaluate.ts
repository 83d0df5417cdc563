/** Asks the evaluator about a name, and draws one of what it may answer by the shares. */
import { answerCloudflare, type ObjectIndex } from "../../../provider/cloudflare/answer.ts";
import type { Client } from "../../../steering/client.ts";
import { withEstimatedRank } from "../../../steering/estimate.ts";
import { type RankedPlace, rankFrom, readPlaceKey } from "../../../steering/ranking.ts";
import type { DnsClient } from "../../dns/evaluate.ts";
import type { CloudflareHealth } from "../health.ts";
import type { CloudflareState, Stored } from "../state.ts";
import { canonicalBalancer, canonicalPool, canonicalRecord } from "./canonical.ts";
import { findZoneOf, lookAt } from "./names.ts";

/** What the account sees outside of itself. */
export interface CloudflareWorld {
  readonly isAlive: CloudflareHealth["isAlive"];
  /** 0 to below 1. */
  readonly random: () => number;
}

export type Draw =
  | { readonly kind: "values"; readonly values: readonly string[]; readonly ttl: number }
  | { readonly kind: "nothing" }
  /** Nobody but Cloudflare, or a resolver, can tell. */
  | { readonly kind: "unknown"; readonly reason: string };

/** How the name of an origin that is in no zone here stands among the answers. */
const elsewhere = "elsewhere:";

/** What a DNS-only load balancer answers a client. */
export function drawBalanced(
  state: CloudflareState,
  balancer: Stored,
  type: "A" | "AAAA",
  client: DnsClient,
  { isAlive, random }: CloudflareWorld,
): Draw {
  const question = { name: String(balancer.name), type, client: describeClient(client) };
  const outcomes = answerCloudflare(indexState(state, balancer), question, (monitor, address) => {
    const [poolId = "", monitorId = ""] = monitor.split(" ");
    return isAlive(poolId, monitorId, address);
  });
  if (outcomes === null) {
    const reason =
      "the sandbox doesn't know how this load balancer steers: rules, lists by region or data centre, load";
    return { kind: "unknown", reason };
  }
  let left = random();
  const drawn = outcomes.find(({ share }) => {
    left -= share;
    return left < 0;
  });
  const { values = [], ttl = null } = drawn ?? outcomes.at(-1) ?? {};
  const named = values.find((value) => value.startsWith(elsewhere));
  if (named !== undefined) {
    return {
      kind: "unknown",
      reason: `only a resolver knows the addresses of ${named.slice(elsewhere.length)}`,
    };
  }
  if (values.length === 0 || ttl === null) return { kind: "nothing" };
  return { kind: "values", values, ttl };
}

/** How many bits of the client's address the answer depends on. */
export function scopeOf({ steering_policy, pool_sets, ...balancer }: Stored, { located }: DnsClient): number {
  const { country_pools: countries } = balancer;
  const isPlaced =
    ["geo", "proximity", "dynamic_latency"].includes(String(steering_policy)) ||
    (Array.isArray(pool_sets) && pool_sets.length > 0) ||
    (steering_policy === "" && typeof countries === "object" && Object.keys(countries ?? {}).length > 0);
  return isPlaced ? located.length : 0;
}

function describeClient({ subnet, located: { place } }: DnsClient): Client {
  const { continent, country, subdivision, coordinates } = place;
  const client = { continent, country, subdivision, address: subnet.address };
  return coordinates === null ? withEstimatedRank(client) : { ...client, rank: rankFrom(coordinates) };
}

function indexState(state: CloudflareState, asked: Stored): ObjectIndex {
  const canonical = canonicalBalancer(asked);
  const placed = new Map(
    [...state.pools.values()].map((pool): [string, RankedPlace | null] => [String(pool.name), placeOf(pool)]),
  );
  // Before anything was measured, latency goes by the order of the list (Cloudflare docs, "Dynamic steering").
  const isMeasured = canonical.default_pools.every((id) => {
    const pool = state.pools.get(id);
    return pool !== undefined && placeOf(pool) !== null;
  });
  const isUnmeasured = canonical.steering_policy === "dynamic_latency" && !isMeasured;
  const balancer = isUnmeasured ? { ...canonical, steering_policy: "off" } : canonical;
  return {
    balancer: (name) => (name === canonical.name ? balancer : null),
    pool: (id) => {
      const pool = state.pools.get(id);
      return pool === undefined ? null : canonicalPool(pool);
    },
    records: (name) => {
      const zone = findZoneOf(state, name);
      if (zone !== null) return lookAt(zone, name).records.map(canonicalRecord);
      const record = { name, content: elsewhere + name, ttl: 1, proxied: false };
      return [
        { ...record, type: "A" },
        { ...record, type: "AAAA" },
      ];
    },
    placeOf: ({ name }) => placed.get(name) ?? null,
  };
}

/** Where a pool is: by its coordinates, else by the region that Signpost writes into the description. */
function placeOf({ latitude, longitude, description }: Stored): RankedPlace | null {
  if (typeof latitude === "number" && typeof longitude === "number") {
    return { kind: "distance", at: { latitude, longitude }, bias: 0 };
  }
  const written = /(?:^|;)at=([^;\n]+)/.exec(String(description))?.[1];
  return written === undefined ? null : readPlaceKey(written);
}
