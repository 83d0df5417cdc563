/** From a policy to steering trees: parts put in place, places looked up. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { mostNodes } from "../policy/limits.ts";
import type {
  EndpointName,
  PartName,
  Policy,
  PolicyNode,
  PolicyRecord,
  WrittenBranch,
  WrittenRanked,
  WrittenSubnet,
} from "../policy/policy.ts";
import { type Drained, drainTree, isEmptied } from "./drain.ts";
import type { Location } from "./geography.ts";
import { judgePlaces, readNetwork, readPlace } from "./place.ts";
import type { RankedPlace } from "./ranking.ts";
import type { Network } from "./subnet.ts";
import type {
  Branch,
  EndpointNode,
  RankedMember,
  SteeredRecord,
  SteeringNode,
  SubnetBranch,
} from "./tree.ts";
import { childrenOf, endpointsOf, nodesOf } from "./walk.ts";

export interface Steered {
  /** Records with a mistake are left out. */
  readonly records: readonly SteeredRecord[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Parts that use parts grow fast; a tree with more nodes than this is refused before it is walked. */
const largestTree = 5000;

/**
 * Choices that follow one another. Members of a failover do, as far as vendors are concerned that know only a first and
 * a second; whoever walks such a tree goes as deep.
 */
const deepestTree = 200;

/** Grows the tree of every record. Needs a policy whose names all resolve and whose parts form no cycle. */
export function steerPolicy(policy: Policy): Steered {
  const growth: Growth = {
    policy,
    parts: new Map(),
    sizes: new Map(),
    judged: new Map(),
    drained: new Map(),
    diagnostics: [],
    nodes: 0,
  };
  const records = policy.records.flatMap((record) => {
    const tree = growRecord(growth, record);
    return tree === null ? [] : [tree];
  });
  if (growth.nodes > mostNodes) {
    const place = { ...policy.origin, pointer: "/records", on: "key" } as const;
    growth.diagnostics.push(diagnose("policy-too-large", { most: mostNodes }, place));
  }
  return { records, diagnostics: growth.diagnostics };
}

/** What has been grown so far. A part has one tree, however often it is used, and is judged once. */
interface Growth {
  readonly policy: Policy;
  readonly parts: Map<PartName, SteeringNode | null>;
  readonly sizes: Map<SteeringNode, Size>;
  readonly judged: Map<SteeringNode, boolean>;
  readonly drained: Drained;
  readonly diagnostics: Diagnostic[];
  /** In the trees of all records so far. */
  nodes: number;
}

function growRecord(growth: Growth, record: PolicyRecord): SteeredRecord | null {
  const written = grow(growth, record.to, null);
  if (written === null) return null;
  const { nodes, depth } = measure(growth, written);
  if (nodes > largestTree) {
    growth.diagnostics.push(diagnose("tree-too-large", { nodes, largest: largestTree }, record.origin));
    return null;
  }
  if (depth > deepestTree) {
    growth.diagnostics.push(diagnose("tree-too-deep", { depth, deepest: deepestTree }, record.origin));
    return null;
  }
  growth.nodes += nodes;
  if (growth.nodes > mostNodes) return null;
  const drained = drainTree(written, growth.drained);
  if (drained === null || isEmptied(drained)) {
    const empty = drained === null ? written : drained.emptied;
    const names = endpointsOf(empty).flatMap(({ name, drained: out }) => (out ? [name] : []));
    growth.diagnostics.push(diagnose("nothing-left", { drained: names }, empty.origin));
    return null;
  }
  const tree = drained;
  const whole = nodesOf(tree)
    .filter((node) => node !== tree)
    .map((node) => isForEverybody(growth, node))
    .every(Boolean);
  const left = new Set(endpointsOf(tree).map(({ name }) => name));
  const idle = endpointsOf(written).filter(({ name, drained: out }) => out && !left.has(name));
  return whole ? { record, tree, idle } : null;
}

interface Size {
  readonly nodes: number;
  readonly depth: number;
}

function measure(growth: Growth, node: SteeringNode): Size {
  const known = growth.sizes.get(node);
  if (known !== undefined) return known;
  let [nodes, depth] = [1, 0];
  for (const child of childrenOf(node)) {
    const below = measure(growth, child);
    nodes += below.nodes;
    depth = node.kind === "failover" ? depth + below.depth : Math.max(depth, below.depth);
  }
  const size = { nodes, depth: depth + (node.kind === "failover" ? 0 : 1) };
  growth.sizes.set(node, size);
  return size;
}

/**
 * Below the root a geolocation must have something for everybody: a weighted or failover node can't hand a
 * client to "no answer" and still be health-checked.
 */
function isForEverybody(growth: Growth, node: SteeringNode): boolean {
  if (node.kind !== "geolocation" && node.kind !== "subnet") return true;
  const known = growth.judged.get(node);
  if (known !== undefined) return known;
  const whole =
    node.kind === "subnet"
      ? node.branches.some((branch) => branch.from.length === 0)
      : node.branches.some((branch) => branch.from.some((place) => place.kind === "anywhere"));
  growth.judged.set(node, whole);
  if (!whole) growth.diagnostics.push(diagnose("nested-without-anywhere", {}, node.origin));
  return whole;
}

function grow(growth: Growth, node: PolicyNode, part: string | null): SteeringNode | null {
  const { origin } = node;
  switch (node.kind) {
    case "endpoint":
      return growEndpoint(growth.policy, node.endpoint, part, node);
    case "use":
      return growPart(growth, node.part);
    case "multivalue": {
      const members = growAll(growth, node.members);
      const endpoints = members?.filter((member) => member.kind === "endpoint");
      return endpoints === undefined ? null : { kind: "multivalue", members: endpoints, origin, part };
    }
    case "failover": {
      const members = growAll(growth, node.members);
      return members === null ? null : { kind: "failover", members, origin, part };
    }
    case "weighted": {
      const members = node.members.map((member) => {
        const to = grow(growth, member.to, null);
        return to === null ? null : { ...member, to };
      });
      return isWhole(members) ? { kind: "weighted", members, origin, part } : null;
    }
    case "latency":
    case "geoproximity": {
      const misplaced = judgePlaces(node.members.map(({ at }) => at));
      for (const one of misplaced) growth.diagnostics.push(one);
      const members = node.members.map((member) => growRanked(growth, node.kind, member));
      if (misplaced.length > 0 || !isWhole(members)) return null;
      return { kind: node.kind, members, origin, part };
    }
    case "subnet": {
      const misplaced = judgePlaces(node.branches.flatMap((branch) => branch.from));
      for (const one of misplaced) growth.diagnostics.push(one);
      const branches = node.branches.map((branch) => growSubnet(growth, branch));
      if (misplaced.length > 0 || !isWhole(branches)) return null;
      return { kind: "subnet", branches, origin, part };
    }
    case "geolocation": {
      const misplaced = judgePlaces(node.branches.flatMap((branch) => branch.from));
      for (const one of misplaced) growth.diagnostics.push(one);
      const branches = node.branches.map((branch) => growBranch(growth, branch));
      if (misplaced.length > 0 || !isWhole(branches)) return null;
      return { kind: "geolocation", branches, origin, part };
    }
  }
}

function growEndpoint(
  policy: Policy,
  name: EndpointName,
  part: string | null,
  node: PolicyNode,
): EndpointNode | null {
  const endpoint = policy.endpoints.get(name);
  if (endpoint === undefined) return null;
  const { healthCheck, ...rest } = endpoint;
  const check = healthCheck === null ? null : (policy.healthChecks.get(healthCheck) ?? null);
  return { kind: "endpoint", endpoint: { ...rest, check }, origin: node.origin, part };
}

function growPart(growth: Growth, name: PartName): SteeringNode | null {
  const known = growth.parts.get(name);
  if (known !== undefined) return known;
  const written = growth.policy.parts.get(name);
  const grown = written === undefined ? null : grow(growth, written, name);
  growth.parts.set(name, grown);
  return grown;
}

function growAll(growth: Growth, nodes: readonly PolicyNode[]): readonly SteeringNode[] | null {
  const grown = nodes.map((node) => grow(growth, node, null));
  return isWhole(grown) ? grown : null;
}

function growRanked(
  growth: Growth,
  kind: "latency" | "geoproximity",
  { at, bias, to: written, origin }: WrittenRanked,
): RankedMember<SteeringNode> | null {
  const to = grow(growth, written, null);
  if (to === null) return null;
  if (at.kind === "coordinates") {
    const { latitude, longitude } = at;
    return { place: { kind: "distance", at: { latitude, longitude }, bias }, to, origin };
  }
  const place: RankedPlace =
    kind === "latency"
      ? { kind: "latency", region: at.code }
      : { kind: "distance", at: { region: at.code }, bias };
  return { place, to, origin };
}

function growSubnet(
  growth: Growth,
  { from, to: written, origin }: WrittenSubnet,
): SubnetBranch<SteeringNode> | null {
  const to = grow(growth, written, null);
  const networks = from.flatMap((one): readonly Network[] => {
    if (one.kind === "anywhere") return [];
    const network = readNetwork(one);
    return "code" in network ? [] : [network];
  });
  return to === null ? null : { from: networks, to, origin };
}

function growBranch(growth: Growth, branch: WrittenBranch): Branch<SteeringNode> | null {
  const to = grow(growth, branch.to, null);
  const from = branch.from.flatMap((written): readonly Location[] => {
    const place = readPlace(written);
    return "code" in place ? [] : [place];
  });
  return to === null ? null : { from, to, whenDown: branch.whenDown, origin: branch.origin };
}

function isWhole<T>(items: readonly (T | null)[]): items is readonly T[] {
  return items.every((item) => item !== null);
}
