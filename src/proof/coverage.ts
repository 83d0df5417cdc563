/** How many states of health the looks of an exploration stand for. */
import type { IsDead } from "./explore.ts";
import type { HealthStates } from "./health-states.ts";

/** What one look asked, which is all that the states it stands for have in common. */
export interface Look {
  readonly alive: ReadonlySet<number>;
  readonly dead: ReadonlySet<number>;
}

/** Remembers what is asked. */
export function watchLook(isDead: IsDead): { readonly look: Look; readonly isDead: IsDead } {
  const alive = new Set<number>();
  const dead = new Set<number>();
  return {
    look: { alive, dead },
    isDead(unit) {
      const is = isDead(unit);
      (is ? dead : alive).add(unit);
      return is;
    },
  };
}

/** How many of the states these looks of one exploration stand for, each state once. */
export function countStates(
  { units, most, others }: Pick<HealthStates, "units" | "most" | "others">,
  looks: readonly Look[],
): number {
  const few = looks.reduce(
    (sum, { alive, dead }) => sum + countSubsets(units - alive.size - dead.size, most - dead.size),
    0,
  );
  const isSeen = (state: ReadonlySet<number>) =>
    looks.some(
      ({ alive, dead }) =>
        [...dead].every((unit) => state.has(unit)) && [...alive].every((unit) => !state.has(unit)),
    );
  return few + others.filter(isSeen).length;
}

/** Subsets of so many things with so many in them at most. */
function countSubsets(things: number, most: number): number {
  let sum = 0;
  let ways = 1;
  for (let size = 0; size <= Math.min(things, most); size++) {
    sum += ways;
    ways = (ways * (things - size)) / (size + 1);
  }
  return sum;
}
