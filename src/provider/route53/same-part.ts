/**
 * One part name for all subtrees that are built alike. They share one group, and its name must not depend on which
 * of them comes first in the file.
 */
import { mapChildren } from "../../steering/map.ts";
import type { NormalNode, PlainNode } from "../../steering/tree.ts";
import { nodesOf, structureOf } from "../../steering/walk.ts";

/** The tree in which each subtree goes by the smallest part name that any of its equals has. */
export function nameEqualsAlike(root: NormalNode): NormalNode {
  const parts = new Map<string, string>();
  for (const node of nodesOf(root)) {
    if (node.part === null) continue;
    const structure = structureOf(node);
    const known = parts.get(structure);
    if (known === undefined || node.part < known) parts.set(structure, node.part);
  }

  function rename(node: PlainNode): PlainNode {
    return { ...mapChildren(node, rename), part: parts.get(structureOf(node)) ?? null };
  }

  if (root.kind !== "geolocation") return rename(root);
  return { ...root, branches: root.branches.map((branch) => ({ ...branch, to: rename(branch.to) })) };
}
