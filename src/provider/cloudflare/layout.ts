/**
 * How the tree of one record is laid out on a load balancer: which pools there are, and the order in which the clients
 * of each country try them. A list does not cascade to the list around it, so each holds everything that its clients
 * may be given.
 */
import type { Origin } from "../../policy/policy.ts";
import { candidatesOf } from "../../steering/answer.ts";
import { clientAt, countriesOf, countryCodes, type Location } from "../../steering/geography.ts";
import type { Branch, GeolocationNode, NormalNode, PlainNode } from "../../steering/tree.ts";
import { structureOf } from "../../steering/walk.ts";
import { asPool, contentOf, drawOf, headOf, lastResortOf, type Member, type PoolSpec } from "./pool-spec.ts";

/** How one list of pools is used. */
export interface Steering {
  readonly policy: "off" | "random" | "dynamic_latency" | "proximity";
  /** In the order in which they are tried; the last may be there for when nothing is healthy. */
  readonly pools: readonly PoolSpec[];
  /** Of `random`, in the order of the pools. */
  readonly weights: readonly number[];
  /** What its clients get when nothing in it is healthy; null for the load balancer's own. Only in a pool set. */
  readonly fallback: PoolSpec | null;
  readonly origin: Origin;
}

export interface BalancerLayout {
  readonly kind: "balancer";
  readonly everywhere: Steering;
  /** Countries with the same list share one; empty without geolocation. */
  readonly countries: readonly { readonly codes: readonly string[]; readonly steering: Steering }[];
  readonly fallback: PoolSpec;
}

/** Plain DNS records: nothing is steered, or nothing is watched. */
export interface RecordsLayout {
  readonly kind: "records";
  readonly members: readonly Member[];
}

export type Layout = BalancerLayout | RecordsLayout;

export interface LayoutOptions {
  /** Whether countries may have a policy and a last resort of their own. */
  readonly poolSets: boolean;
  /** Whether one last resort for all clients will do. */
  readonly sharedLastResort: boolean;
}

/** Lays a record out in which there are no obstacles. */
export function layOut(root: NormalNode, options: LayoutOptions): Layout {
  if (root.kind === "geolocation") return layOutCountries(root, options);
  if (root.kind === "endpoint") return { kind: "records", members: [{ endpoint: root.endpoint, weight: 1 }] };
  if (root.kind === "stay") return layOut(root.to, options);
  if (root.kind === "multivalue") {
    return { kind: "records", members: root.members.map(({ endpoint }) => ({ endpoint, weight: 1 })) };
  }
  const everywhere = steer(root);
  return { kind: "balancer", everywhere, countries: [], fallback: fallbackOf(root, everywhere) };
}

/** A plain tree as pools in order, null when some member of it is no pool. */
function asList(node: PlainNode): readonly PoolSpec[] | null {
  if (node.kind === "stay") return asList(node.to);
  if (node.kind !== "failover") {
    const pool = asPool(node);
    return pool === null ? null : [pool];
  }
  const pools: PoolSpec[] = [];
  for (const member of node.members) {
    const below = asList(member);
    if (below === null) return null;
    pools.push(...below);
    // Nobody goes past it, whatever its health: its last resort is answered instead.
    if (member.kind === "stay") return [...pools, ...resortOf(member)];
  }
  return pools;
}

function steer(node: PlainNode): Steering {
  const list = asList(node);
  if (list !== null) return { policy: "off", pools: list, weights: [], fallback: null, origin: node.origin };
  switch (node.kind) {
    case "weighted": {
      // What can't be one pool is drawn among pools: of a failover, its first. The proof says where that differs.
      const pools = node.members.map(({ to }) => beginning(to));
      const weights = node.members.map(({ weight }) => weight);
      return { policy: "random", pools, weights, fallback: null, origin: node.origin };
    }
    case "latency":
    case "geoproximity": {
      const pools = node.members.map(({ to, place }) => ({ ...beginning(to), place }));
      return {
        policy: node.kind === "latency" ? "dynamic_latency" : "proximity",
        pools,
        weights: [],
        fallback: null,
        origin: node.origin,
      };
    }
    case "stay":
      return steer(node.to);
    default:
      throw new Error(`${node.kind} is an obstacle here`);
  }
}

function beginning(node: PlainNode): PoolSpec {
  const pool = headOf(node);
  if (pool === null) throw new Error("what begins with no pool is an obstacle");
  return pool;
}

/** A pool that nothing watches, with what is answered when everything is dead. */
function resortOf(node: PlainNode): readonly PoolSpec[] {
  const members = lastResortOf(node);
  if (members === null) return [];
  const head = headOf(node);
  const isHead = head !== null && drawOf(head.members) === drawOf(members);
  const slug = `${isHead ? head.slug : `all-of-${(node.part ?? head?.slug) || "it"}`}-last-resort`;
  return [{ slug, members, check: null, place: null, isLastResort: true, origin: node.origin }];
}

/** Its first pool, where that answers as the tree does when everything is dead; else a pool of its own. */
function fallbackOf(node: PlainNode, { pools }: Steering): PoolSpec {
  const [first] = pools;
  const members = lastResortOf(node);
  if (first === undefined) throw new Error("a load balancer has a pool");
  if (members === null || drawOf(members) === drawOf(first.members)) return first;
  return resortOf(node)[0] ?? first;
}

/** Each country's own list. Clients of countries that no branch names get the list of `anywhere`. */
function layOutCountries(root: GeolocationNode<PlainNode>, options: LayoutOptions): Layout {
  const anywhere = root.branches.find(({ from }) => from.some(({ kind }) => kind === "anywhere"));
  if (anywhere === undefined) throw new Error("a geolocation without anywhere is an obstacle");
  const everywhere = steer(anywhere.to);
  const fallback = fallbackOf(anywhere.to, everywhere);
  const usual = drawOf(lastResortOf(anywhere.to) ?? fallback.members);

  const byList = new Map<string, { codes: string[]; steering: Steering }>();
  for (const code of namedCountries(root)) {
    const candidates = candidatesOf(root, clientAt({ kind: "country", country: code }));
    const [own, ...wider] = candidates;
    if (own === undefined || own === anywhere) continue;
    const key = candidates.map(({ to, whenDown }) => `${structureOf(to)} ${whenDown}`).join("; ");
    const known = byList.get(key);
    if (known !== undefined) {
      known.codes.push(code);
      continue;
    }
    // In a place that chooses by itself, with pool sets, nobody falls through.
    const chosen = steerThrough([own, ...wider], options, usual, fallback) ?? steer(own.to);
    const ownFallback = chosen.policy === "off" ? null : fallbackOf(own.to, chosen);
    byList.set(key, { codes: [code], steering: { ...chosen, fallback: ownFallback } });
  }
  return { kind: "balancer", everywhere, countries: [...byList.values()], fallback };
}

/**
 * One list for a client's candidates, the most specific first. It ends in a last resort of its own wherever the load
 * balancer's would answer something else: that of a staying candidate, else that of the most specific one. Null where one
 * of them is no list.
 *
 * @param usual - what the load balancer's fallback draws
 */
function steerThrough(
  candidates: readonly [Branch<PlainNode>, ...Branch<PlainNode>[]],
  { sharedLastResort }: LayoutOptions,
  usual: string,
  fallback: PoolSpec,
): Steering | null {
  const pools: PoolSpec[] = [];
  for (const { to } of candidates) {
    const list = asList(to);
    if (list === null) return null;
    pools.push(...list);
  }
  const last = candidates.at(-1);
  const resort = last?.whenDown === "stay" ? last : candidates[0];
  const isUsual = drawOf(lastResortOf(resort.to) ?? []) === usual;
  // A shared one will do for those who could be sent there anyway.
  const drawn = new Set(pools.flatMap(({ members }) => members.map(({ endpoint }) => endpoint.name)));
  const isShared = sharedLastResort && fallback.members.every(({ endpoint }) => drawn.has(endpoint.name));
  const end = isUsual || isShared ? [] : resortOf(resort.to);
  const { origin } = candidates[0].to;
  return { policy: "off", pools: endWith(pools, end), weights: [], fallback: null, origin };
}

/** Nothing behind a pool that nothing watches is ever tried, and a pool stands in a list once. */
function endWith(pools: readonly PoolSpec[], resort: readonly PoolSpec[]): readonly PoolSpec[] {
  const kept: PoolSpec[] = [];
  for (const pool of [...pools, ...resort]) {
    if (!kept.some((known) => contentOf(known) === contentOf(pool))) kept.push(pool);
    if (pool.check === null && pool.members.some(({ weight }) => weight > 0)) break;
  }
  return kept;
}

/** The countries of all places that are named. */
function namedCountries(root: GeolocationNode<PlainNode>): readonly string[] {
  const named = new Set(root.branches.flatMap(({ from }) => from.flatMap(countriesIn)));
  return countryCodes.filter((code) => named.has(code)).sort();
}

function countriesIn(place: Location): readonly string[] {
  switch (place.kind) {
    case "continent":
      return countriesOf(place.continent);
    case "country":
      return [place.country];
    case "subdivision":
    case "anywhere":
      return [];
  }
}

/** Every pool of a layout, each once. */
export function poolsOf({ everywhere, countries, fallback }: BalancerLayout): readonly PoolSpec[] {
  const listed = countries.flatMap(({ steering }) => [
    ...steering.pools,
    ...(steering.fallback === null ? [] : [steering.fallback]),
  ]);
  const all = [...everywhere.pools, ...listed, fallback];
  return [...new Map(all.map((pool) => [contentOf(pool), pool])).values()];
}
