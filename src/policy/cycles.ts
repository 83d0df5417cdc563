import { diagnose } from "../diagnostic/diagnose.ts";
import type { Report } from "./names.ts";
import type { Origin, PartName, PolicyNode } from "./policy.ts";
import { childrenOf } from "./reach.ts";

const deepest = 100;

/**
 * Reports parts that use each other in a circle, each circle where it closes, and chains that are too long.
 *
 * @returns whether every chain of parts has an end that can be walked to
 */
export function refuseCycles(parts: ReadonlyMap<PartName, PolicyNode>, report: Report): boolean {
  const done = new Set<PartName>();
  let walkable = true;
  const chain: PartName[] = [];
  const enter = (name: PartName) => {
    const node = parts.get(name);
    if (node === undefined || done.has(name)) return;
    chain.push(name);
    for (const { part, origin } of usesIn(node)) {
      const start = chain.indexOf(part);
      if (start !== -1) report(diagnose("use-cycle", { chain: [...chain.slice(start), part] }, origin));
      else if (chain.length < deepest) enter(part);
      else {
        if (walkable) report(diagnose("use-too-deep", { name: part }, origin));
        walkable = false;
      }
    }
    chain.pop();
    done.add(name);
  };
  for (const name of parts.keys()) enter(name);
  return walkable;
}

function usesIn(node: PolicyNode): readonly { readonly part: PartName; readonly origin: Origin }[] {
  return node.kind === "use" ? [node] : childrenOf(node).flatMap(usesIn);
}
