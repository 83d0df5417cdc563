/** Weights as Cloudflare holds them: 0 to 1 in steps of 0.01. */
import { commonDivisor } from "../../policy/common-divisor.ts";
import { skewBetween } from "../rounding.ts";

const steps = 100;

export interface FittedWeights {
  /** In the order given. */
  readonly weights: readonly number[];
  /** Weights that aren't zero and would become it; they are held as the smallest. */
  readonly vanished: readonly number[];
  /** By how much rounding moves shares, in percentage points; 0 when the weights are held exactly. */
  readonly skew: number;
}

/**
 * Up to 100, if need be divided by what they have in common, they are exact; larger ones are scaled and rounded.
 * Cloudflare adds weights up and divides, so they need not add up to 1.
 */
export function fitWeights(written: readonly number[]): FittedWeights {
  // As they are written where that fits, so that a change of one is a change of one.
  if (Math.max(...written, 0) <= steps) return { weights: written.map(toHundredths), vanished: [], skew: 0 };
  const common = commonDivisor(written);
  const reduced = written.map((weight) => weight / common);
  const largest = Math.max(...reduced);
  if (largest <= steps) return { weights: reduced.map(toHundredths), vanished: [], skew: 0 };
  const scaled = reduced.map((weight) => Math.round((weight * steps) / largest));
  const vanished = written.filter((weight, position) => weight > 0 && scaled[position] === 0);
  const held = scaled.map((weight, position) => (written[position] === 0 ? 0 : Math.max(weight, 1)));
  return { weights: held.map(toHundredths), vanished, skew: skewBetween(written, held) };
}

/**
 * Weights of a pool that nothing watches. All of its members are drawn always, so that shares alone must be right and not
 * each ratio: of all whole numbers up to 100 those are taken whose shares are nearest.
 */
export function fitShares(written: readonly number[]): FittedWeights {
  const exact = fitWeights(written);
  if (exact.skew === 0 && exact.vanished.length === 0) return exact;
  const total = written.reduce((sum, weight) => sum + weight, 0);
  const shares = written.map((weight) => weight / total);
  const largest = Math.max(...shares);
  let nearest: FittedWeights = exact;
  let smallest = Number.POSITIVE_INFINITY;
  for (let sum = 1; sum * largest <= steps + 0.5; sum++) {
    const weights = shares.map((share) => Math.round(share * sum));
    const actual = weights.reduce((all, weight) => all + weight, 0);
    if (weights.some((weight, position) => (weight === 0) !== (written[position] === 0))) continue;
    if (Math.max(...weights) > steps) continue;
    // By as much several members may move together: some may be the same address.
    const off = weights.reduce(
      (gained, weight, position) => gained + Math.max(0, weight / actual - (shares[position] ?? 0)),
      0,
    );
    if (off >= smallest) continue;
    smallest = off;
    nearest = { weights: weights.map(toHundredths), vanished: [], skew: 100 * off };
  }
  return nearest;
}

/** Two decimals and no tail of a binary fraction. */
function toHundredths(weight: number): number {
  return Math.round(weight) / steps;
}
