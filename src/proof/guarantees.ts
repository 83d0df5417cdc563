/** The guarantees of a policy, held against its meaning: every client that they are about, in every state of health. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { EndpointName, Guarantee, HealthCheck, RecordType } from "../policy/policy.ts";
import { candidatesOf, type Outcome } from "../steering/answer.ts";
import {
  type ClientClass,
  type Distinctions,
  distinctionsIn,
  joinDistinctions,
} from "../steering/clients.ts";
import { clientAt, type Location, locationKey, locationsOf } from "../steering/geography.ts";
import { addressOf, unitKeyOf } from "../steering/health.ts";
import { readPlace } from "../steering/place.ts";
import type { GeolocationNode, SteeredEndpoint, SteeredRecord, SteeringNode } from "../steering/tree.ts";
import { childrenOf, endpointsOf, nodesOf } from "../steering/walk.ts";
import { type Ask, askerOf, type Vendor } from "./asker.ts";
import { breakerOf, readDeaths } from "./breaker.ts";
import { defaultSeed, distinguishClients } from "./equivalence.ts";
import { exploreStates, type Finding } from "./explore.ts";
import { timesOf } from "./failover-time.ts";
import { planFailures } from "./failures.ts";
import { type HealthStates, planStates } from "./health-states.ts";

/** Who breaks a guarantee, and what is answered then. */
export interface Breach {
  /** For people. */
  readonly client: string;
  /** The dead endpoints of the smallest state that breaks it. */
  readonly down: readonly EndpointName[];
  readonly answers: readonly Outcome[];
}

export interface GuaranteeResult {
  readonly guarantee: Guarantee;
  /** As it is written. */
  readonly record: string;
  readonly kept: boolean;
  /** How much was looked at; null where nothing is asked, as for the time of a failover. */
  readonly checked: {
    readonly classes: number;
    readonly states: number;
    readonly exhaustive: boolean;
  } | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** The vendors' times for a probe that hangs, one for each provider of the policy. */
export type ProbeSeconds = (check: HealthCheck) => number;

/** Every guarantee looks at its states anew, so pairs of hundreds of endpoints, which no vendor holds, aren't tried. */
const mostStates = 20_000;
const nobody: Distinctions = { locations: [], networks: [], ranked: [], countries: null };

/**
 * Holds guarantees against what the records mean, in their order.
 *
 * @param vendors - who answers something else somewhere: guarantees must hold there too
 */
export function judgeGuarantees(
  guarantees: readonly Guarantee[],
  records: readonly SteeredRecord[],
  probes: readonly ProbeSeconds[],
  vendors: readonly Vendor[] = [],
): readonly GuaranteeResult[] {
  const byName = new Map(records.map((steered) => [steered.record.name, steered]));
  return guarantees.flatMap((guarantee): readonly GuaranteeResult[] => {
    const steered = byName.get(guarantee.record);
    if (steered === undefined) return [];
    if (guarantee.promise.kind === "failover") {
      return [judgeFailover(guarantee, guarantee.promise.within, steered, probes)];
    }
    const meant = judgeInEveryState(guarantee, steered);
    if (!meant.kept) return [meant];
    const differing = vendors.filter(({ record }) => record === guarantee.record);
    const held = differing.map((vendor) => judgeInEveryState(guarantee, steered, vendor));
    return [held.find(({ kept }) => !kept) ?? meant];
  });
}

/** The larger of the two worst cases counts, of every provider. */
function judgeFailover(
  guarantee: Guarantee,
  within: number,
  steered: SteeredRecord,
  probes: readonly ProbeSeconds[],
): GuaranteeResult {
  const record = steered.record.label;
  const judged = { guarantee, record, checked: null };
  const times = (probes.length === 0 ? [() => 0] : probes).flatMap((probe) => timesOf(steered, probe));
  const worst = Math.max(0, ...times.map((time) => Math.max(time.worst, time.worstWithProbe)));
  // Where nothing is checked, nothing ever fails over, unless there is nothing to fail over to.
  const blind = endpointsOf(steered.tree).some(({ check }) => check === null);
  const unchecked = times.length === 0 && blind;
  if (!unchecked && worst <= within) return { ...judged, kept: true, diagnostics: [] };
  const args = { name: guarantee.name, record, within, worst: unchecked ? null : worst };
  const diagnostics = [diagnose("guarantee-failover-missed", args, guarantee.origin)];
  return { ...judged, kept: false, diagnostics };
}

function judgeInEveryState(
  guarantee: Guarantee,
  steered: SteeredRecord,
  vendor: Vendor | null = null,
): GuaranteeResult {
  const { tree, record } = steered;
  const places = guarantee.from.flatMap((written): readonly Location[] => {
    const place = readPlace(written);
    return "code" in place ? [] : [place];
  });
  const classes = distinctClasses(tree, places, vendor?.seen ?? nobody);
  const questions =
    vendor === null
      ? distinctQuestions(guarantee, steered)
      : distinctQuestions(guarantee, { ...steered, record: { ...record, types: [vendor.type] } });
  let most = 0;
  let exhaustive = true;
  for (const { type, units } of questions) {
    const plan = planFor(guarantee, tree, units);
    most = Math.max(most, plan.count);
    exhaustive &&= plan.exhaustive;
    const breach = findBreach(guarantee, askerOf(steered, vendor), classes, plan, units);
    if (breach === null) continue;
    const checked = { classes: classes.length, states: plan.count, exhaustive: plan.exhaustive };
    const diagnostics = [
      explainBreach(guarantee, steered, questions.length > 1 ? type : null, breach, vendor),
    ];
    return { guarantee, record: record.label, kept: false, checked, diagnostics };
  }
  const checked = { classes: classes.length, states: most, exhaustive };
  return { guarantee, record: record.label, kept: true, checked, diagnostics: [] };
}

/** A record's types; those whose endpoints die together in the same way are one question. */
function distinctQuestions(
  { promise }: Guarantee,
  { tree, record }: SteeredRecord,
): readonly { readonly type: RecordType; readonly units: ReadonlyMap<EndpointName, number> }[] {
  const endpoints = endpointsOf(tree);
  const questions = record.types.map((type) => ({
    type,
    units: numberUnits(endpoints, type, promise.kind === "survives"),
  }));
  const spell = (units: ReadonlyMap<EndpointName, number>) => JSON.stringify([...units]);
  return [...new Map(questions.reverse().map((one) => [spell(one.units), one])).values()].reverse();
}

/** Units by number. What shares an address and a check dies together; `survives` counts what has no check too. */
function numberUnits(
  endpoints: readonly SteeredEndpoint[],
  type: RecordType,
  unchecked: boolean,
): ReadonlyMap<EndpointName, number> {
  const numbers = new Map<string, number>();
  const units = new Map<EndpointName, number>();
  for (const endpoint of endpoints) {
    const watched = unitKeyOf(endpoint, type);
    const key = watched ?? (unchecked ? (addressOf(endpoint, type) ?? endpoint.name) : null);
    if (key === null) continue;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    units.set(endpoint.name, number);
  }
  return units;
}

function planFor(
  { promise }: Guarantee,
  tree: SteeringNode,
  units: ReadonlyMap<EndpointName, number>,
): HealthStates {
  const size = new Set(units.values()).size;
  if (promise.kind === "survives") return planFailures(promise.failures, size, defaultSeed);
  const groups = nodesOf(tree)
    .filter((node) => childrenOf(node).length > 0)
    .map((node) => new Set(endpointsOf(node).flatMap(({ name }) => units.get(name) ?? [])));
  const plan = planStates(size, groups, defaultSeed);
  if (plan.count <= mostStates) return plan;
  return { ...plan, most: 1, count: 1 + size + plan.others.length };
}

/** Those whom the tree can tell apart, among those whom the guarantee is about. */
function distinctClasses(
  tree: SteeringNode,
  places: readonly Location[],
  seen: Distinctions,
): readonly ClientClass[] {
  const named = { ...seen, locations: [...seen.locations, ...places] };
  const wanted = new Set(places.map(locationKey));
  const classes = distinguishClients(joinDistinctions(distinctionsIn(tree), named)).filter(
    ({ location }) =>
      wanted.size === 0 || locationsOf(clientAt(location)).some((place) => wanted.has(locationKey(place))),
  );
  const choosers = nodesOf(tree).filter((node) => node.kind === "geolocation");
  const distinct = new Map<string, Map<ClientClass["client"]["rank"], ClientClass>>();
  const choices = new Map<string, string>();
  for (const one of classes) {
    // A geolocation looks at nothing but its candidates, so who has the same ones everywhere gets the same.
    const place = locationKey(one.location);
    const chosen = choices.get(place) ?? describeChoices(choosers, one);
    choices.set(place, chosen);
    const country = named.countries?.get(one.client.country ?? "") ?? "";
    const key = `${chosen} ${one.client.address ?? ""} ${country}`;
    const ranked = distinct.get(key) ?? new Map<ClientClass["client"]["rank"], ClientClass>();
    if (!ranked.has(one.client.rank)) ranked.set(one.client.rank, one);
    distinct.set(key, ranked);
  }
  return [...distinct.values()].flatMap((ranked) => [...ranked.values()]);
}

function describeChoices(
  choosers: readonly GeolocationNode<SteeringNode>[],
  { client }: ClientClass,
): string {
  return choosers
    .map((node) =>
      candidatesOf(node, client)
        .map((branch) => node.branches.indexOf(branch))
        .join(),
    )
    .join(";");
}

interface SizedBreach extends Breach {
  /** How many units are dead; several endpoints may be one. */
  readonly size: number;
}

function findBreach(
  guarantee: Guarantee,
  ask: Ask,
  classes: readonly ClientClass[],
  plan: HealthStates,
  units: ReadonlyMap<EndpointName, number>,
): Breach | null {
  const breaks = breakerOf(guarantee);
  let smallest: SizedBreach | null = null;
  for (const asker of classes) {
    const most: number = smallest === null ? plan.most : Math.min(plan.most, smallest.size - 1);
    if (most < 0) break;
    const finding: Finding<readonly Outcome[]> | null = exploreStates(
      { ...plan, most },
      (isDead): readonly Outcome[] | null => {
        const isEndpointDead = readDeaths(units, isDead);
        const answers = ask(asker.client, isEndpointDead);
        return breaks(answers, isEndpointDead) ? answers : null;
      },
    );
    if (finding === null || (smallest !== null && finding.dead.size >= smallest.size)) continue;
    const down = [...units].flatMap(([endpoint, unit]) => (finding.dead.has(unit) ? [endpoint] : [])).sort();
    smallest = { client: asker.name, down, answers: finding.found, size: finding.dead.size };
  }
  return smallest;
}

function explainBreach(
  { name, promise, origin }: Guarantee,
  { record, tree }: SteeredRecord,
  type: RecordType | null,
  { client, down, answers }: Breach,
  vendor: Vendor | null,
): Diagnostic {
  const dead = new Set<string>(down);
  const unnoticed = endpointsOf(tree)
    .filter((endpoint) => endpoint.check === null && dead.has(endpoint.name))
    .map((endpoint) => endpoint.name);
  const args = {
    name,
    record: record.label,
    type,
    at: vendor?.title ?? null,
    promise: promise.kind,
    client,
    down,
    unnoticed,
    answers: answers.map(({ endpoints, share }) => ({ endpoints, share: 100 * share })),
  };
  return diagnose("guarantee-broken", args, origin);
}
