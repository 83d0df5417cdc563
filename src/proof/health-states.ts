/** The states of health in which two meanings are compared, or a promise is held against one. */
import { randomBits } from "./random.ts";

/** Up to this many units every state is tried; 2ⁿ of them. */
export const exhaustiveUnits = 12;
/** Beyond, every state in which so many are dead at most … */
const deadTogether = 2;
/** … and so many states drawn at random, beside the telling ones. */
const sampledStates = 500;

/** Which states there are to look at, not yet one by one: of a thousand units there are half a million. */
export interface HealthStates {
  /** How many units there are; they are numbered from 0. */
  readonly units: number;
  /** Every state in which so many units are dead at most, */
  readonly most: number;
  /** and these, in each of which more are; small ones first. */
  readonly others: readonly ReadonlySet<number>[];
  /** How many states that is. */
  readonly count: number;
  readonly exhaustive: boolean;
  /** Of the random sample, null when there was none. */
  readonly seed: number | null;
}

/**
 * All states of up to 12 units. Of more: up to two dead, all dead, each given group dead, and a seeded sample.
 *
 * @param groups - units that one subtree holds
 */
export function planStates(
  units: number,
  groups: readonly ReadonlySet<number>[],
  seed: number,
): HealthStates {
  if (units <= exhaustiveUnits) {
    return { units, most: units, others: [], count: 2 ** units, exhaustive: true, seed: null };
  }
  const all = Array.from({ length: units }, (_, unit) => unit);
  const random = randomBits(seed);
  const sample = Array.from({ length: sampledStates }, () => new Set(all.filter(() => random())));
  const others = distinctStates([new Set(all), ...groups, ...sample])
    .filter((state) => state.size > deadTogether)
    .sort((one, other) => one.size - other.size);
  const few = 1 + units + (units * (units - 1)) / 2;
  return { units, most: deadTogether, others, count: few + others.length, exhaustive: false, seed };
}

export interface ListedStates extends Pick<HealthStates, "exhaustive" | "seed"> {
  /** Each a set of dead units; small sets first. */
  readonly states: readonly ReadonlySet<string>[];
}

/** The states of `planStates` one by one, by the names of their units. */
export function enumerateStates(
  units: readonly string[],
  groups: readonly ReadonlySet<string>[],
  seed: number,
): ListedStates {
  const numbered = groups.map(
    (group) => new Set(units.flatMap((unit, position) => (group.has(unit) ? [position] : []))),
  );
  const { most, others, exhaustive, seed: used } = planStates(units.length, numbered, seed);
  const named = others.map((state) => new Set(units.filter((_unit, position) => state.has(position))));
  const states = [...subsetsUpTo(most, units), ...named].sort((one, other) => one.size - other.size);
  return { states, exhaustive, seed: used };
}

function subsetsUpTo(most: number, units: readonly string[]): readonly ReadonlySet<string>[] {
  let subsets: (readonly string[])[] = [[]];
  for (const unit of units) {
    subsets = [...subsets, ...subsets.filter(({ length }) => length < most).map((one) => [...one, unit])];
  }
  return subsets.map((subset) => new Set(subset));
}

/** Groups may hold the same units; what is counted as checked must not be counted twice. */
function distinctStates(states: readonly ReadonlySet<number>[]): ReadonlySet<number>[] {
  const spell = (state: ReadonlySet<number>) => [...state].sort((one, other) => one - other).join();
  return [...new Map(states.map((state) => [spell(state), state])).values()];
}
