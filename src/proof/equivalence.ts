/** Whether a compile means what the policy means: both are asked the same questions in the same states. */
import type { RecordType } from "../policy/policy.ts";
import { answer } from "../steering/answer.ts";
import {
  type ClientClass,
  classifyClients,
  type Distinctions,
  distinctionsIn,
  joinDistinctions,
} from "../steering/clients.ts";
import { addressOf, unitKeyOf, unitsOf } from "../steering/health.ts";
import {
  describePlace,
  enumerateRanks,
  type Rank,
  type RankedPlace,
  sortByRank,
} from "../steering/ranking.ts";
import type { SteeredRecord, SteeringNode } from "../steering/tree.ts";
import { childrenOf, endpointsOf, nodesOf } from "../steering/walk.ts";
import { countStates, type Look, watchLook } from "./coverage.ts";
import { type Effort, exploreStates, type IsDead } from "./explore.ts";
import { planStates } from "./health-states.ts";
import { reachableFor } from "./last-resort.ts";

/** One thing that is answered, by its values. */
export interface ValueShare {
  /** Sorted. */
  readonly values: readonly string[];
  readonly share: number;
  /** Whether it rests on something that the vendor's documents don't say. */
  readonly isUndocumented?: boolean;
}

/** The other side: what a vendor would answer while these units are dead. Null when it can't be told. */
export type Opponent = (
  client: ClientClass["client"],
  isDead: (unit: string) => boolean,
) => readonly ValueShare[] | null;

export interface Counterexample {
  readonly client: ClientClass;
  /** The dead units, as few as possible. */
  readonly dead: ReadonlySet<string>;
  readonly wanted: readonly ValueShare[];
  readonly actual: readonly ValueShare[] | null;
}

export interface Equivalence {
  readonly classes: number;
  readonly states: number;
  readonly exhaustive: boolean;
  readonly seed: number | null;
  /** Of the classes × states, those in which the vendor's answer rests on behaviour that it doesn't document. */
  readonly undocumented: number;
  readonly difference: Counterexample | null;
  /**
   * Another choice among what the client could be given where nothing of that is healthy. Not looked for beside a
   * `difference`.
   */
  readonly lastResort: Counterexample | null;
}

/** Shares closer than this are equal, in percentage points. */
const tolerance = 0.1;
/** Of the states that are drawn at random when there are too many; printed with the result. */
export const defaultSeed = 1;

/**
 * Compares a record's tree with a vendor for one type, over every class of clients and state of health.
 *
 * @param together - units that the vendor can't tell apart, which therefore die together
 * @param skew - percentage points by which the vendor's rounding may move shares, 0 where nothing is rounded
 * @param seen - places that the vendor's side tells apart, which the policy may not
 * @param effort - when nothing of it is left after, the proof wasn't finished
 */
export function compareMeanings(
  { tree }: Pick<SteeredRecord, "tree">,
  type: RecordType,
  opponent: Opponent,
  together: readonly (readonly string[])[],
  skew: number,
  seen: Distinctions,
  effort: Effort = { asks: Number.POSITIVE_INFINITY },
  seed: number = defaultSeed,
): Equivalence {
  const endpoints = endpointsOf(tree);
  const fates = numberFates(
    unitsOf(endpoints, type).map((unit) => unit.key),
    together,
  );
  const units = new Set(fates.values()).size;
  const classes = distinguishClients(joinDistinctions(distinctionsIn(tree), seen));
  const plan = planStates(units, groupsOf(tree, type, fates), seed);
  const { count, exhaustive, seed: used } = plan;
  const summary = { classes: classes.length, states: count, exhaustive, seed: used };

  const addresses = new Map(endpoints.map((endpoint) => [endpoint.name, addressOf(endpoint, type)]));
  const fateOf = new Map(
    endpoints.map((endpoint) => [endpoint.name, fates.get(unitKeyOf(endpoint, type) ?? "")]),
  );
  const points = Math.max(tolerance, skew);
  /** Both answers to a client, and whether they are the same. */
  function compare(client: ClientClass, isDead: IsDead) {
    const isDown = (fate: number | undefined) => fate !== undefined && isDead(fate);
    const wanted = sumByValue(
      answer(tree, client.client, ({ name }) => isDown(fateOf.get(name))),
      ({ endpoints: names }) => {
        const [first] = names;
        // Most answers are one endpoint, and there are many of them.
        if (first !== undefined && names.length === 1) return addresses.get(first) ?? "";
        return spellValues(names.flatMap((name) => addresses.get(name) ?? []));
      },
    );
    const answered = opponent(client.client, (unit) => isDown(fates.get(unit)));
    const actual = answered === null ? null : sumByValue(answered, ({ values }) => spellValues(values));
    return {
      isSame: actual !== null && isEqual(wanted, actual, points),
      isUndocumented: answered?.some((one) => one.isUndocumented === true) === true,
      told: { client, wanted: listShares(wanted), actual: actual === null ? null : listShares(actual) },
    };
  }
  const name = (dead: ReadonlySet<number>) =>
    new Set([...fates].flatMap(([unit, fate]) => (dead.has(fate) ? [unit] : [])));

  let difference: Counterexample | null = null;
  let lastResort: Counterexample | null = null;
  let undocumented = 0;
  for (const client of classes) {
    // Of several differences the one with the fewest dead units is told.
    const most: number = difference === null ? plan.most : Math.min(plan.most, difference.dead.size - 1);
    if (most < 0) break;
    const reachable = reachableFor(tree, client.client);
    const own = new Set(reachable.flatMap((one) => addresses.get(one.name) ?? []));
    const looks: Look[] = [];
    const finding = exploreStates(
      { ...plan, most },
      (told) => {
        const { look, isDead } = watchLook(told);
        const compared = compare(client, isDead);
        if (compared.isUndocumented) looks.push(look);
        if (compared.isSame) return null;
        const { actual } = compared.told;
        // Dead is dead, but nobody is to be sent where the policy never sends it.
        const isAtHome = actual?.every(
          ({ values }) => values.length > 0 && values.every((one) => own.has(one)),
        );
        const isDown = (fate: number | undefined) => fate !== undefined && isDead(fate);
        const isLast = reachable.every((one) => one.check !== null && isDown(fateOf.get(one.name)));
        if (isAtHome !== true || !isLast) return compared.told;
        const dead = name(look.dead);
        if (lastResort === null || dead.size < lastResort.dead.size) lastResort = { ...compared.told, dead };
        return null;
      },
      effort,
    );
    undocumented += countStates({ ...plan, most }, looks);
    if (finding === null) continue;
    const dead = name(finding.dead);
    if (difference === null || dead.size < difference.dead.size) difference = { ...finding.found, dead };
  }
  return { ...summary, undocumented, difference, lastResort: difference === null ? lastResort : null };
}

/** Numbers units from 0; those that die together have one number. */
function numberFates(
  units: readonly string[],
  together: readonly (readonly string[])[],
): ReadonlyMap<string, number> {
  const fates = new Map(units.map((unit, position) => [unit, position]));
  for (const bound of together) {
    const own = bound.flatMap((unit) => fates.get(unit) ?? []);
    const [first] = own;
    if (first === undefined || own.length < 2) continue;
    for (const [unit, fate] of fates) if (own.includes(fate)) fates.set(unit, first);
  }
  const distinct = [...new Set(fates.values())];
  const numbers = new Map(distinct.map((fate, number) => [fate, number]));
  return new Map([...fates].map(([unit, fate]) => [unit, numbers.get(fate) ?? 0]));
}

/** Every class of clients, in every order in which they may rank what is ranked. */
export function distinguishClients({
  locations,
  networks,
  ranked,
  countries,
}: Distinctions): readonly ClientClass[] {
  const classes = classifyClients(locations, networks, countries);
  return enumerateRanks(ranked).flatMap((rank) =>
    rank === undefined
      ? classes
      : classes.map((one) => ({
          ...one,
          client: { ...one.client, rank },
          name: `${one.name}, nearest to ${describeNearest(ranked, rank)}`,
        })),
  );
}

function describeNearest(ranked: readonly RankedPlace[], rank: Rank): string {
  const [first] = sortByRank(
    ranked.map((place) => ({ place })),
    rank,
  );
  return first === undefined ? "" : describePlace(first.place);
}

/** The units below each group of a tree: a state in which just they are dead is a telling one. */
function groupsOf(
  tree: SteeringNode,
  type: RecordType,
  fates: ReadonlyMap<string, number>,
): readonly ReadonlySet<number>[] {
  return nodesOf(tree)
    .filter((node) => childrenOf(node).length > 0)
    .map((node) => new Set(unitsOf(endpointsOf(node), type).flatMap(({ key }) => fates.get(key) ?? [])));
}

type SharesByValue = ReadonlyMap<string, number>;

/** What is answered together is one thing, in whatever order. */
function sumByValue<T extends { readonly share: number }>(
  outcomes: readonly T[],
  spell: (outcome: T) => string,
): SharesByValue {
  const sums = new Map<string, number>();
  for (const outcome of outcomes) {
    const key = spell(outcome);
    sums.set(key, (sums.get(key) ?? 0) + outcome.share);
  }
  return sums;
}

function spellValues(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? "") : [...new Set(values)].sort().join(" ");
}

function listShares(shares: SharesByValue): readonly ValueShare[] {
  return [...shares].map(([key, share]) => ({ values: key === "" ? [] : key.split(" "), share }));
}

function isEqual(one: SharesByValue, other: SharesByValue, points: number): boolean {
  // The last digits of a sum depend on its order.
  const isClose = (share: number, another: number) => 100 * Math.abs(share - another) <= points + 1e-9;
  for (const [key, share] of one) if (!isClose(share, other.get(key) ?? 0)) return false;
  for (const [key, share] of other) if (!one.has(key) && !isClose(share, 0)) return false;
  return true;
}
