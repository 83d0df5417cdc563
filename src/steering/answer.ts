/**
 * The reference semantics. `answer` says what one client gets in one state of health; tests, plans and the
 * proof of every compile are held against it, so it stays small enough to be read in one sitting.
 *
 * Three rules carry it: health is that of a node *for a client*; a group chooses among its healthy members;
 * a group without a healthy member chooses as if all were healthy, from the top down.
 */
import type { EndpointName } from "../policy/policy.ts";
import type { Client } from "./client.ts";
import { locationKey, locationsOf } from "./geography.ts";
import { sortByRank } from "./ranking.ts";
import { longestMatch, type Network } from "./subnet.ts";
import type {
  Branch,
  GeolocationNode,
  Share,
  SteeredEndpoint,
  SteeringNode,
  SubnetBranch,
  SubnetNode,
} from "./tree.ts";

/** Whether an endpoint is dead. Only a checked endpoint is noticed to be dead. */
export type IsDown = (endpoint: SteeredEndpoint) => boolean;

/** One thing that a client may be told, and how often. No endpoints: the answer is empty. */
export interface Outcome {
  /** Sorted by name; more than one only for multivalue. */
  readonly endpoints: readonly EndpointName[];
  /** In (0, 1]; the shares of one answer add up to 1. */
  readonly share: number;
}

/** Whether a group would still send this client to the node. */
export function isHealthy(node: SteeringNode, client: Client, isDown: IsDown): boolean {
  switch (node.kind) {
    case "endpoint":
      return node.endpoint.check === null || !isDown(node.endpoint);
    case "multivalue":
    case "failover":
      return node.members.some((member) => isHealthy(member, client, isDown));
    case "weighted":
      return node.members.some((member) => member.weight > 0 && isHealthy(member.to, client, isDown));
    case "latency":
    case "geoproximity":
      return node.members.some((member) => isHealthy(member.to, client, isDown));
    case "stay":
      return true;
    case "subnet":
      // Nobody leaves a subnet's branch, so it is healthy wherever there is one.
      return subnetBranchOf(node, client) !== null;
    case "geolocation":
      return candidatesOf(node, client).some((branch) => isBranchHealthy(branch, client, isDown));
  }
}

/**
 * What a client gets.
 *
 * @returns Outcomes with distinct endpoint sets whose shares add up to 1.
 */
export function answer(node: SteeringNode, client: Client, isDown: IsDown): readonly Outcome[] {
  switch (node.kind) {
    case "endpoint":
      return [{ endpoints: [node.endpoint.name], share: 1 }];
    case "multivalue": {
      const healthy = node.members.filter((member) => isHealthy(member, client, isDown));
      const answered = healthy.length > 0 ? healthy : node.members;
      return [{ endpoints: answered.map((member) => member.endpoint.name).sort(), share: 1 }];
    }
    case "weighted":
      return answerWeighted(node.members, client, isDown);
    case "failover": {
      const chosen = node.members.find((member) => isHealthy(member, client, isDown)) ?? node.members[0];
      return chosen === undefined ? noAnswer : answer(chosen, client, isDown);
    }
    case "latency":
    case "geoproximity": {
      const ranked = sortByRank(node.members, client.rank);
      const chosen = ranked.find((member) => isHealthy(member.to, client, isDown)) ?? ranked[0];
      return chosen === undefined ? noAnswer : answer(chosen.to, client, isDown);
    }
    case "subnet": {
      const branch = subnetBranchOf(node, client);
      return branch === null ? noAnswer : answer(branch.to, client, isDown);
    }
    case "stay":
      return answer(node.to, client, isDown);
    case "geolocation": {
      const candidates = candidatesOf(node, client);
      const chosen = candidates.find((branch) => isBranchHealthy(branch, client, isDown)) ?? candidates[0];
      return chosen === undefined ? noAnswer : answer(chosen.to, client, isDown);
    }
  }
}

/**
 * The branches that a client can be given, the most specific place first. A staying branch ends the list:
 * nobody leaves it.
 */
export function candidatesOf<N>(node: GeolocationNode<N>, client: Client): readonly Branch<N>[] {
  const byPlace = branchesByPlace(node);
  const candidates: Branch<N>[] = [];
  for (const location of locationsOf(client)) {
    const position = byPlace.get(locationKey(location));
    const branch = position === undefined ? undefined : node.branches[position];
    if (branch === undefined) continue;
    candidates.push(branch);
    if (branch.whenDown === "stay") break;
  }
  return candidates;
}

const placeIndexes = new WeakMap<GeolocationNode<unknown>, ReadonlyMap<string, number>>();

/** The position of each place's branch. A node may name all countries, and is asked for each in every state of health. */
function branchesByPlace(node: GeolocationNode<unknown>): ReadonlyMap<string, number> {
  const known = placeIndexes.get(node);
  if (known !== undefined) return known;
  const positions = new Map<string, number>();
  for (const [position, { from }] of node.branches.entries()) {
    for (const place of from) {
      const key = locationKey(place);
      if (!positions.has(key)) positions.set(key, position);
    }
  }
  placeIndexes.set(node, positions);
  return positions;
}

/** The branch with the longest network that holds the client's address, else the one for everybody else. */
export function subnetBranchOf<N>(node: SubnetNode<N>, client: Client): SubnetBranch<N> | null {
  const match = client.address === undefined ? null : longestMatch(networksOf(node), client.address);
  const branch =
    match === null
      ? node.branches.find(({ from }) => from.length === 0)
      : node.branches.find(({ from }) => from.includes(match));
  return branch ?? null;
}

const networks = new WeakMap<SubnetNode<unknown>, readonly Network[]>();

/** The same list each time, so that it is indexed once. */
function networksOf(node: SubnetNode<unknown>): readonly Network[] {
  const known = networks.get(node) ?? node.branches.flatMap((branch) => branch.from);
  networks.set(node, known);
  return known;
}

const noAnswer: readonly Outcome[] = [{ endpoints: [], share: 1 }];

function isBranchHealthy(branch: Branch<SteeringNode>, client: Client, isDown: IsDown): boolean {
  return branch.whenDown === "stay" || isHealthy(branch.to, client, isDown);
}

function answerWeighted(
  members: readonly Share<SteeringNode>[],
  client: Client,
  isDown: IsDown,
): readonly Outcome[] {
  const active = members.filter((member) => member.weight > 0);
  const healthy = active.filter((member) => isHealthy(member.to, client, isDown));
  const drawn = healthy.length > 0 ? healthy : active;
  const total = drawn.reduce((sum, member) => sum + member.weight, 0);
  if (total === 0) return noAnswer;
  const merged = new Map<string, Outcome>();
  for (const { to, weight } of drawn) {
    for (const { endpoints, share } of answer(to, client, isDown)) {
      const key = endpoints.length === 1 ? (endpoints[0] ?? "") : endpoints.join(" ");
      const known = merged.get(key)?.share ?? 0;
      merged.set(key, { endpoints, share: known + (share * weight) / total });
    }
  }
  return [...merged.values()];
}
