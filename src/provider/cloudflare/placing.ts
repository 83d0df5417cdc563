/** How names at Cloudflare learn whom they answer (Cloudflare docs, "Geo steering", "Proximity steering", location_strategy). */
import type { Placing } from "../provider.ts";
import type { Resource } from "../resource.ts";
import { isLoadBalancer, type LoadBalancer } from "./objects.ts";

/** What the first load balancer among these resources does; plain records do nothing of it. */
export function placingIn(resources: readonly Resource[]): Placing {
  const [balancer] = resources.flatMap(({ attributes }) => (isLoadBalancer(attributes) ? [attributes] : []));
  if (balancer === undefined) return { place: null, nearness: null };
  const steerings = [
    balancer.steering_policy,
    ...(balancer.pool_sets ?? []).map(({ overrides }) => overrides.steering_policy),
  ];
  const isPlaced = steerings.includes("geo") || steerings.includes("proximity");
  return {
    place: isPlaced ? placeOf(balancer) : null,
    nearness: steerings.includes("dynamic_latency")
      ? "round trips from data centres"
      : steerings.includes("proximity")
        ? "distance"
        : null,
  };
}

/** What a client's place is taken from. Proxied, it is the data centre that a request arrives at. */
export function placeOf({
  proxied,
  steering_policy: steering,
  location_strategy: strategy,
}: Pick<LoadBalancer, "proxied" | "steering_policy" | "location_strategy">) {
  if (proxied || strategy.mode === "pop") return "data centre";
  const withSubnet = ["always", steering];
  return withSubnet.includes(strategy.prefer_ecs) ? "subnet or resolver" : "resolver";
}
