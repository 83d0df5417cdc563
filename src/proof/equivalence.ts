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
import { addressOf, stateMaker, unitsOf } from "../steering/health.ts";
import {
  describePlace,
  enumerateRanks,
  type Rank,
  type RankedPlace,
  sortByRank,
} from "../steering/ranking.ts";
import type { SteeredRecord, SteeringNode } from "../steering/tree.ts";
import { childrenOf, endpointsOf, nodesOf } from "../steering/walk.ts";
import { enumerateStates } from "./health-states.ts";

/** One thing that is answered, by its values. */
export interface ValueShare {
  /** Sorted. */
  readonly values: readonly string[];
  readonly share: number;
}

/** The other side: what a vendor would answer while these units are dead. Null when it can't be told. */
export type Opponent = (
  client: ClientClass["client"],
  dead: ReadonlySet<string>,
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
  readonly difference: Counterexample | null;
}

/** Shares closer than this are equal, in percentage points. */
const tolerance = 0.1;
/** Of the states that are drawn at random when there are too many; printed with the result. */
const defaultSeed = 1;

/**
 * Compares a record's tree with a vendor for one type, over every class of clients and state of health.
 *
 * @param seen - places that the vendor's side tells apart, which the policy may not
 * @param skew - percentage points by which the vendor's rounding moves shares, which the user has been told of
 */
export function compareMeanings(
  { tree }: Pick<SteeredRecord, "tree">,
  type: RecordType,
  opponent: Opponent,
  skew: number,
  seen: Distinctions,
  seed: number = defaultSeed,
): Equivalence {
  const endpoints = endpointsOf(tree);
  const units = unitsOf(endpoints, type).map((unit) => unit.key);
  const classes = distinguishClients(joinDistinctions(distinctionsIn(tree), seen));
  const { states, exhaustive, seed: used } = enumerateStates(units, groupsOf(tree, type), seed);
  const summary = { classes: classes.length, states: states.length, exhaustive, seed: used };

  const addresses = new Map(endpoints.map((endpoint) => [endpoint.name, addressOf(endpoint, type)]));
  const makeState = stateMaker(endpoints, type);
  for (const dead of states) {
    const isDown = makeState(dead);
    for (const client of classes) {
      const wanted = byValue(
        answer(tree, client.client, isDown).map(({ endpoints: names, share }) => ({
          values: names.flatMap((name) => addresses.get(name) ?? []),
          share,
        })),
      );
      const answered = opponent(client.client, dead);
      const actual = answered === null ? null : byValue(answered);
      if (actual !== null && isEqual(wanted, actual, Math.max(tolerance, skew))) continue;
      const difference = {
        client,
        dead,
        wanted: [...wanted.values()],
        actual: actual === null ? null : [...actual.values()],
      };
      return { ...summary, difference };
    }
  }
  return { ...summary, difference: null };
}

/** Every class of clients, in every order in which they may rank what is ranked. */
function distinguishClients({ locations, networks, ranked }: Distinctions): readonly ClientClass[] {
  const classes = classifyClients(locations, networks);
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
function groupsOf(tree: SteeringNode, type: RecordType): readonly ReadonlySet<string>[] {
  return nodesOf(tree)
    .filter((node) => childrenOf(node).length > 0)
    .map((node) => new Set(unitsOf(endpointsOf(node), type).map((unit) => unit.key)));
}

function byValue(shares: readonly ValueShare[]): ReadonlyMap<string, ValueShare> {
  const merged = new Map<string, ValueShare>();
  for (const { values, share } of shares) {
    const sorted = [...new Set(values)].sort();
    const key = sorted.join(" ");
    merged.set(key, { values: sorted, share: share + (merged.get(key)?.share ?? 0) });
  }
  return merged;
}

function isEqual(
  one: ReadonlyMap<string, ValueShare>,
  other: ReadonlyMap<string, ValueShare>,
  points: number,
): boolean {
  const keys = new Set([...one.keys(), ...other.keys()]);
  for (const key of keys) {
    const difference = Math.abs((one.get(key)?.share ?? 0) - (other.get(key)?.share ?? 0));
    // The last digits of a sum depend on its order.
    if (100 * difference > points + 1e-9) return false;
  }
  return true;
}
