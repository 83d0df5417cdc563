/** What refers to what: nothing that is referred to can be deleted. */
import { type Body, isBody } from "./fields.ts";
import type { CloudflareState, Stored } from "./state.ts";

export interface Reference {
  readonly reference_type: "referrer" | "referral";
  readonly resource_type: "pool" | "load_balancer" | "monitor";
  readonly resource_id: string;
  readonly resource_name: string;
}

/** What refers to a pool or a monitor, in any zone; of a pool also the monitor that it refers to. */
export function referencesOf(
  state: CloudflareState,
  kind: "monitors" | "pools",
  id: string,
): readonly Reference[] {
  if (kind === "monitors") {
    return [...state.pools.values()].flatMap((pool) =>
      pool.monitor === id ? [describe("referrer", "pool", pool)] : [],
    );
  }
  const monitor = state.monitors.get(String(state.pools.get(id)?.monitor ?? ""));
  return [
    ...[...state.zones.values()].flatMap(({ loadBalancers }) =>
      [...loadBalancers.values()].flatMap((balancer) =>
        poolIdsIn(balancer).has(id) ? [describe("referrer", "load_balancer", balancer)] : [],
      ),
    ),
    ...(monitor === undefined ? [] : [describe("referral", "monitor", monitor)]),
  ];
}

export function isReferredTo(state: CloudflareState, kind: "monitors" | "pools", id: string): boolean {
  return referencesOf(state, kind, id).some(({ reference_type: type }) => type === "referrer");
}

function describe(
  reference: Reference["reference_type"],
  type: Reference["resource_type"],
  { id, name, description }: Stored,
): Reference {
  // A monitor has no name but what is written in its description.
  const called = type === "monitor" ? description : name;
  return { reference_type: reference, resource_type: type, resource_id: id, resource_name: String(called) };
}

/** Every pool that a load balancer names anywhere, in lists that its policy doesn't look at too. */
export function poolIdsIn(balancer: Body): ReadonlySet<string> {
  const found = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === "string") found.add(value);
    else if (Array.isArray(value)) value.forEach(collect);
    else if (isBody(value)) collect(Object.entries(value));
  };
  const { default_pools, fallback_pool, country_pools, region_pools, pop_pools, random_steering, pool_sets } =
    balancer;
  collect([default_pools, fallback_pool, country_pools, region_pools, pop_pools, random_steering, pool_sets]);
  return found;
}
