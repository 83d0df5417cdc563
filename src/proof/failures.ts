/** The states in which so many things are dead, of all that there are. */
import { exhaustiveUnits, type HealthStates } from "./health-states.ts";
import { randomNumbers } from "./random.ts";

/** As many states as of the most units of which every state is tried. */
const mostStates = 2 ** exhaustiveUnits;
/** Where there are more, so many are drawn at random. */
const sampledStates = 500;

/**
 * Every state in which `failures` of `units` are dead, or fewer. Where these are too many: those in which as many are
 * dead as can be tried, and a seeded sample in which all `failures` are.
 */
export function planFailures(failures: number, units: number, seed: number): HealthStates {
  const wanted = Math.min(failures, units);
  let most = wanted;
  while (most > 1 && countUpTo(most, units) > mostStates) most -= 1;
  const count = countUpTo(most, units);
  if (most === wanted) return { units, most, others: [], count, exhaustive: true, seed: null };
  const others = drawSubsets(wanted, units, seed);
  return { units, most, others, count: count + others.length, exhaustive: false, seed };
}

/** In how many ways at most `most` of `size` things can be chosen. */
function countUpTo(most: number, size: number): number {
  let [ways, sum] = [1, 1];
  for (let chosen = 1; chosen <= most; chosen++) {
    ways = (ways * (size - chosen + 1)) / chosen;
    sum += ways;
  }
  return Math.round(sum);
}

function drawSubsets(size: number, units: number, seed: number): readonly ReadonlySet<number>[] {
  const random = randomNumbers(seed);
  const drawn = new Map<string, ReadonlySet<number>>();
  for (let tries = 0; tries < sampledStates; tries++) {
    const subset = new Set<number>();
    while (subset.size < size) subset.add(Math.floor(random() * units));
    const spelt = [...subset].sort((one, other) => one - other).join();
    drawn.set(spelt, subset);
  }
  return [...drawn.values()];
}
