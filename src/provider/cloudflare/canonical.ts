/** From objects as the API returns them to the form in which they are compared. Defaults are filled in. */
import ipaddr from "ipaddr.js";
import type { Json, JsonObject } from "../resource.ts";
import { readMark } from "./marker.ts";
import type { CloudflareOrigin, DnsRecord, LoadBalancer, Monitor, Pool, PoolSet } from "./objects.ts";
import { isJsonObject, readList } from "./parse-reply.ts";

/** How ids are told apart from the references of what is wanted: by what the id's own object is called. */
export type RefOf = (id: string) => string;

export function canonicalMonitor(raw: JsonObject): Monitor {
  const type = raw.type === "https" || raw.type === "tcp" ? raw.type : "http";
  const shared = {
    interval: numberOr(raw.interval, 60),
    timeout: numberOr(raw.timeout, 5),
    retries: numberOr(raw.retries, 2),
    consecutive_up: numberOr(raw.consecutive_up, 0),
    consecutive_down: numberOr(raw.consecutive_down, 0),
    port: numberOr(raw.port, 0),
  };
  if (type === "tcp") return { type, ...shared, method: textOr(raw.method, "connection_established") };
  return {
    type,
    ...shared,
    method: textOr(raw.method, "GET"),
    path: textOr(raw.path, "/"),
    header: readHeader(raw.header),
    expected_codes: textOr(raw.expected_codes, "200"),
    expected_body: textOr(raw.expected_body, ""),
    follow_redirects: raw.follow_redirects === true,
    allow_insecure: raw.allow_insecure === true,
  };
}

export function canonicalPool(raw: JsonObject, refOf: RefOf): Pool {
  const steering = raw.origin_steering;
  const place = readMark(raw.description)?.place;
  return {
    name: textOr(raw.name, ""),
    enabled: raw.enabled !== false,
    minimum_origins: numberOr(raw.minimum_origins, 1),
    monitor: typeof raw.monitor === "string" && raw.monitor !== "" ? refOf(raw.monitor) : null,
    check_regions: Array.isArray(raw.check_regions) ? textsIn(raw.check_regions).sort() : null,
    latitude: typeof raw.latitude === "number" ? raw.latitude : null,
    longitude: typeof raw.longitude === "number" ? raw.longitude : null,
    origin_steering: { policy: isJsonObject(steering) ? textOr(steering.policy, "random") : "random" },
    origins: readList(raw.origins)
      .map(canonicalOrigin)
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
    ...(place === undefined ? {} : { place }),
  };
}

/** The API has no way to take a position back, and nothing looks at it where distance doesn't count. */
export function withoutPosition(pool: Pool): Pool {
  return { ...pool, latitude: null, longitude: null };
}

function canonicalOrigin(raw: JsonObject): CloudflareOrigin {
  return {
    name: textOr(raw.name, ""),
    address: canonicalAddress(textOr(raw.address, "")),
    enabled: raw.enabled !== false,
    weight: Math.round(100 * numberOr(raw.weight, 1)) / 100,
  };
}

/** One spelling for each address or host name, as policies are read: the API gives back `2001:DB8::5`, `example.com.`. */
export function canonicalAddress(text: string): string {
  if (ipaddr.IPv6.isValid(text)) return ipaddr.IPv6.parse(text).toRFC5952String();
  return text.toLowerCase().replace(/\.$/u, "");
}

export function canonicalLoadBalancer(raw: JsonObject, refOf: RefOf): LoadBalancer {
  const proxied = raw.proxied === true;
  const random = isJsonObject(raw.random_steering) ? raw.random_steering : {};
  const strategy = isJsonObject(raw.location_strategy) ? raw.location_strategy : {};
  const sets = readList(raw.pool_sets).map((set) => canonicalSet(set, refOf));
  const refsIn = (value: Json | undefined) => (Array.isArray(value) ? textsIn(value).map(refOf) : []);
  const listsIn = (value: Json | undefined) =>
    Object.fromEntries(
      Object.entries(isJsonObject(value) ? value : {})
        .filter(([, list]) => Array.isArray(list) && list.length > 0)
        .map(([key, list]) => [key, refsIn(list)]),
    );
  return {
    name: textOr(raw.name, "").toLowerCase(),
    enabled: raw.enabled !== false,
    proxied,
    ...(proxied ? {} : { ttl: numberOr(raw.ttl, 30) }),
    steering_policy: textOr(raw.steering_policy, ""),
    default_pools: refsIn(raw.default_pools),
    fallback_pool: refOf(textOr(raw.fallback_pool, "")),
    country_pools: listsIn(raw.country_pools),
    region_pools: listsIn(raw.region_pools),
    pop_pools: listsIn(raw.pop_pools),
    random_steering: {
      default_weight: numberOr(random.default_weight, 1),
      pool_weights: weightsIn(random.pool_weights, refOf),
    },
    location_strategy: {
      mode: textOr(strategy.mode, "pop"),
      prefer_ecs: textOr(strategy.prefer_ecs, "proximity"),
    },
    session_affinity: textOr(raw.session_affinity, "none"),
    rules: readList(raw.rules),
    ...(sets.length === 0 ? {} : { pool_sets: sets }),
  };
}

function canonicalSet(raw: JsonObject, refOf: RefOf): PoolSet {
  const match = isJsonObject(raw.match) ? raw.match : {};
  const topology = isJsonObject(match.topology) ? match.topology : null;
  const overrides = isJsonObject(raw.overrides) ? raw.overrides : {};
  return {
    name: textOr(raw.name, ""),
    disabled: raw.disabled === true,
    match: {
      ...(match.default === true ? { default: true } : {}),
      ...(topology === null
        ? {}
        : { topology: { countries: Array.isArray(topology.countries) ? textsIn(topology.countries) : [] } }),
    },
    overrides: {
      pools: Array.isArray(overrides.pools) ? textsIn(overrides.pools).map(refOf) : [],
      steering_policy: textOr(overrides.steering_policy, "off"),
      pool_weights: weightsIn(overrides.pool_weights, refOf),
      pool_default_weight: numberOr(overrides.pool_default_weight, 1),
      fallback_pool: refOf(textOr(overrides.fallback_pool, textOr(raw.fallback_pool, ""))),
    },
  };
}

export function canonicalRecord(raw: JsonObject): DnsRecord {
  return {
    name: textOr(raw.name, "").toLowerCase(),
    type: textOr(raw.type, ""),
    content: textOr(raw.content, "").toLowerCase(),
    ttl: numberOr(raw.ttl, 1),
    proxied: raw.proxied === true,
  };
}

function weightsIn(value: Json | undefined, refOf: RefOf): { readonly [pool: string]: number } {
  return Object.fromEntries(
    Object.entries(isJsonObject(value) ? value : {}).map(([id, weight]) => [refOf(id), numberOr(weight, 0)]),
  );
}

/** What anybody sets but Host may be a password for the endpoint, and plans are shown and kept. */
function readHeader(value: Json | undefined): { readonly [name: string]: readonly string[] } {
  return Object.fromEntries(
    Object.entries(isJsonObject(value) ? value : {}).map(([name, values]) => [
      name,
      Array.isArray(values) ? (name === "Host" ? textsIn(values) : values.map(() => "(withheld)")) : [],
    ]),
  );
}

function textsIn(values: readonly Json[]): string[] {
  return values.filter((value) => typeof value === "string");
}

function textOr(value: Json | undefined, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}

function numberOr(value: Json | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
