/**
 * What Cloudflare answers, by its documented algorithm, from its objects alone. It never looks at a policy: every
 * compile is proved by holding this against the policy's own meaning.
 *
 * Sources: Cloudflare docs, Load Balancing, "Steering policies", "Standard steering", "Geo steering", "Pool sets",
 * "Health monitor status", "Load balancers in DNS".
 */
import type { Client } from "../../steering/client.ts";
import { type RankedPlace, sortByRank } from "../../steering/ranking.ts";
import type { Question, VendorOutcome } from "../provider.ts";
import type { CloudflareOrigin, DnsRecord, LoadBalancer, Pool, PoolSet } from "./objects.ts";

/** Whether a monitor finds an address alive. */
export type IsAlive = (monitor: string, address: string) => boolean;

export interface ObjectIndex {
  readonly balancer: (name: string) => LoadBalancer | null;
  /** By the reference that a load balancer knows it by. */
  readonly pool: (ref: string) => Pool | null;
  readonly records: (name: string) => readonly DnsRecord[];
  /** The place that a pool stands for, where it was kept. */
  readonly placeOf: (pool: Pool) => RankedPlace | null;
}

const noAnswer: readonly VendorOutcome[] = [{ values: [], share: 1, ttl: null }];
/** Seconds; of everything proxied, whatever was asked for. */
const proxiedTtl = 300;

/**
 * Answers a question.
 *
 * @returns Outcomes with distinct values whose shares add up to 1; null when something routes in a way that is not
 * known here: rules, load by counters, lists by data centre or region, a pool that isn't there.
 */
export function answerCloudflare(
  index: ObjectIndex,
  question: Question,
  isAlive: IsAlive,
): readonly VendorOutcome[] | null {
  // At equal specificity a load balancer wins over records; a record of the very name wins over a wildcard.
  for (const name of [question.name, ...wildcardsAbove(question.name)]) {
    const balancer = index.balancer(name);
    if (balancer?.enabled === true && isSteered(question.type)) {
      return answerBalancer({ index, question, isAlive, balancer });
    }
    const records = index.records(name);
    if (records.length > 0) return answerRecords(records, question);
  }
  return noAnswer;
}

function isSteered(type: string): boolean {
  return type === "A" || type === "AAAA" || type === "CNAME";
}

function wildcardsAbove(name: string): readonly string[] {
  const labels = name.split(".");
  return labels.slice(1).map((_label, position) => `*.${labels.slice(position + 1).join(".")}`);
}

function answerRecords(records: readonly DnsRecord[], question: Question): readonly VendorOutcome[] {
  const found = records.filter(({ type }) => type === question.type);
  const [first] = found;
  if (first === undefined) return noAnswer;
  const values = [...new Set(found.map(({ content }) => content))].sort();
  // 1 stands for Cloudflare's own choice.
  return [{ values, share: 1, ttl: first.proxied || first.ttl === 1 ? proxiedTtl : first.ttl }];
}

interface Asked {
  readonly index: ObjectIndex;
  readonly question: Question;
  readonly isAlive: IsAlive;
  readonly balancer: LoadBalancer;
}

interface Chosen {
  readonly pool: Pool;
  readonly share: number;
}

/** A list with what decides among its pools. */
interface Candidates {
  readonly policy: string;
  readonly pools: readonly string[];
  readonly weights: { readonly [pool: string]: number };
  readonly defaultWeight: number;
  readonly fallback: string;
}

function answerBalancer(asked: Asked): readonly VendorOutcome[] | null {
  const { balancer, index, question } = asked;
  if (balancer.rules.length > 0 || Object.keys(balancer.pop_pools).length > 0) return null;
  if (Object.keys(balancer.region_pools).length > 0) return null;
  const candidates = chooseCandidates(balancer, question.client);
  const chosen = choosePools(asked, candidates);
  if (chosen === null) return null;
  const ttl = balancer.proxied ? proxiedTtl : (balancer.ttl ?? 30);
  const outcomes: VendorOutcome[] = [];
  for (const { pool, share } of chosen) {
    const drawn = chooseOrigins(pool, asked.isAlive);
    if (drawn === null) return null;
    if (drawn.origins.length === 0) outcomes.push({ values: [], share, ttl: null });
    for (const { origin, share: part } of drawn.origins) {
      const values = resolve(index, origin.address, question, balancer.proxied);
      outcomes.push({
        values,
        share: share * part,
        ttl: values.length === 0 ? null : ttl,
        ...(drawn.isUndocumented ? { isUndocumented: true } : {}),
      });
    }
  }
  return mergeOutcomes(outcomes);
}

/** The first pool set that matches; else, by country, the list of the client's country; else the default pools. */
function chooseCandidates(balancer: LoadBalancer, client: Client): Candidates {
  const set = (balancer.pool_sets ?? []).find((one) => !one.disabled && matches(one, balancer, client));
  if (set !== undefined) {
    const { overrides } = set;
    return {
      policy: overrides.steering_policy,
      pools: overrides.pools,
      weights: overrides.pool_weights,
      defaultWeight: overrides.pool_default_weight,
      fallback: overrides.fallback_pool,
    };
  }
  const own = balancer.steering_policy === "geo" ? countryList(balancer, client) : null;
  return {
    policy: balancer.steering_policy,
    pools: own ?? balancer.default_pools,
    weights: balancer.random_steering.pool_weights,
    defaultWeight: balancer.random_steering.default_weight,
    fallback: balancer.fallback_pool,
  };
}

function matches({ match }: PoolSet, balancer: LoadBalancer, { country }: Client): boolean {
  if (match.default === true) return true;
  // Only under geo steering is a country the client's; else it is the answering data centre's.
  if (balancer.steering_policy !== "geo" || country === null) return false;
  return match.topology?.countries.includes(country) ?? false;
}

function countryList(balancer: LoadBalancer, { country }: Client): readonly string[] | null {
  if (country === null) return null;
  return Object.hasOwn(balancer.country_pools, country) ? (balancer.country_pools[country] ?? null) : null;
}

/** Disabled and unhealthy pools are out before the policy chooses; with none left the fallback answers, whatever its health. */
function choosePools(asked: Asked, candidates: Candidates): readonly Chosen[] | null {
  const { index, isAlive, question } = asked;
  const pools: { readonly ref: string; readonly pool: Pool }[] = [];
  for (const ref of candidates.pools) {
    const pool = index.pool(ref);
    if (pool === null) return null;
    if (pool.enabled && isPoolHealthy(pool, isAlive)) pools.push({ ref, pool });
  }
  const [first] = pools;
  if (first === undefined) {
    const fallback = index.pool(candidates.fallback);
    if (fallback === null) return null;
    return fallback.enabled ? [{ pool: fallback, share: 1 }] : [];
  }
  switch (candidates.policy) {
    case "":
    case "off":
    case "geo":
      return [{ pool: first.pool, share: 1 }];
    case "random": {
      const weightOf = (ref: string) => candidates.weights[ref] ?? candidates.defaultWeight;
      const total = pools.reduce((sum, { ref }) => sum + weightOf(ref), 0);
      if (total === 0) return null;
      return pools.flatMap(({ ref, pool }) =>
        weightOf(ref) === 0 ? [] : [{ pool, share: weightOf(ref) / total }],
      );
    }
    case "dynamic_latency":
    case "proximity": {
      const placed: { readonly pool: Pool; readonly place: RankedPlace }[] = [];
      for (const { pool } of pools) {
        const place = index.placeOf(pool);
        if (place === null) return null;
        placed.push({ pool, place });
      }
      const [nearest] = sortByRank(placed, question.client.rank);
      return nearest === undefined ? null : [{ pool: nearest.pool, share: 1 }];
    }
    default:
      return null;
  }
}

/** Without a monitor a pool is never unhealthy; with one it wants so many healthy origins. */
function isPoolHealthy(pool: Pool, isAlive: IsAlive): boolean {
  const { monitor } = pool;
  if (monitor === null) return true;
  const alive = pool.origins.filter(({ enabled, address }) => enabled && isAlive(monitor, address));
  return alive.length >= pool.minimum_origins;
}

interface Drawn {
  readonly origins: readonly { readonly origin: CloudflareOrigin; readonly share: number }[];
  readonly isUndocumented: boolean;
}

/**
 * Among the healthy, enabled origins by weight. A pool that answers though nothing in it is healthy draws from all: the
 * documents say that it answers, and not how it draws among several.
 */
function chooseOrigins(pool: Pool, isAlive: IsAlive): Drawn | null {
  if (pool.origin_steering.policy !== "random") return null;
  const enabled = pool.origins.filter((origin) => origin.enabled && origin.weight > 0);
  const { monitor } = pool;
  const healthy = monitor === null ? enabled : enabled.filter(({ address }) => isAlive(monitor, address));
  const drawn = healthy.length > 0 ? healthy : enabled;
  const total = drawn.reduce((sum, { weight }) => sum + weight, 0);
  return {
    origins: drawn.map((origin) => ({ origin, share: origin.weight / total })),
    isUndocumented: healthy.length === 0 && drawn.length > 1,
  };
}

/** What a client is told of an origin: DNS-only the address that it has for the type that was asked for. */
function resolve(
  index: ObjectIndex,
  address: string,
  question: Question,
  proxied: boolean,
): readonly string[] {
  // Who dials is Cloudflare, whatever family the client asked for.
  if (proxied) return [address];
  const isAddress = /^[0-9.]+$/u.test(address) || address.includes(":");
  if (!isAddress) {
    if (question.type === "CNAME") return [address];
    const records = index.records(address).filter(({ type }) => type === question.type);
    return records.map(({ content }) => content).sort();
  }
  const family = address.includes(":") ? "AAAA" : "A";
  return family === question.type ? [address] : [];
}

function mergeOutcomes(outcomes: readonly VendorOutcome[]): readonly VendorOutcome[] {
  const merged = new Map<string, VendorOutcome>();
  for (const outcome of outcomes) {
    const key = `${outcome.values.join(" ")} ${outcome.ttl} ${outcome.isUndocumented === true}`;
    merged.set(key, { ...outcome, share: outcome.share + (merged.get(key)?.share ?? 0) });
  }
  return merged.size === 0 ? noAnswer : [...merged.values()];
}
