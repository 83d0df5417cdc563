/** What the fields of an object say together, and whether the account may have it. Each returns the object as it is kept. */
import { type Account, checkQuota } from "./account.ts";
import { invalid, notFound } from "./api-error.ts";
import { type Body, isBody } from "./fields.ts";
import { judgePoolSets } from "./pool-sets.ts";
import { poolIdsIn } from "./references.ts";
import { loadBalancerDefaults, originDefaults } from "./shapes.ts";
import type { CloudflareState, CloudflareZone } from "./state.ts";

export interface Judged {
  readonly state: CloudflareState;
  readonly account: Account;
  /** Of the object; null while it is made. */
  readonly id: string | null;
}

export function judgeMonitor(content: Body, { state, account, id }: Judged): Body {
  const { interval, retries, timeout, type, port } = content;
  const least = account.limits.leastInterval;
  if (!account.isBought) throw invalid("interval is not in range [0, 0]");
  checkQuota("monitors", state.monitors.size + (id === null ? 1 : 0), account.limits.monitors);
  if (Number(interval) < least) throw invalid(`interval is not in range [${least}, 3600]`);
  if (Number(interval) <= (Number(retries) + 1) * Number(timeout)) {
    throw invalid("interval must be greater than (retries + 1) * timeout");
  }
  if ((type === "tcp" || type === "udp_icmp" || type === "smtp") && !(Number(port) > 0)) {
    throw invalid("port is required for this type");
  }
  return content;
}

export function judgePool(content: Body, { state, account, id }: Judged): Body {
  const { name, origins, monitor, latitude, longitude, check_regions: regions } = content;
  if (!account.isBought) throw invalid("origin list length must be in range [1, 0]");
  if (typeof name !== "string") throw invalid("name is required");
  if (!Array.isArray(origins) || origins.length === 0) throw invalid("origins is required");
  const others = [...state.pools.values()].filter((pool) => pool.id !== id);
  if (others.some((pool) => pool.name === name)) throw invalid(`a pool with the name ${name} already exists`);
  const { limits } = account;
  checkQuota("pools", others.length + 1, limits.pools);
  const elsewhere = others.reduce(
    (sum, pool) => sum + (Array.isArray(pool.origins) ? pool.origins.length : 0),
    0,
  );
  checkQuota("origins", elsewhere + origins.length, limits.endpoints);
  if (typeof monitor === "string" && monitor !== "" && !state.monitors.has(monitor)) {
    throw invalid("monitor doesn't exist");
  }
  if (Array.isArray(regions) && !limits.enterprise && regions.some(isEnterpriseRegion)) {
    throw invalid("check_regions has regions that this account can't use");
  }
  const hasLatitude = typeof latitude === "number";
  if (hasLatitude !== (typeof longitude === "number")) throw invalid("latitude and longitude go together");
  const filled: Body[] = origins.filter(isBody).map((origin) => ({ ...originDefaults, ...origin }));
  if (filled.some((origin) => typeof origin.address !== "string" || origin.address === "")) {
    throw invalid("origin address is required");
  }
  const addresses = filled.map((origin) => origin.address);
  if (new Set(addresses).size < addresses.length) throw invalid("origin addresses must be unique");
  // The API returns them sorted by name, whatever was sent.
  const sorted = filled.sort((one, other) => (String(one.name) < String(other.name) ? -1 : 1));
  return { ...content, origins: sorted };
}

function isEnterpriseRegion(region: unknown): boolean {
  return region === "ALL_REGIONS" || region === "CHINA";
}

export function judgeBalancer(
  content: Body,
  zone: CloudflareZone | null,
  { state, account, id }: Judged,
): Body {
  if (zone === null) throw notFound("zone");
  const { name, default_pools: pools, fallback_pool: fallback, proxied, ttl, pop_pools: pops } = content;
  const { limits, isBought } = account;
  if (typeof name !== "string") throw invalid("name is required");
  if (name !== zone.name && !name.endsWith(`.${zone.name}`)) throw invalid("name must be in the zone");
  const others = [...zone.loadBalancers.values()].filter((one) => one.id !== id);
  checkQuota("load balancers", others.length + 1, isBought ? limits.loadBalancers : 0);
  if (others.some((one) => one.name === name)) throw invalid(`a load balancer for ${name} already exists`);
  if (!Array.isArray(pools) || pools.length === 0) throw invalid("default_pools is required");
  if (typeof fallback !== "string") throw invalid("fallback_pool is required");
  const policy = String(content.steering_policy);
  if (!limits.trafficSteering && !["off", "random", ""].includes(policy)) {
    throw invalid(`steering_policy ${policy} can't be used by this account`);
  }
  if (!limits.enterprise && isBody(pops) && Object.keys(pops).length > 0) {
    throw invalid("pop_pools can't be used by this account");
  }
  judgePoolSets(content.pool_sets, limits);
  const named = [...poolIdsIn(content)].filter((text) => /^[0-9a-f]{32}$/.test(text));
  const missing = named.find((pool) => !state.pools.has(pool));
  if (missing !== undefined) throw invalid(`pool ${missing} doesn't exist`);
  return { ...content, zone_name: zone.name, ttl: ttlOf(proxied === true, ttl) };
}

/** Of its own when proxied, whatever was asked for. */
function ttlOf(proxied: boolean, ttl: unknown): unknown {
  if (proxied) return 0;
  return ttl === 0 ? loadBalancerDefaults.ttl : ttl;
}
