/** The states of health in which two meanings are compared. */

/** Up to this many units every state is tried; 2ⁿ of them. */
export const exhaustiveUnits = 12;
/** Beyond, so many states drawn at random are tried beside the telling ones. */
const sampledStates = 500;

export interface HealthStates {
  /** Each a set of dead units; small sets first, so that the first difference found is the smallest. */
  readonly states: readonly ReadonlySet<string>[];
  readonly exhaustive: boolean;
  /** Of the random sample, null when there was none. */
  readonly seed: number | null;
}

/**
 * All states of up to 12 units. Of more: up to two dead, all dead, each given group dead, and a seeded sample.
 *
 * @param groups - units that one subtree holds
 */
export function enumerateStates(
  units: readonly string[],
  groups: readonly ReadonlySet<string>[],
  seed: number,
): HealthStates {
  if (units.length <= exhaustiveUnits) {
    const states = Array.from(
      { length: 2 ** units.length },
      (_, bits): ReadonlySet<string> => new Set(units.filter((_unit, position) => (bits >> position) & 1)),
    );
    return { states: states.sort((one, other) => one.size - other.size), exhaustive: true, seed: null };
  }
  const states: ReadonlySet<string>[] = [new Set()];
  for (const [position, unit] of units.entries()) {
    states.push(new Set([unit]));
    for (const other of units.slice(position + 1)) states.push(new Set([unit, other]));
  }
  states.push(new Set(units), ...groups);
  const random = randomBits(seed);
  for (let drawn = 0; drawn < sampledStates; drawn++) states.push(new Set(units.filter(() => random())));
  const once = distinctStates(states);
  return { states: once.sort((one, other) => one.size - other.size), exhaustive: false, seed };
}

/** Groups may hold the same units; what is counted as checked must not be counted twice. */
function distinctStates(states: readonly ReadonlySet<string>[]): ReadonlySet<string>[] {
  return [...new Map(states.map((state) => [JSON.stringify([...state].sort()), state])).values()];
}

/** A small seeded source of coin flips (mulberry32), so that a finding can be found again. */
function randomBits(seed: number): () => boolean {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) & 1) === 1;
  };
}
