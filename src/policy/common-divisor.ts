/** What whole weights have in common: taken out, they mean the same. */

/** Of weights that are all 0, and of none, it is 0. */
export function commonDivisor(weights: readonly number[]): number {
  return weights.reduce(divideOut, 0);
}

/** Euclid's; of 0 and another it is the other. */
function divideOut(one: number, other: number): number {
  return other === 0 ? one : divideOut(other, one % other);
}
