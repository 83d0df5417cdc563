/** Which subtrees are one pool: an endpoint, or a weighted choice among endpoints under one check. */

import { commonDivisor } from "../../policy/common-divisor.ts";
import type { HealthCheck, Origin } from "../../policy/policy.ts";
import { placeKeyOf, type RankedPlace } from "../../steering/ranking.ts";
import type { PlainNode, SteeredEndpoint } from "../../steering/tree.ts";
import { endpointsOf } from "../../steering/walk.ts";
import { shortHash } from "../short-hash.ts";

/** An endpoint in a pool. Weight 0 is drained: there, and never answered. */
export interface Member {
  readonly endpoint: SteeredEndpoint;
  readonly weight: number;
}

export interface PoolSpec {
  /** What it would be called; pools that differ may come to one slug. */
  readonly slug: string;
  readonly members: readonly Member[];
  /** Null: nothing watches it, so it is never unhealthy. */
  readonly check: HealthCheck | null;
  /** Only for when everything is down. */
  readonly isLastResort: boolean;
  /** Where it stands, for pools that are chosen by how near they are. */
  readonly place: RankedPlace | null;
  readonly origin: Origin;
}

/** The subtree as one pool; null when it takes several. */
export function asPool(node: PlainNode): PoolSpec | null {
  if (node.kind === "endpoint") {
    const members = [{ endpoint: node.endpoint, weight: 1 }];
    return {
      slug: slugOf(node),
      members,
      check: node.endpoint.check,
      place: null,
      isLastResort: false,
      origin: node.origin,
    };
  }
  if (node.kind !== "weighted") return null;
  const members: Member[] = [];
  for (const { to, weight } of node.members) {
    if (to.kind !== "endpoint") return null;
    members.push({ endpoint: to.endpoint, weight });
  }
  const [first, ...others] = members;
  if (first === undefined) return null;
  const { check } = first.endpoint;
  // A pool has one monitor, drained members included: they must come back as they left.
  if (others.some(({ endpoint }) => endpoint.check !== check)) return null;
  return { slug: slugOf(node), members, check, place: null, isLastResort: false, origin: node.origin };
}

/** The pool that a subtree begins with; null where it begins with a choice among several. */
export function headOf(node: PlainNode): PoolSpec | null {
  const pool = asPool(node);
  if (pool !== null) return pool;
  if (node.kind === "stay") return headOf(node.to);
  const [first] = node.kind === "failover" ? node.members : [];
  return first === undefined ? null : headOf(first);
}

/**
 * What is answered when everything below is dead: each group as if all of it were healthy, from the top down. Null
 * where that depends on who asks.
 */
export function lastResortOf(node: PlainNode): readonly Member[] | null {
  switch (node.kind) {
    case "endpoint":
      return [{ endpoint: node.endpoint, weight: 1 }];
    case "failover": {
      const [first] = node.members;
      return first === undefined ? null : lastResortOf(first);
    }
    case "stay":
      return lastResortOf(node.to);
    case "weighted": {
      const drawn = node.members.filter(({ weight }) => weight > 0);
      const below = drawn.map(({ to }) => lastResortOf(to));
      const merged = new Map<string, Member>();
      // Multiplied out to whole numbers: a member's part of its group is its weight over the group's sum.
      const sums = below.map((members) => sumOf(members ?? []));
      const common = sums.reduce((product, sum) => product * sum, 1);
      for (const [position, { weight }] of drawn.entries()) {
        const members = below[position];
        const sum = sums[position] ?? 0;
        if (members === null || members === undefined || sum === 0) return null;
        for (const member of members) {
          const known = merged.get(member.endpoint.name)?.weight ?? 0;
          merged.set(member.endpoint.name, {
            endpoint: member.endpoint,
            weight: known + weight * member.weight * (common / sum),
          });
        }
      }
      return [...merged.values()];
    }
    case "multivalue":
    case "latency":
    case "geoproximity":
    case "subnet":
      return null;
  }
}

function sumOf(members: readonly Member[]): number {
  return members.reduce((sum, { weight }) => sum + weight, 0);
}

/** The same text for pools that are one: endpoints, weights, place, and whether it is watched: by the endpoints' check. */
export function contentOf({ members, check, place }: PoolSpec): string {
  const drawn = members.map(({ endpoint, weight }) => `${endpoint.name}:${weight}`).sort();
  return [...drawn, check === null ? "-" : "watched", place === null ? "-" : placeKeyOf(place)].join(" ");
}

/** The same text for pools that answer the same when nothing watches them. */
export function drawOf(members: readonly Member[]): string {
  const active = members.filter(({ weight }) => weight > 0);
  const common = commonDivisor(active.map(({ weight }) => weight));
  return active
    .map(({ endpoint, weight }) => `${endpoint.name}:${weight / common}`)
    .sort()
    .join(",");
}

/** The name of the `use`, else the endpoint's, else a hash of the endpoints, weights left out. */
function slugOf(node: PlainNode): string {
  if (node.part !== null) return node.part;
  if (node.kind === "endpoint") return node.endpoint.name;
  const names = endpointsOf(node).map((endpoint) => endpoint.name);
  return names.length <= 2 ? names.sort().join("_") : shortHash(names.sort().join(" "), 8);
}
