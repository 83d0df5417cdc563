/** A small seeded source of numbers (mulberry32), so that a finding can be found again. */

export interface Random {
  /** An integer from 0 to `below` - 1. */
  readonly below: (below: number) => number;
  /** True once in so many. */
  readonly oneIn: (many: number) => boolean;
  readonly pick: <T>(items: readonly [T, ...T[]]) => T;
}

/** The numbers of one run: runs are independent, so any of them can be made again alone. */
export function makeRandom(seed: number, run: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(run + 1, 0x85ebca6b)) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number): number => (limit <= 1 ? 0 : next() % limit);
  return {
    below,
    oneIn: (many) => below(many) === 0,
    pick: (items) => items[below(items.length)] ?? items[0],
  };
}
