/** Looking around in a tree: its endpoints, its places, and whether two trees are built alike. */
import { type Location, locationKey } from "./geography.ts";
import { placeKeyOf, type RankedPlace } from "./ranking.ts";
import type { Network } from "./subnet.ts";
import type { SteeredEndpoint, SteeringNode } from "./tree.ts";

/** The nodes directly below, drained ones included. */
export function childrenOf(node: SteeringNode): readonly SteeringNode[] {
  switch (node.kind) {
    case "endpoint":
      return [];
    case "multivalue":
    case "failover":
      return node.members;
    case "weighted":
    case "latency":
    case "geoproximity":
      return node.members.map((member) => member.to);
    case "subnet":
      return node.branches.map((branch) => branch.to);
    case "stay":
      return [node.to];
    case "geolocation":
      return node.branches.map((branch) => branch.to);
  }
}

/** Every node of a tree, each shared one once, parents first. */
export function nodesOf(root: SteeringNode): readonly SteeringNode[] {
  const seen = new Set<SteeringNode>([root]);
  for (const node of seen) for (const child of childrenOf(node)) seen.add(child);
  return [...seen];
}

/** The endpoints that a tree names, drained ones included, each once, in the order of the tree. */
export function endpointsOf(root: SteeringNode): readonly SteeredEndpoint[] {
  const found = new Map<string, SteeredEndpoint>();
  for (const node of nodesOf(root))
    if (node.kind === "endpoint") found.set(node.endpoint.name, node.endpoint);
  return [...found.values()];
}

/** Every place that a geolocation of the tree names, each once. */
export function locationsNamedIn(root: SteeringNode): readonly Location[] {
  const found = new Map<string, Location>();
  for (const node of nodesOf(root)) {
    if (node.kind !== "geolocation") continue;
    for (const branch of node.branches) for (const place of branch.from) found.set(locationKey(place), place);
  }
  return [...found.values()];
}

/** Every network that a subnet node of the tree names, each once. */
export function networksNamedIn(root: SteeringNode): readonly Network[] {
  const found = new Map<string, Network>();
  for (const node of nodesOf(root)) {
    if (node.kind !== "subnet") continue;
    for (const branch of node.branches) for (const network of branch.from) found.set(network.text, network);
  }
  return [...found.values()];
}

/** Every place that the tree ranks, each once. */
export function placesRankedIn(root: SteeringNode): readonly RankedPlace[] {
  const found = new Map<string, RankedPlace>();
  for (const node of nodesOf(root)) {
    if (node.kind !== "latency" && node.kind !== "geoproximity") continue;
    for (const { place } of node.members) found.set(placeKeyOf(place), place);
  }
  return [...found.values()];
}

/** Whether the health of the node may depend on who asks. */
export function dependsOnClient(root: SteeringNode): boolean {
  return nodesOf(root).some((node) => node.kind === "geolocation");
}

/** Whether no state of health makes a group turn away from this node, for any client. */
export function isAlwaysHealthy(node: SteeringNode): boolean {
  switch (node.kind) {
    case "endpoint":
      return node.endpoint.check === null;
    case "multivalue":
    case "failover":
      return node.members.some(isAlwaysHealthy);
    case "weighted":
      return node.members.some((member) => member.weight > 0 && isAlwaysHealthy(member.to));
    case "latency":
    case "geoproximity":
      return node.members.some((member) => isAlwaysHealthy(member.to));
    case "stay":
      return true;
    case "subnet":
      return node.branches.some(({ from }) => from.length === 0);
    case "geolocation":
      // Every client's candidates end with a staying branch, which is healthy, or with `anywhere`.
      return node.branches.some(
        (branch) =>
          branch.from.some((place) => place.kind === "anywhere") &&
          (branch.whenDown === "stay" || isAlwaysHealthy(branch.to)),
      );
  }
}

const structures = new WeakMap<SteeringNode, string>();

/**
 * A text that is equal for two trees built alike: same kinds, endpoints, weights, member names and order
 * where order has a meaning. Origins and the names of parts are left out.
 */
export function structureOf(node: SteeringNode): string {
  const known = structures.get(node);
  if (known !== undefined) return known;
  const structure = describeStructure(node);
  structures.set(node, structure);
  return structure;
}

function describeStructure(node: SteeringNode): string {
  switch (node.kind) {
    case "endpoint":
      return node.endpoint.name;
    case "multivalue":
      return `multivalue(${node.members.map(structureOf).sort().join(",")})`;
    case "weighted":
      return `weighted(${node.members
        .map((member) => `${member.weight}:${member.name ?? ""}:${structureOf(member.to)}`)
        .sort()
        .join(",")})`;
    case "failover":
      return `failover(${node.members.map(structureOf).join(",")})`;
    case "latency":
    case "geoproximity":
      return `${node.kind}(${node.members
        .map((member) => `${placeKeyOf(member.place)}:${structureOf(member.to)}`)
        .sort()
        .join(",")})`;
    case "subnet":
      return `subnet(${node.branches
        .map(
          (branch) =>
            `${branch.from
              .map(({ text }) => text)
              .sort()
              .join("+")}:${structureOf(branch.to)}`,
        )
        .sort()
        .join(",")})`;
    case "stay":
      return `stay(${structureOf(node.to)})`;
    case "geolocation":
      return `geolocation(${node.branches
        .map(
          (branch) =>
            `${branch.from.map(locationKey).sort().join("+")}:${branch.whenDown}:${structureOf(branch.to)}`,
        )
        .sort()
        .join(",")})`;
  }
}
