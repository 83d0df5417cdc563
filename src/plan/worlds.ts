/** The two worlds of a plan: what is live, and what would be. Both are asked about one name after the other. */
import { type Endpoint, type Policy, type RecordType, recordTypes } from "../policy/policy.ts";
import type { Traffic } from "../policy/settings.ts";
import type { Snapshot } from "../provider/connection.ts";
import type { Evaluator, Provider } from "../provider/provider.ts";
import type { Resource } from "../provider/resource.ts";
import { distinctionsIn, joinDistinctions } from "../steering/clients.ts";
import { addressOf } from "../steering/health.ts";
import type { SteeredEndpoint, SteeringNode } from "../steering/tree.ts";
import { endpointsOf } from "../steering/walk.ts";
import { type BlastRadius, measureBlast } from "./blast-radius.ts";
import { mergeTables, type TrafficQuestion, type TrafficTable, tabulateTraffic } from "./traffic.ts";

/** Resources that can be asked. */
export interface World {
  readonly answer: Evaluator;
  readonly reach: (name: string) => readonly Resource[];
}

export interface Worlds {
  readonly live: World;
  readonly desired: World;
  readonly provider: Provider;
  readonly endpoints: readonly Endpoint[];
  readonly traffic: Traffic | null;
}

/** What a name's clients get, and how much of it a plan moves. */
export interface NameTraffic {
  readonly traffic: readonly TrafficTable[];
  readonly blast: BlastRadius;
}

/**
 * Opens both worlds. What stays in the zone is in both; what stands in the way at a wanted name is taken to give way,
 * so that a plan which may not be applied says what it would do.
 */
export function openWorlds(
  policy: Policy,
  desired: readonly Resource[],
  snapshot: Snapshot,
  provider: Provider,
): Worlds {
  const wanted = new Set(desired.map(({ owner }) => owner));
  const staying = snapshot.foreign.filter(({ owner }) => !wanted.has(owner));
  const open = (resources: readonly Resource[]): World => ({
    answer: provider.evaluate(resources),
    reach: provider.indexReach(resources),
  });
  return {
    live: open([...snapshot.resources, ...snapshot.foreign, ...snapshot.beside]),
    desired: open([...desired, ...staying, ...snapshot.beside]),
    provider,
    endpoints: [...policy.endpoints.values()],
    traffic: policy.traffic,
  };
}

/**
 * Who gets what at a name.
 *
 * @param tree - what the record means, null for a name that left the policy
 */
export function tabulateName(
  worlds: Worlds,
  name: string,
  types: readonly RecordType[],
  tree: SteeringNode | null,
): NameTraffic {
  const questions = types.map((type) => askAbout(worlds, name, type, tree));
  const traffic = mergeTables(questions.map(tabulateTraffic));
  return { traffic, blast: measureBlast(traffic, questions, worlds.traffic) };
}

function askAbout(
  { live, desired, provider, endpoints }: Worlds,
  name: string,
  type: RecordType,
  tree: SteeringNode | null,
): TrafficQuestion {
  // Its own endpoints' names come before those of others with the same address.
  const own = tree === null ? [] : endpointsOf(tree);
  const labels = labelValues([...own, ...endpoints]);
  return {
    name,
    type,
    distinctions: joinDistinctions(
      tree === null ? provider.distinctionsIn(desired.reach(name)) : distinctionsIn(tree),
      provider.distinctionsIn(live.reach(name)),
    ),
    live: live.answer,
    desired: desired.answer,
    endpoints: labels,
    checked: new Set(
      own
        .filter(({ check }) => check !== null)
        .flatMap((endpoint) => labels.get(addressOf(endpoint, type) ?? "") ?? []),
    ),
  };
}

/** The endpoints' names by what they answer; of several with one address, the first. */
function labelValues(endpoints: readonly (Endpoint | SteeredEndpoint)[]): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const endpoint of endpoints) {
    const values = recordTypes.map((type) => addressOf(endpoint, type));
    // A check of an AWS service knows it by its name alone.
    for (const value of [...values, endpoint.alias?.dnsName]) {
      if (typeof value === "string" && !labels.has(value)) labels.set(value, endpoint.name);
    }
  }
  return labels;
}
