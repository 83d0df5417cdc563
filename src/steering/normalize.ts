/**
 * The normal form: geolocation at the root or nowhere.
 *
 * A vendor judges the health of a group for all clients at once, so a geolocation below a failover or a
 * weighted node would be healthy or not for everybody. Moved outwards, each class of clients gets a tree of
 * its own in which the candidates of that class stand as a failover. Whoever was sent into such a tree stays
 * there, since it already holds everything that this client could be given.
 */
import { candidatesOf } from "./answer.ts";
import { classifyClients } from "./clients.ts";
import { type ClientPlace, type Location, locationKey, locationsOf } from "./geography.ts";
import { simplify, withoutStay } from "./simplify.ts";
import type { Branch, FailoverNode, GeolocationNode, NormalNode, PlainNode, SteeringNode } from "./tree.ts";
import { dependsOnClient, locationsNamedIn, structureOf } from "./walk.ts";

/**
 * Brings a tree into the normal form; for every client and every state of health the answer stays the same.
 *
 * Needs a tree that was steered without errors: below the root every geolocation has an `anywhere`.
 */
export function normalize(root: SteeringNode): NormalNode {
  const plain = asPlain(root);
  if (plain !== null) return simplify(plain);
  if (root.kind === "geolocation") {
    const branches = keepPlainBranches(root);
    const [only, ...others] = branches ?? [];
    if (only !== undefined && others.length === 0 && isForEverybody(only)) return only.to;
    // The vendors' own fall-through, from a place to the places around it, is exact here.
    if (branches !== null) return { ...root, branches };
  }
  return splitByClient(root);
}

function keepPlainBranches(root: GeolocationNode<SteeringNode>): readonly Branch<PlainNode>[] | null {
  const branches: Branch<PlainNode>[] = [];
  for (const branch of root.branches) {
    const to = asPlain(branch.to);
    if (to === null) return null;
    branches.push({ ...branch, to: simplify(to) });
  }
  return branches;
}

function splitByClient(root: SteeringNode): NormalNode {
  const branches = new Map<string, Branch<PlainNode>>();
  const treeAt = new Map<string, PlainNode>();
  for (const { location, client } of classifyClients(locationsNamedIn(root))) {
    const seen = seenBy(root, client);
    if (seen === null) continue;
    const to = withoutStay(simplify(seen));
    const key = locationKey(location);
    const outer = locationsOf(client)
      .slice(1)
      .map((around) => treeAt.get(locationKey(around)))
      .find((tree) => tree !== undefined);
    treeAt.set(key, to);
    // These clients already get this from the place around them.
    if (outer !== undefined && structureOf(outer) === structureOf(to)) continue;
    branches.set(key, { from: [location], to, whenDown: "stay", origin: to.origin });
  }
  const [only, ...others] = branches.values();
  if (only !== undefined && others.length === 0 && isForEverybody(only)) return only.to;
  return {
    kind: "geolocation",
    branches: mergeAlike([...branches.values()]),
    origin: root.origin,
    part: root.part,
  };
}

function isForEverybody({ from }: Branch<PlainNode>): boolean {
  return from.some((place) => place.kind === "anywhere");
}

/** Branches that lead to the same tree are one branch for several places. */
function mergeAlike(branches: readonly Branch<PlainNode>[]): readonly Branch<PlainNode>[] {
  const merged = new Map<string, Branch<PlainNode>>();
  for (const branch of branches) {
    const structure = structureOf(branch.to);
    const known = merged.get(structure);
    const from: readonly Location[] = known === undefined ? branch.from : [...known.from, ...branch.from];
    merged.set(structure, { ...(known ?? branch), from });
  }
  return [...merged.values()];
}

/** The tree without any geolocation, null when it holds one. */
function asPlain(node: SteeringNode): PlainNode | null {
  return dependsOnClient(node) ? null : seenBy(node, nobody);
}

const nobody: ClientPlace = { continent: null, country: null, subdivision: null };

/** The tree as one client sees it, null when it has nothing for this client. */
function seenBy(node: SteeringNode, client: ClientPlace): PlainNode | null {
  switch (node.kind) {
    case "endpoint":
    case "multivalue":
      return node;
    case "stay": {
      const to = seenBy(node.to, client);
      return to === null ? null : { ...node, to };
    }
    case "weighted":
      return {
        ...node,
        part: partOf(node),
        members: node.members.map((member) => ({ ...member, to: mustSee(member.to, client) })),
      };
    case "failover":
      return {
        ...node,
        part: partOf(node),
        members: node.members.map((member) => mustSee(member, client)),
      };
    case "latency":
    case "geoproximity":
      return {
        ...node,
        part: partOf(node),
        members: node.members.map((member) => ({ ...member, to: mustSee(member.to, client) })),
      };
    case "subnet":
      return {
        ...node,
        part: partOf(node),
        branches: node.branches.map((branch) => ({ ...branch, to: mustSee(branch.to, client) })),
      };
    case "geolocation":
      return chooseCandidates(node, client);
  }
}

/** A part that looks different to different clients can't lend all of its shapes one name. */
function partOf(node: SteeringNode): string | null {
  return dependsOnClient(node) ? null : node.part;
}

function chooseCandidates(node: GeolocationNode<SteeringNode>, client: ClientPlace): PlainNode | null {
  const members = candidatesOf(node, client).map((branch): PlainNode => {
    const to = mustSee(branch.to, client);
    return branch.whenDown === "stay" ? { kind: "stay", to, origin: branch.origin, part: null } : to;
  });
  const [first, ...rest] = members;
  if (first === undefined) return null;
  if (rest.length === 0) return first;
  const failover: FailoverNode<PlainNode> = { kind: "failover", members, origin: node.origin, part: null };
  return failover;
}

function mustSee(node: SteeringNode, client: ClientPlace): PlainNode {
  const seen = seenBy(node, client);
  if (seen === null) throw new Error("a geolocation below the root has no `anywhere`");
  return seen;
}
