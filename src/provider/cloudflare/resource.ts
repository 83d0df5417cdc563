/** Cloudflare's objects as resources: the form in which desired and live are compared. */
import type { Origin } from "../../policy/policy.ts";
import type { Resource } from "../resource.ts";
import { type DnsRecord, type LoadBalancer, type Monitor, nameIn, type Pool } from "./objects.ts";

/** Whose a name is and as what it was applied; kept in the description or comment of what answers for it. */
export type MarkerFacts = {
  readonly owner: string;
  readonly policy: string;
  readonly digest: string;
  /** Left out where the name isn't protected. */
  readonly protect?: true;
};

export function describeMarker(facts: MarkerFacts, origin: Origin | null): Resource {
  return {
    kind: "marker",
    key: `marker ${facts.owner}`,
    owner: facts.owner,
    title: [facts.owner, `marker of ${facts.policy}`],
    detail: "",
    attributes: { ...facts },
    dependsOn: [],
    origin,
  };
}

/** Whether the attributes of a resource are those of a marker. */
export function isMarkerFacts(attributes: object): attributes is MarkerFacts {
  return "digest" in attributes && "policy" in attributes && "owner" in attributes;
}

/** The reference by which others know an object: what follows its kind in its key. */
export function refOf({ kind, key }: Resource): string {
  return key.slice(kind.length + 1);
}

export function keyOfMonitor(ref: string): string {
  return `monitor ${ref}`;
}

export function keyOfPool(name: string): string {
  return `pool ${name}`;
}

function keyOfLoadBalancer(name: string): string {
  return `load balancer ${name}`;
}

export function describeMonitor(ref: string, monitor: Monitor, origin: Origin | null): Resource {
  const port = `:${monitor.port}`;
  return {
    kind: "monitor",
    key: keyOfMonitor(ref),
    owner: null,
    title: [ref],
    detail: `${monitor.type} ${port}${monitor.path ?? ""} each ${monitor.interval} s`,
    attributes: { ...monitor },
    dependsOn: [],
    origin,
  };
}

export function describePool(pool: Pool, owner: string | null, origin: Origin | null): Resource {
  return {
    kind: "pool",
    key: keyOfPool(pool.name),
    owner,
    title: [pool.name],
    detail: pool.origins
      .filter(({ enabled }) => enabled)
      .map(({ name, weight }) => (pool.origins.length === 1 ? name : `${name} ${weight}`))
      .join(" · "),
    attributes: { ...pool },
    dependsOn: pool.monitor?.startsWith("ref:") ? [keyOfMonitor(pool.monitor.slice(4))] : [],
    origin,
  };
}

export function describeLoadBalancer(balancer: LoadBalancer, origin: Origin | null): Resource {
  const pools = poolsNamedIn(balancer);
  return {
    kind: "load balancer",
    key: keyOfLoadBalancer(balancer.name),
    owner: balancer.name,
    title: [balancer.name, balancer.proxied ? "proxied" : "DNS-only", balancer.steering_policy],
    detail: [nameList(balancer.default_pools), ...tellLists(balancer.country_pools)].join(" · "),
    attributes: { ...balancer },
    dependsOn: pools.flatMap((ref) => (ref.startsWith("ref:") ? [keyOfPool(ref.slice(4))] : [])),
    origin,
  };
}

function nameList(pools: readonly string[]): string {
  return pools.map((ref) => nameIn(ref)).join(", ");
}

/** Places that share a list are told together: a continent is fifty countries. */
function tellLists(lists: LoadBalancer["country_pools"]): readonly string[] {
  const places = new Map<string, string[]>();
  for (const [place, pools] of Object.entries(lists)) {
    const list = nameList(pools);
    places.set(list, [...(places.get(list) ?? []), place]);
  }
  return [...places].map(([list, [first = "", ...more]]) =>
    more.length === 0 ? `${first}: ${list}` : `${more.length + 1} countries: ${list}`,
  );
}

/** Every pool that a load balancer refers to, each once. */
export function poolsNamedIn(balancer: LoadBalancer): readonly string[] {
  const lists = [balancer.country_pools, balancer.region_pools, balancer.pop_pools];
  return [
    ...new Set([
      ...balancer.default_pools,
      balancer.fallback_pool,
      ...lists.flatMap((list) => Object.values(list).flat()),
      ...Object.keys(balancer.random_steering.pool_weights),
      ...(balancer.pool_sets ?? []).flatMap(({ overrides }) => [...overrides.pools, overrides.fallback_pool]),
    ]),
  ];
}

export function describeDnsRecord(record: DnsRecord, owner: string, origin: Origin | null): Resource {
  return {
    kind: "dns record",
    key: `dns record ${record.name} ${record.type} ${record.content}`,
    owner,
    title: [record.name, record.type, record.proxied ? "proxied" : "DNS-only"],
    detail: record.content,
    attributes: { ...record },
    dependsOn: [],
    origin,
  };
}
