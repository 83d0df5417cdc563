/** Taking out of a plain tree what can never be answered, so that it needs fewer record sets. Meaning is kept. */
import type { PlainNode, Share } from "./tree.ts";
import { isAlwaysHealthy, structureOf } from "./walk.ts";

/**
 * - Failover members behind one that is always healthy are never reached; a second copy of a member never is.
 * - A failover inside a failover is one long failover, whose end other classes of clients may share.
 * - Equal members of a weighted node are one member with the weights added.
 * - A weighted node written with one member is that member. Drained members count as written, so that
 *   draining one changes one record set and not the shape. For the same reason a failover whose other members were
 *   drained stays one.
 */
export function simplify(node: PlainNode): PlainNode {
  switch (node.kind) {
    case "endpoint":
    case "multivalue":
      return node;
    case "stay": {
      const to = simplify(node.to);
      return isAlwaysHealthy(to) ? to : { ...node, to };
    }
    case "latency":
    case "geoproximity": {
      const members = node.members.map((member) => ({ ...member, to: simplify(member.to) }));
      const [first, ...others] = members;
      if (first === undefined || others.length > 0) return { ...node, members };
      return isAlwaysHealthy(first.to) ? named(first.to, node) : { ...node, members };
    }
    case "subnet": {
      const branches = node.branches.map((branch) => ({ ...branch, to: withoutStay(simplify(branch.to)) }));
      const [first, ...others] = branches;
      const isForEverybody = first !== undefined && others.length === 0 && first.from.length === 0;
      if (!isForEverybody) return { ...node, branches };
      const { to } = first;
      return isAlwaysHealthy(to)
        ? named(to, node)
        : { kind: "stay", to, origin: node.origin, part: node.part };
    }
    case "weighted": {
      const members = mergeShares(
        node.members.map((member): Share<PlainNode> => ({ ...member, to: simplify(member.to) })),
      );
      const [first, ...others] = members;
      return first !== undefined && others.length === 0 ? named(first.to, node) : { ...node, members };
    }
    case "failover": {
      const members = reachableMembers(node.members.map(simplify).flatMap(unnest));
      const [first, ...others] = members;
      if (first === undefined || others.length > 0) return { ...node, members };
      // Only draining leaves a failover with one member as it stands.
      const isSurvivor = node.members.length === 1 && !isAlwaysHealthy(first);
      return isSurvivor ? { ...node, members } : named(first, node);
    }
  }
}

/** Being held here is what the branch above already does. */
export function withoutStay(node: PlainNode): PlainNode {
  return node.kind === "stay" ? withoutStay(node.to) : node;
}

/** What takes a node's place also takes its name, unless it has one. */
function named(node: PlainNode, replaced: PlainNode): PlainNode {
  return { ...node, part: node.part ?? replaced.part };
}

function mergeShares(members: readonly Share<PlainNode>[]): readonly Share<PlainNode>[] {
  const merged = new Map<string, Share<PlainNode>>();
  for (const member of members) {
    const structure = structureOf(member.to);
    const known = merged.get(structure);
    merged.set(structure, known === undefined ? member : mergeEquals(known, member));
  }
  return [...merged.values()];
}

/** The smaller names stay, so that the order in the file makes no difference. */
function mergeEquals(one: Share<PlainNode>, other: Share<PlainNode>): Share<PlainNode> {
  const part = smaller(one.to.part, other.to.part);
  const weight = one.weight + other.weight;
  return { ...one, weight, name: smaller(one.name, other.name), to: { ...one.to, part } };
}

function smaller(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

/**
 * The first healthy of [[a, b], c] is the first healthy of [a, b, c], and its last resort is the same. A failover that
 * somebody named stays whole: it may stand elsewhere too, and then both share its group.
 */
function unnest(member: PlainNode): readonly PlainNode[] {
  return member.kind === "failover" && member.part === null ? member.members : [member];
}

function reachableMembers(members: readonly PlainNode[]): readonly PlainNode[] {
  const reachable: PlainNode[] = [];
  const seen = new Set<string>();
  for (const member of members) {
    // [..., x, stay(x)] answers x in every state: the staying copy alone says the same.
    if (member.kind === "stay" && reachable.at(-1) !== undefined) {
      const last = reachable.at(-1);
      if (last !== undefined && structureOf(last) === structureOf(member.to)) reachable.pop();
    }
    const structure = structureOf(member);
    if (!seen.has(structure)) reachable.push(member);
    seen.add(structure);
    if (isAlwaysHealthy(member)) break;
  }
  return reachable;
}
