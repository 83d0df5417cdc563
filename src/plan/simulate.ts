/** What one client gets, asked of the policy or of what a provider would make of it. */
import type { EndpointName, RecordType } from "../policy/policy.ts";
import type { Evaluator, Watched } from "../provider/provider.ts";
import { providers } from "../provider/registry.ts";
import { answer } from "../steering/answer.ts";
import type { Client } from "../steering/client.ts";
import { classifyClients, distinctionsIn } from "../steering/clients.ts";
import { addressOf, stateMaker, unitsDownWith } from "../steering/health.ts";
import type { SteeredEndpoint, SteeredRecord } from "../steering/tree.ts";
import { endpointsOf } from "../steering/walk.ts";
import type { Target } from "./check.ts";

/** One thing that the client may get. An empty answer has no endpoints and no values. */
export interface SimulatedAnswer {
  readonly endpoints: readonly string[];
  readonly values: readonly string[];
  /** The shares add up to 1. */
  readonly share: number;
}

export interface SimulateQuestion {
  readonly steered: SteeredRecord;
  readonly type: RecordType;
  readonly client: Client;
  /** Endpoints that are dead. */
  readonly down: ReadonlySet<string>;
}

/** Asks the policy itself: the reference semantics. */
export function simulatePolicy({
  steered,
  type,
  client,
  down,
}: SimulateQuestion): readonly SimulatedAnswer[] {
  const endpoints = endpointsOf(steered.tree);
  const dead = unitsDownWith(namesIn(endpoints, down), endpoints, type);
  const addresses = new Map(endpoints.map((endpoint) => [endpoint.name, addressOf(endpoint, type)]));
  return sortAnswers(
    answer(steered.tree, client, stateMaker(endpoints, type)(dead)).map(({ endpoints: names, share }) => ({
      endpoints: names,
      values: names.flatMap((name) => addresses.get(name) ?? []),
      share,
    })),
  );
}

/** Asks a provider's evaluator, over what was compiled for it. Null when it can't tell. */
export function simulateProvider(
  { steered, type: wanted, client, down }: SimulateQuestion,
  target: Target,
): readonly SimulatedAnswer[] | null {
  const endpoints = endpointsOf(steered.tree);
  const type = target.compiled.answeredAs.get(steered.record.name) ?? wanted;
  const dead = unitsDownWith(namesIn(endpoints, down), endpoints, type);
  const isDown = ({ key }: Watched) =>
    key !== null && (target.compiled.units.get(key)?.some((unit) => dead.has(unit)) ?? false);
  const evaluator = evaluatorOf(target);
  const outcomes = evaluator(
    { name: steered.record.name, type, client: standIn(client, steered, target) },
    isDown,
  );
  if (outcomes === null) return null;
  const names = new Map(endpoints.map((endpoint) => [addressOf(endpoint, type), endpoint.name]));
  return sortAnswers(
    outcomes.map(({ values, share }) => {
      const named = values
        .map((value) => ({ value, name: names.get(value) ?? value }))
        .sort((one, other) => (one.name < other.name ? -1 : 1));
      return {
        endpoints: named.map(({ name }) => name),
        values: named.map(({ value }) => value),
        share,
      };
    }),
  );
}

/** Where a vendor knows clients by their country, one country stands for the continent that is asked about. */
function standIn(client: Client, { tree }: SteeredRecord, { provider, compiled }: Target): Client {
  const { continent, country } = client;
  const { countries } = providers[provider].distinctionsIn(compiled.resources);
  if (continent === null || country !== null || countries === null) return client;
  const named = [...distinctionsIn(tree).locations, { kind: "continent", continent } as const];
  const found = classifyClients(named, [], countries).find(
    ({ location }) => location.kind === "continent" && location.continent === continent,
  );
  return found === undefined ? client : { ...client, country: found.client.country };
}

/** Many clients are asked about in a row, and an index over all record sets takes a while. */
const evaluators = new WeakMap<Target, Evaluator>();

function evaluatorOf(target: Target): Evaluator {
  const known = evaluators.get(target) ?? providers[target.provider].evaluate(target.compiled.resources);
  evaluators.set(target, known);
  return known;
}

function namesIn(
  endpoints: readonly SteeredEndpoint[],
  names: ReadonlySet<string>,
): ReadonlySet<EndpointName> {
  return new Set(endpoints.map(({ name }) => name).filter((name) => names.has(name)));
}

function sortAnswers(answers: readonly SimulatedAnswer[]): readonly SimulatedAnswer[] {
  return [...answers].sort(
    (one, other) => other.share - one.share || (one.endpoints.join() < other.endpoints.join() ? -1 : 1),
  );
}
