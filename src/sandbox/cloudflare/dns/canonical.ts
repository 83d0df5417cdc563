/** Stored objects in the form that the evaluator reads. References are ids. */
import type { DnsRecord, LoadBalancer, Pool, PoolSet } from "../../../provider/cloudflare/objects.ts";
import { type Body, isBody } from "../fields.ts";
import type { Stored } from "../state.ts";

/** With the pool in the monitor's name: what is known of an origin is known of it in this pool. */
export function canonicalPool(pool: Stored): Pool {
  const { monitor, origin_steering: steering } = pool;
  return {
    name: String(pool.name),
    enabled: pool.enabled !== false,
    minimum_origins: numberOr(pool.minimum_origins, 1),
    monitor: typeof monitor === "string" && monitor !== "" ? `${pool.id} ${monitor}` : null,
    check_regions: null,
    latitude: typeof pool.latitude === "number" ? pool.latitude : null,
    longitude: typeof pool.longitude === "number" ? pool.longitude : null,
    origin_steering: { policy: isBody(steering) ? String(steering.policy) : "random" },
    origins: bodiesIn(pool.origins).map((origin) => ({
      name: String(origin.name),
      address: String(origin.address),
      enabled: origin.enabled !== false,
      weight: numberOr(origin.weight, 1),
    })),
  };
}

export function canonicalBalancer(raw: Stored): LoadBalancer {
  const random = isBody(raw.random_steering) ? raw.random_steering : {};
  const strategy = isBody(raw.location_strategy) ? raw.location_strategy : {};
  const fallback = String(raw.fallback_pool);
  return {
    name: String(raw.name),
    enabled: raw.enabled !== false,
    proxied: raw.proxied === true,
    ttl: numberOr(raw.ttl, 30),
    steering_policy: policyOf(raw),
    default_pools: textsIn(raw.default_pools),
    fallback_pool: fallback,
    country_pools: listsIn(raw.country_pools),
    region_pools: listsIn(raw.region_pools),
    pop_pools: listsIn(raw.pop_pools),
    random_steering: {
      default_weight: numberOr(random.default_weight, 1),
      pool_weights: weightsIn(random.pool_weights),
    },
    location_strategy: { mode: String(strategy.mode), prefer_ecs: String(strategy.prefer_ecs) },
    session_affinity: String(raw.session_affinity),
    rules: bodiesIn(raw.rules).map(() => ({})),
    pool_sets: bodiesIn(raw.pool_sets).map((set) => canonicalSet(set, fallback)),
  };
}

/** Without a policy the lists decide (API reference, steering_policy). */
function policyOf({ steering_policy: policy, country_pools, region_pools, pop_pools }: Stored): string {
  if (policy !== "") return String(policy);
  const hasList = [country_pools, region_pools, pop_pools].some(
    (lists) => Object.keys(listsIn(lists)).length > 0,
  );
  return hasList ? "geo" : "off";
}

function canonicalSet(set: Body, fallback: string): PoolSet {
  const match = isBody(set.match) ? set.match : {};
  const overrides = isBody(set.overrides) ? set.overrides : {};
  return {
    name: String(set.name),
    disabled: set.disabled === true,
    match: {
      ...(match.default === true ? { default: true } : {}),
      ...(isBody(match.topology) ? { topology: { countries: textsIn(match.topology.countries) } } : {}),
    },
    overrides: {
      pools: textsIn(overrides.pools),
      steering_policy: String(overrides.steering_policy ?? "off"),
      pool_weights: weightsIn(overrides.pool_weights),
      pool_default_weight: numberOr(overrides.pool_default_weight, 1),
      fallback_pool: String(overrides.fallback_pool ?? fallback),
    },
  };
}

export function canonicalRecord(record: Stored): DnsRecord {
  return {
    name: String(record.name),
    type: String(record.type),
    content: String(record.content),
    ttl: numberOr(record.ttl, 1),
    proxied: record.proxied === true,
  };
}

function listsIn(value: unknown): { readonly [key: string]: readonly string[] } {
  return Object.fromEntries(
    Object.entries(isBody(value) ? value : {})
      .map(([key, list]): [string, readonly string[]] => [key, textsIn(list)])
      .filter(([, list]) => list.length > 0),
  );
}

function weightsIn(value: unknown): { readonly [pool: string]: number } {
  return Object.fromEntries(
    Object.entries(isBody(value) ? value : {}).map(([id, weight]) => [id, numberOr(weight, 0)]),
  );
}

function bodiesIn(value: unknown): readonly Body[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.filter(isBody);
}

function textsIn(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.filter((one) => typeof one === "string");
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
