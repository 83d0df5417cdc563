import type { LoadBalancingLimits } from "./account.ts";
import { CloudflareApiError } from "./api-error.ts";
import { isBody } from "./fields.ts";

/** Cloudflare docs, "Pool sets": what is refused, under which name. */
export function judgePoolSets(sets: unknown, limits: LoadBalancingLimits): void {
  if (!Array.isArray(sets) || sets.length === 0) return;
  if (!limits.enterprise || !limits.trafficSteering) throw refuse("POOL_SET_STEERING_ENTITLEMENT");
  for (const set of sets) {
    const match: unknown = isBody(set) ? set.match : null;
    if (!isBody(match)) throw refuse("POOL_SET_EMPTY_MATCH");
    const { topology } = match;
    if (match.default !== true && !isBody(topology)) throw refuse("POOL_SET_EMPTY_MATCH");
    if (match.default === true && isBody(topology)) throw refuse("POOL_SET_DEFAULT_WITH_MATCH");
    if (isBody(topology) && !Object.values(topology).some((list) => Array.isArray(list) && list.length > 0)) {
      throw refuse("POOL_SET_EMPTY_TOPOLOGY");
    }
    const pools: unknown = isBody(set) && isBody(set.overrides) ? set.overrides.pools : null;
    if (!Array.isArray(pools) || pools.length === 0) throw refuse("POOL_SET_NO_INTENT");
  }
}

function refuse(name: string): CloudflareApiError {
  return new CloudflareApiError(400, 1002, `${name}: validation failed`);
}
