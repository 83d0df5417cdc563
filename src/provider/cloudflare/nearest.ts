/** What Cloudflare holds and comes nearest to a tree that it doesn't hold, or holds only nearly. */
import type { NormalNode } from "../../steering/tree.ts";
import { structureOf } from "../../steering/walk.ts";
import { treesNear } from "./approach.ts";
import { spellTree } from "./spell.ts";

/**
 * The nearest tree that is held, as `to` is written. Null where none is known.
 *
 * @param isHeld - whether a record with this tree compiles and is proved
 */
export function nearestTo(
  root: NormalNode,
  options: { readonly poolSets: boolean },
  isHeld: (tree: NormalNode) => boolean,
): string | null {
  const tried = new Set([structureOf(root)]);
  for (const tree of treesNear(root, options)) {
    const structure = structureOf(tree);
    if (tried.has(structure)) continue;
    tried.add(structure);
    if (isHeld(tree)) return spellTree(tree);
  }
  return null;
}
