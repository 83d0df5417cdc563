/** The shortest tree that says the same: members that are one are written once, and a part for what stands twice. */
import type { FoundTree } from "../provider/imported.ts";
import type { NamedEndpoint, NamedTree } from "./assign.ts";
import { Names } from "./names.ts";

type Node = FoundTree<NamedEndpoint>;

/** Merges what leads to the same. No client is answered otherwise. */
export function tidyTree(node: NamedTree): NamedTree {
  switch (node.kind) {
    case "endpoint":
      return node;
    case "multivalue":
      return collapse({ ...node, members: distinct(node.members, structureOf) });
    case "failover": {
      // A member that comes again is never reached: it was unhealthy before.
      const members = node.members.map(tidyTree);
      return collapse({ ...node, members: distinct(members, structureOf) });
    }
    case "weighted": {
      const sums = new Map<string, { weight: number; to: Node }>();
      for (const { weight, to } of node.members) {
        const tidied = tidyTree(to);
        const key = `${weight === 0} ${structureOf(tidied)}`;
        sums.set(key, { weight: weight + (sums.get(key)?.weight ?? 0), to: tidied });
      }
      return collapse({ ...node, members: [...sums.values()] });
    }
    case "latency":
    case "geoproximity":
      return { ...node, members: node.members.map(({ place, to }) => ({ place, to: tidyTree(to) })) };
    case "geolocation": {
      const branches = node.branches.map((branch) => ({ ...branch, to: tidyTree(branch.to) }));
      return { ...node, branches: mergeBranches(branches, ({ whenDown }) => whenDown) };
    }
    case "subnet": {
      const branches = node.branches.map((branch) => ({ ...branch, to: tidyTree(branch.to) }));
      return { ...node, branches: mergeBranches(branches, ({ from }) => String(from.length === 0)) };
    }
  }
}

function collapse(node: Node): Node {
  if (node.kind !== "multivalue" && node.kind !== "failover" && node.kind !== "weighted") return node;
  const [first, ...others] = node.members;
  if (first === undefined || others.length > 0) return node;
  return "to" in first ? first.to : first;
}

/** Branches that lead to one tree become one; the one for everybody stays last, where people look for it. */
function mergeBranches<P, B extends { readonly from: readonly P[]; readonly to: Node }>(
  branches: readonly B[],
  spell: (branch: B) => string,
): readonly B[] {
  const merged = new Map<string, B>();
  for (const branch of branches) {
    // What is for everybody names nothing else.
    const key = isForAll(branch.from) ? "anywhere" : `${spell(branch)} ${structureOf(branch.to)}`;
    const known = merged.get(key);
    merged.set(key, known === undefined ? branch : { ...known, from: [...known.from, ...branch.from] });
  }
  return [...merged.values()].sort((one, other) => Number(isForAll(one.from)) - Number(isForAll(other.from)));
}

function isForAll(from: readonly unknown[]): boolean {
  return from.length === 0 || JSON.stringify(from).includes('"anywhere"');
}

/** Each once, where it stands first. */
function distinct<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const keys = items.map(keyOf);
  return items.filter((_item, position) => keys.indexOf(keys[position] ?? "") === position);
}

/** The same text for trees that are built alike, whatever the zone calls their parts. */
export function structureOf(node: NamedTree): string {
  return JSON.stringify(node, (key, value: unknown) => (key === "labels" ? undefined : value));
}

/** Trees that stand in several places, by their structure, with a name for each. */
export function nameParts(trees: readonly NamedTree[]): ReadonlyMap<string, string> {
  const uses = new Map<string, { readonly node: Node; count: number }>();
  const visit = (node: Node) => {
    const key = structureOf(node);
    const known = uses.get(key);
    if (known !== undefined) {
      known.count += 1;
      return;
    }
    uses.set(key, { node, count: 1 });
    for (const child of childrenOf(node)) visit(child);
  };
  for (const tree of trees) visit(tree);
  const names = new Names();
  return new Map(
    [...uses]
      .filter(([, { node, count }]) => count > 1 && node.kind !== "endpoint")
      .map(([key, { node }]) => [key, names.take(node.labels, node.kind, node.kind)]),
  );
}

/** The trees directly below. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "endpoint":
      return [];
    case "multivalue":
    case "failover":
      return node.members;
    case "weighted":
    case "latency":
    case "geoproximity":
      return node.members.map(({ to }) => to);
    case "geolocation":
    case "subnet":
      return node.branches.map(({ to }) => to);
  }
}
