import type { EndpointName, PartName, PolicyNode } from "./policy.ts";

/** The nodes directly below a node, in the order in which they are written. */
export function childrenOf(node: PolicyNode): readonly PolicyNode[] {
  switch (node.kind) {
    case "endpoint":
    case "use":
      return [];
    case "multivalue":
    case "failover":
      return node.members;
    case "weighted":
    case "latency":
    case "geoproximity":
      return node.members.map((member) => member.to);
    case "geolocation":
    case "subnet":
      return node.branches.map((branch) => branch.to);
  }
}

export interface Reach {
  readonly endpoints: ReadonlySet<EndpointName>;
  /** Parts that are named, their own parts left out. */
  readonly parts: ReadonlySet<PartName>;
}

/** The endpoints and parts that a tree names itself. */
export function findNamed(node: PolicyNode): Reach {
  const endpoints = new Set<EndpointName>();
  const parts = new Set<PartName>();
  const visit = (visited: PolicyNode) => {
    if (visited.kind === "endpoint") endpoints.add(visited.endpoint);
    else if (visited.kind === "use") parts.add(visited.part);
    else for (const child of childrenOf(visited)) visit(child);
  };
  visit(node);
  return { endpoints, parts };
}

/**
 * Finds what trees reach through all parts. Each part is looked at once, however often it is used.
 */
export function makeReachFinder(parts: ReadonlyMap<PartName, PolicyNode>): (node: PolicyNode) => Reach {
  const known = new Map<PartName, Reach>();
  const reachOf = (name: PartName): Reach => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const node = parts.get(name);
    // Standing in for the answer while it is looked for, so that a cycle ends.
    known.set(name, { endpoints: new Set(), parts: new Set() });
    const reach =
      node === undefined ? { endpoints: new Set<EndpointName>(), parts: new Set<PartName>() } : join(node);
    known.set(name, reach);
    return reach;
  };
  const join = (node: PolicyNode): Reach => {
    const named = findNamed(node);
    const endpoints = new Set(named.endpoints);
    const reached = new Set(named.parts);
    for (const part of named.parts) {
      const inner = reachOf(part);
      for (const endpoint of inner.endpoints) endpoints.add(endpoint);
      for (const other of inner.parts) reached.add(other);
    }
    return { endpoints, parts: reached };
  };
  return join;
}

/** Every node of a tree, parts put in place; each part once. */
export function walkNodes(
  root: PolicyNode,
  parts: ReadonlyMap<PartName, PolicyNode>,
): ReadonlySet<PolicyNode> {
  const seen = new Set([root]);
  for (const node of seen) {
    const used = node.kind === "use" ? parts.get(node.part) : undefined;
    if (used !== undefined) seen.add(used);
    for (const child of childrenOf(node)) seen.add(child);
  }
  return seen;
}
