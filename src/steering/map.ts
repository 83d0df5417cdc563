/** A tree with each child replaced. */
import type { PlainNode } from "./tree.ts";

/** The same node with its children replaced; a node without children stays as it is. */
export function mapChildren(node: PlainNode, replace: (child: PlainNode) => PlainNode): PlainNode {
  switch (node.kind) {
    case "endpoint":
    case "multivalue":
      return node;
    case "stay":
      return { ...node, to: replace(node.to) };
    case "failover":
      return { ...node, members: node.members.map(replace) };
    case "weighted":
      return { ...node, members: node.members.map((member) => ({ ...member, to: replace(member.to) })) };
    case "latency":
    case "geoproximity":
      return { ...node, members: node.members.map((member) => ({ ...member, to: replace(member.to) })) };
    case "subnet":
      return { ...node, branches: node.branches.map((branch) => ({ ...branch, to: replace(branch.to) })) };
  }
}
