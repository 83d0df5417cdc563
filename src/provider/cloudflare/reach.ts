/** What answers for a name: its load balancer or records, the pools and monitors behind it, and the names of its origins. */
import type { Detection } from "../provider.ts";
import type { Resource } from "../resource.ts";
import { isDnsRecord, isLoadBalancer, isMonitor, isPool, nameIn } from "./objects.ts";
import { keyOfMonitor, keyOfPool, poolsNamedIn } from "./resource.ts";

/** Seconds for which Cloudflare keeps a proxied name's choice of endpoint. */
export const proxiedSeconds = 5;

/** Indexes resources, so that one name after the other can be asked about. */
export function indexReach(resources: readonly Resource[]): (name: string) => readonly Resource[] {
  const byKey = new Map(resources.map((resource) => [resource.key, resource]));
  const named = new Map<string, Resource[]>();
  for (const resource of resources) {
    const { attributes } = resource;
    if (!isLoadBalancer(attributes) && !isDnsRecord(attributes)) continue;
    named.set(attributes.name, [...(named.get(attributes.name) ?? []), resource]);
  }
  const follow = (ref: string, keyOf: (name: string) => string) => byKey.get(keyOf(nameIn(ref))) ?? [];
  return (name) => {
    const own =
      namesFor(name)
        .map((one) => named.get(one))
        .find((found) => found !== undefined) ?? [];
    const pools = own.flatMap(({ attributes }) =>
      isLoadBalancer(attributes) ? poolsNamedIn(attributes).flatMap((ref) => follow(ref, keyOfPool)) : [],
    );
    const monitors = pools.flatMap(({ attributes }) =>
      isPool(attributes) && attributes.monitor !== null ? follow(attributes.monitor, keyOfMonitor) : [],
    );
    const helpers = pools.flatMap(({ attributes }) =>
      isPool(attributes) ? attributes.origins.flatMap(({ address }) => named.get(address) ?? []) : [],
    );
    return [...new Set([...monitors, ...pools, ...helpers, ...own])];
  };
}

/** The name itself, then the wildcards above it, the nearest first. */
function namesFor(name: string): readonly string[] {
  const labels = name.split(".");
  return [name, ...labels.slice(1).map((_label, cut) => `*.${labels.slice(cut + 1).join(".")}`)];
}

/** How soon each monitor among these resources notices; the longest TTL of the load balancers is theirs. */
export function detectionsIn(resources: readonly Resource[]): readonly Detection[] {
  const ttl = Math.max(
    0,
    ...resources.flatMap(({ attributes }) =>
      isLoadBalancer(attributes) ? [attributes.proxied ? proxiedSeconds : (attributes.ttl ?? 30)] : [],
    ),
  );
  return resources.flatMap(({ title, attributes }): readonly Detection[] =>
    isMonitor(attributes)
      ? [
          {
            check: title[0] ?? "",
            threshold: Math.max(1, attributes.consecutive_down),
            interval: attributes.interval,
            ttl,
            probe: (attributes.retries + 1) * attributes.timeout,
          },
        ]
      : [],
  );
}
