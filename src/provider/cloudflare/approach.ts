/**
 * Trees near one that Cloudflare doesn't hold. What each of them gives up is the least that its shape needs; whether it
 * is held is for the proof to say.
 */
import { commonDivisor } from "../../policy/common-divisor.ts";
import type { RankedPlace } from "../../steering/ranking.ts";
import { simplify } from "../../steering/simplify.ts";
import type {
  Branch,
  GeolocationNode,
  NormalNode,
  PlainNode,
  RankedNode,
  Share,
  SubnetNode,
  WeightedNode,
} from "../../steering/tree.ts";
import { structureOf } from "../../steering/walk.ts";
import { withAnywhere, withoutSubdivisions } from "./places-near.ts";
import { asPool, lastResortOf, type Member } from "./pool-spec.ts";
import { rankOutside } from "./rank-outside.ts";

/** The nearest first. */
export function* treesNear(
  root: NormalNode,
  { poolSets }: { readonly poolSets: boolean },
): Generator<NormalNode> {
  if (root.kind !== "geolocation") {
    yield* choicesNear(root);
    return;
  }
  const placed: GeolocationNode<PlainNode> = {
    ...root,
    part: null,
    branches: withAnywhere(withoutSubdivisions(root.branches)),
  };
  if (poolSets) {
    const chosen = placed.branches.map((branch) => ({
      ...branch,
      to: first(choicesNear(branch.to)) ?? branch.to,
    }));
    yield { ...placed, branches: chosen };
    // Nobody falls through a choice among pools to the list around it.
    const isList = ({ to }: Branch<PlainNode>) => structureOf(to) === structureOf(listNear(to));
    const stay = (one: Branch<PlainNode>): Branch<PlainNode> => ({ ...one, whenDown: "stay" });
    yield { ...placed, branches: chosen.map((one) => (isList(one) ? one : stay(one))) };
  }
  yield { ...placed, branches: placed.branches.map((branch) => ({ ...branch, to: listNear(branch.to) })) };
}

/** What may stand at the root, and with pool sets in a place. */
function* choicesNear(node: PlainNode): Generator<PlainNode> {
  switch (node.kind) {
    case "endpoint":
      yield node;
      return;
    case "stay":
      yield* choicesNear(node.to);
      return;
    case "subnet":
      yield* choicesNear(forEverybody(node));
      return;
    case "multivalue":
      yield drawEqually(node);
      return;
    case "latency":
    case "geoproximity":
      yield rankPools(node);
      return;
    case "failover":
    case "weighted": {
      const outside = rankOutside(node);
      if (outside !== null) yield rankPools(outside);
      // With standbys a list is nearer, without them another draw.
      const draws = node.kind === "weighted" ? [drawPools(node)] : [];
      const hasStandbys = node.kind === "failover" || node.members.some(({ to }) => stagesOf(to).length > 1);
      yield* hasStandbys ? [listNear(node), ...draws] : [...draws, listNear(node)];
      return;
    }
  }
}

/** Pools in order: what may stand anywhere. */
function listNear(node: PlainNode): PlainNode {
  switch (node.kind) {
    case "endpoint":
      return node;
    case "stay":
      return listNear(node.to);
    case "subnet":
      return listNear(forEverybody(node));
    case "multivalue":
      return listNear(drawEqually(node));
    case "latency":
    case "geoproximity":
      return inOrder(node, node.members.map(({ to }) => to).map(listNear));
    case "failover":
      return inOrder(node, node.members.map(listNear));
    case "weighted": {
      if (asPool(node) !== null) return withinRatio(node);
      // Of a member that draws by itself, what it draws counts.
      const byWeight = node.members
        .filter(({ weight }) => weight > 0)
        .sort((one, other) => other.weight - one.weight);
      return (
        standbysOutside(node) ??
        inOrder(
          node,
          byWeight.map(({ to }) => listNear(to)),
        )
      );
    }
  }
}

/** One pool: the first of what is tried in order. */
function poolNear(node: PlainNode): PlainNode {
  switch (node.kind) {
    case "endpoint":
      return node;
    case "stay":
      return poolNear(node.to);
    case "subnet":
      return poolNear(forEverybody(node));
    case "multivalue":
      return poolNear(drawEqually(node));
    case "latency":
    case "geoproximity":
      return poolNear(head(node.members).to);
    case "failover":
      return poolNear(head(node.members));
    case "weighted": {
      if (asPool(node) !== null) return withinRatio(node);
      const drawn = lastResortOf(node);
      const merged = drawn === null ? null : drawAmong(node, drawn);
      if (merged !== null && asPool(merged) !== null) return merged;
      return poolNear(
        [...node.members].sort((one, other) => other.weight - one.weight)[0]?.to ?? head(node.members).to,
      );
    }
  }
}

/** Whoever is left without its nearest goes to the next nearest. */
function rankPools(node: RankedNode<PlainNode>): PlainNode {
  const members = node.members.map(({ place, to, origin }) => ({
    place: withoutBias(place),
    to: poolNear(to),
    origin,
  }));
  return changed(node, { ...node, members });
}

function withoutBias(place: RankedPlace): RankedPlace {
  return place.kind === "distance" ? { ...place, bias: 0 } : place;
}

function drawPools(node: WeightedNode<PlainNode>): PlainNode {
  const members = node.members.map((member) => ({ ...member, to: poolNear(member.to) }));
  return withinRatio(changed(node, { ...node, members }));
}

function drawEqually(node: PlainNode & { readonly kind: "multivalue" }): WeightedNode<PlainNode> {
  const members = node.members.map(
    (to): Share<PlainNode> => ({ weight: 1, name: null, to, origin: to.origin }),
  );
  return { kind: "weighted", members, origin: node.origin, part: null };
}

/**
 * Standbys of each member become standbys of all: weighted{failover[a, b], …} as failover[weighted{a, …},
 * weighted{b, …}]. Null where the sets would be no pools.
 */
function standbysOutside(node: WeightedNode<PlainNode>): PlainNode | null {
  const drawn = node.members.filter(({ weight }) => weight > 0);
  const stages = drawn.map(({ to }) => stagesOf(to));
  const depth = Math.max(...stages.map(({ length }) => length));
  const sets: PlainNode[] = [];
  for (let stage = 0; stage < depth; stage++) {
    const members = drawn.flatMap((share, position): readonly Share<PlainNode>[] => {
      const to = stages[position]?.[Math.min(stage, (stages[position]?.length ?? 1) - 1)];
      return to === undefined ? [] : [{ ...share, to }];
    });
    const resort = lastResortOf({ ...node, members });
    if (resort === null) return null;
    const set = drawAmong(node, resort);
    if (asPool(set) === null) return null;
    sets.push(set);
  }
  return inOrder(node, sets);
}

/** What is tried one after the other. */
function stagesOf(node: PlainNode): readonly PlainNode[] {
  if (node.kind === "stay") return stagesOf(node.to);
  return node.kind === "failover" ? node.members.flatMap(stagesOf) : [node];
}

function drawAmong({ origin }: PlainNode, drawn: readonly Member[]): PlainNode {
  const members = drawn.map(
    ({ endpoint, weight }): Share<PlainNode> => ({
      weight,
      name: null,
      to: { kind: "endpoint", endpoint, origin: endpoint.origin, part: null },
      origin,
    }),
  );
  const [only, ...others] = members;
  if (only !== undefined && others.length === 0) return only.to;
  return withinRatio({ kind: "weighted", members, origin, part: null });
}

/** Cloudflare tells a hundredth of the largest weight apart, and nothing less. */
const steps = 100;

/** With what weights have in common taken out, and none too small to be held. */
function withinRatio(node: PlainNode): PlainNode {
  if (node.kind !== "weighted") return node;
  const largest = Math.max(...node.members.map(({ weight }) => weight));
  if (largest <= steps) return node;
  const common = commonDivisor(node.members.map(({ weight }) => weight));
  const scale = Math.max(common, largest / steps);
  const members = node.members.map((share) => ({
    ...share,
    weight: share.weight === 0 ? 0 : Math.max(1, Math.round(share.weight / scale)),
  }));
  return changed(node, { ...node, members });
}

function inOrder(node: PlainNode, members: readonly PlainNode[]): PlainNode {
  return changed(node, simplify({ kind: "failover", members, origin: node.origin, part: null }));
}

/** It keeps the name of its part only where it is that part. */
function changed<N extends PlainNode>(before: PlainNode, after: N): N {
  return { ...after, part: structureOf(before) === structureOf(after) ? before.part : null };
}

function forEverybody({ branches }: SubnetNode<PlainNode>): PlainNode {
  return (branches.find(({ from }) => from.length === 0) ?? head(branches)).to;
}

function head<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error("a group has a member");
  return item;
}

function first<T>(items: Iterable<T>): T | null {
  for (const item of items) return item;
  return null;
}
