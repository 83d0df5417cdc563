/** Chance that can be had again: the same seed gives the same numbers. */

/** Seeds are whole numbers from 0 to this. */
export const largestSeed = 0xffff_ffff;

/** Numbers from 0 to below 1. */
export function randomNumbers(seed: number): () => number {
  const next = randomWords(seed);
  return () => next() / 2 ** 32;
}

/** Flips of a coin. */
export function randomBits(seed: number): () => boolean {
  const next = randomWords(seed);
  return () => (next() & 1) === 1;
}

/** mulberry32, a small generator of 32 random bits, by Tommy Ettinger (public domain). */
function randomWords(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
