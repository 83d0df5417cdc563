/** Every time that matters when an endpoint of a record dies or comes back: branch by branch, and by resolver. */
import type { HealthCheck } from "../policy/policy.ts";
import { locationKey, nameOf } from "../steering/geography.ts";
import { describePlace } from "../steering/ranking.ts";
import type { SteeredRecord, SteeringNode } from "../steering/tree.ts";
import { endpointsOf } from "../steering/walk.ts";
import { type Clamp, clamps, keepsFor } from "./clamps.ts";
import { type FailoverTime, type Timing, timeCheck } from "./failover-time.ts";
import { hasSecondChoice } from "./second-choice.ts";

/** All times in seconds. */
export interface BranchTimes {
  /** Clients of these branches, or what is in them, for people; empty where all of the record is meant. */
  readonly clients: readonly string[];
  readonly checked: boolean;
  /** Null: nothing here is checked, so nothing is ever noticed, or the record has nothing to fail over to. */
  readonly times: Times | null;
}

export interface Times {
  readonly failover: FailoverTime;
  /** From an endpoint's return to clients that are back at it. */
  readonly recovery: { readonly threshold: number; readonly worst: number; readonly typical: number };
  /** Of resolvers that keep answers for longer or for shorter than they are told to. */
  readonly clamped: readonly ClampedTime[];
}

export interface ClampedTime {
  readonly clamp: Clamp;
  /** Seconds for which such a resolver keeps the answer. */
  readonly keeps: number;
  readonly worst: number;
  readonly worstWithProbe: number;
  readonly recovery: number;
}

/** The times of each branch of the record; branches with the same times are one. */
export function listFailoverTimes(
  { record, tree }: SteeredRecord,
  probeSeconds: Timing["probeSeconds"],
): readonly BranchTimes[] {
  const isAlone = !hasSecondChoice({ record, tree });
  const found = new Map<string, BranchTimes>();
  for (const { clients, node } of branchesOf(tree)) {
    const check = slowestCheck(node, probeSeconds);
    const times = check === null || isAlone ? null : timeBranch(check, record.ttl, probeSeconds(check));
    const checked = check !== null;
    const key = JSON.stringify([checked, times]);
    found.set(key, { clients: [...(found.get(key)?.clients ?? []), ...clients], checked, times });
  }
  const all = [...found.values()];
  return all.length === 1 ? all.map((one) => ({ ...one, clients: [] })) : all;
}

function slowestCheck(node: SteeringNode, probeSeconds: Timing["probeSeconds"]): HealthCheck | null {
  const detection = (check: HealthCheck) => check.unhealthyThreshold * check.interval + probeSeconds(check);
  const checks = endpointsOf(node).flatMap(({ check }) => check ?? []);
  const [slowest] = checks.sort((one, other) => detection(other) - detection(one));
  return slowest ?? null;
}

function timeBranch(check: HealthCheck, ttl: number, probe: number): Times {
  const failover = timeCheck(check, ttl, probe);
  const back = check.healthyThreshold * check.interval;
  return {
    failover,
    recovery: { threshold: check.healthyThreshold, worst: back + ttl, typical: back + ttl / 2 },
    clamped: clamps.flatMap((clamp): readonly ClampedTime[] => {
      const keeps = keepsFor(ttl, clamp);
      if (keeps === ttl) return [];
      const moved = keeps - ttl;
      return [
        {
          clamp,
          keeps,
          worst: failover.worst + moved,
          worstWithProbe: failover.worstWithProbe + moved,
          recovery: back + keeps,
        },
      ];
    }),
  };
}

/** The subtrees among which the root chooses, by who asks or by chance; the root itself when there are none. */
function branchesOf(
  root: SteeringNode,
): readonly { readonly clients: readonly string[]; readonly node: SteeringNode }[] {
  switch (root.kind) {
    case "geolocation":
      return root.branches.map(({ from, to }) => ({
        clients: from.map((place) => (locationKey(place) === "anywhere" ? "everywhere else" : nameOf(place))),
        node: to,
      }));
    case "latency":
    case "geoproximity":
      return root.members.map(({ place, to }) => ({
        clients: [`nearest to ${describePlace(place)}`],
        node: to,
      }));
    case "subnet":
      return root.branches.map(({ from, to }) => ({
        clients: from.length === 0 ? ["everybody else"] : from.map(({ text }) => text),
        node: to,
      }));
    case "weighted":
      return root.members.map(({ to }) => ({ clients: [nameGroup(to)], node: to }));
    case "failover":
      return root.members.map((node) => ({ clients: [nameGroup(node)], node }));
    default:
      return [{ clients: [], node: root }];
  }
}

/** The name of the `use`, else its endpoints. */
function nameGroup(node: SteeringNode): string {
  const names = endpointsOf(node).map(({ name }) => name);
  return node.part ?? names.join(", ");
}
