/** Taking drained endpoints out of a tree, as if they weren't there. */
import type { SteeringNode } from "./tree.ts";

/** What has nothing left and can't be left out: nobody may leave it. */
export interface Emptied {
  readonly emptied: SteeringNode;
}

/**
 * The tree without its drained endpoints; null when nothing is left.
 *
 * A weighted member that is drained stays with a weight of 0, so that the shape of its group is as written. A branch
 * that clients fall through from goes away; one that they may not leave has no answer, which is an error.
 */
export function drainTree(node: SteeringNode, known: Drained = new Map()): SteeringNode | Emptied | null {
  const before = known.get(node);
  if (before !== undefined) return before;
  const drained = drainNode(node, (child) => drainTree(child, known));
  known.set(node, drained);
  return drained;
}

/**
 * What became of each node. A part that is used often is one node, and must stay one: parts that use parts would
 * otherwise be walked, and kept, as often as they are used.
 */
export type Drained = Map<SteeringNode, SteeringNode | Emptied | null>;

function drainNode(
  node: SteeringNode,
  drain: (child: SteeringNode) => SteeringNode | Emptied | null,
): SteeringNode | Emptied | null {
  switch (node.kind) {
    case "endpoint":
      return node.endpoint.drained ? null : node;
    case "multivalue": {
      const members = node.members.filter((member) => !member.endpoint.drained);
      return members.length === 0 ? null : { ...node, members };
    }
    case "stay": {
      const to = drain(node.to);
      return to === null || isEmptied(to) ? to : { ...node, to };
    }
    case "failover": {
      const members = keepWhole(node.members.map(drain));
      if (isEmptied(members)) return members;
      // With one member left it stays a failover: the group and the survivor's check are there when the others return.
      return members.length === 0 ? null : { ...node, members };
    }
    case "weighted": {
      const members: (typeof node.members)[number][] = [];
      for (const member of node.members) {
        const to = drain(member.to);
        if (isEmptied(to)) return to;
        members.push(to === null ? { ...member, weight: 0 } : { ...member, to });
      }
      return members.every((member) => member.weight === 0) ? null : { ...node, members };
    }
    case "latency":
    case "geoproximity": {
      const members: (typeof node.members)[number][] = [];
      for (const member of node.members) {
        const to = drain(member.to);
        if (isEmptied(to)) return to;
        if (to !== null) members.push({ ...member, to });
      }
      return members.length === 0 ? null : { ...node, members };
    }
    case "geolocation": {
      const branches: (typeof node.branches)[number][] = [];
      for (const branch of node.branches) {
        const to = drain(branch.to);
        if (isEmptied(to)) return to;
        if (to !== null) branches.push({ ...branch, to });
        else if (branch.whenDown === "stay") return { emptied: branch.to };
      }
      return branches.length === 0 ? null : { ...node, branches };
    }
    case "subnet": {
      const branches: (typeof node.branches)[number][] = [];
      for (const branch of node.branches) {
        const to = drain(branch.to);
        if (isEmptied(to)) return to;
        if (to === null) return { emptied: branch.to };
        branches.push({ ...branch, to });
      }
      return { ...node, branches };
    }
  }
}

export function isEmptied(result: unknown): result is Emptied {
  return typeof result === "object" && result !== null && "emptied" in result;
}

function keepWhole(drained: readonly (SteeringNode | Emptied | null)[]): readonly SteeringNode[] | Emptied {
  const members: SteeringNode[] = [];
  for (const member of drained) {
    if (isEmptied(member)) return member;
    if (member !== null) members.push(member);
  }
  return members;
}
