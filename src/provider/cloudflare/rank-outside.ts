/** A choice by rank, turned outwards past what holds it. */
import { placeKeyOf } from "../../steering/ranking.ts";
import { simplify } from "../../steering/simplify.ts";
import type { PlainNode, RankedNode } from "../../steering/tree.ts";

/**
 * weighted{latency{r: a, s: b}, c} as latency{r: weighted{a, c}, …}. Null
 * where nothing ranks, or the places are not the same ones.
 */
export function rankOutside(node: PlainNode): RankedNode<PlainNode> | null {
  const ranked = findRanked(node);
  const [model] = ranked;
  if (model === undefined) return null;
  const keysOf = ({ members }: RankedNode<PlainNode>) =>
    members.map(({ place }) => placeKeyOf(place)).join(" ");
  if (ranked.some((one) => keysOf(one) !== keysOf(model))) return null;
  const members = model.members.map(({ place, origin }, position) => ({
    place,
    origin,
    to: simplify(replaceRanked(node, position)),
  }));
  return { kind: model.kind, members, origin: node.origin, part: null };
}

function findRanked(node: PlainNode): readonly RankedNode<PlainNode>[] {
  if (node.kind === "latency" || node.kind === "geoproximity") return [node];
  if (node.kind === "weighted") return node.members.flatMap(({ to }) => findRanked(to));
  return node.kind === "failover" ? node.members.flatMap(findRanked) : [];
}

function replaceRanked(node: PlainNode, position: number): PlainNode {
  if (node.kind === "latency" || node.kind === "geoproximity") {
    return node.members[position]?.to ?? node;
  }
  if (node.kind === "failover") {
    return { ...node, part: null, members: node.members.map((member) => replaceRanked(member, position)) };
  }
  if (node.kind !== "weighted") return node;
  const members = node.members.map((member) => ({ ...member, to: replaceRanked(member.to, position) }));
  return { ...node, part: null, members };
}
