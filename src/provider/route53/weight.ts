/** Weights as Route 53 holds them: whole numbers from 0 to 255. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { WeightedMember } from "./layout.ts";

const largestWeight = 255;
/** Percentage points by which a share may move without a word. */
const tolerance = 0.1;

export interface FittedWeights {
  /** In the members' order. */
  readonly weights: readonly number[];
  /**
   * The most by which rounding moves the share of a member, or of several together, whichever are healthy. In
   * percentage points.
   */
  readonly skew: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The weights to send. Written as they are while they fit, else divided by what they have in common, else scaled
 * down to whole numbers that move the shares least.
 */
export function fitWeights(members: readonly Pick<WeightedMember, "weight" | "origin">[]): FittedWeights {
  const written = members.map((member) => member.weight);
  const largest = Math.max(...written);
  if (largest <= largestWeight) return { weights: written, skew: 0, diagnostics: [] };

  const common = written.reduce(greatestCommonDivisor, 0);
  if (largest / common <= largestWeight) {
    return { weights: written.map((weight) => weight / common), skew: 0, diagnostics: [] };
  }

  const vanished = members.filter(({ weight }) => weight > 0 && (weight * largestWeight) / largest < 0.5);
  if (vanished.length > 0) {
    const diagnostics = vanished.map(({ weight, origin }) =>
      diagnose("route53-weight-vanished", { weight, largest }, origin),
    );
    return { weights: scale(written, largestWeight), skew: 0, diagnostics };
  }
  const weights = scaleBest(written);
  const skew = skewBetween(written, weights);
  const [first] = members;
  const diagnostics =
    skew > tolerance && first !== undefined
      ? [diagnose("route53-weight-skewed", { points: skew }, first.origin)]
      : [];
  return { weights, skew, diagnostics };
}

/** Tries every size that the largest weight could have: 300 to 7 is held far better by 214 to 5 than by 255 to 6. */
function scaleBest(written: readonly number[]): readonly number[] {
  let best = { weights: scale(written, largestWeight), move: Number.POSITIVE_INFINITY };
  for (let size = largestWeight; size >= 1; size--) {
    const weights = scale(written, size);
    if (weights.some((weight, position) => weight === 0 && (written[position] ?? 0) > 0)) continue;
    const move = largestMove(written, weights);
    if (move < best.move) best = { weights, move };
  }
  return best.weights;
}

function scale(written: readonly number[], size: number): readonly number[] {
  const largest = Math.max(...written);
  return written.map((weight) => Math.round((weight * size) / largest));
}

/** The largest difference between two shares of one member: while all are healthy, and while just two of them are. */
function largestMove(before: readonly number[], after: readonly number[]): number {
  let largest = 0;
  const sum = (weights: readonly number[]) => weights.reduce((total, weight) => total + weight, 0);
  const [beforeSum, afterSum] = [sum(before), sum(after)];
  for (const [one, weight] of before.entries()) {
    const fitted = after[one] ?? 0;
    largest = Math.max(largest, Math.abs(weight / beforeSum - fitted / afterSum));
    if (weight === 0) continue;
    for (const [other, otherWeight] of before.entries()) {
      if (other <= one || otherWeight === 0) continue;
      const pair = weight / (weight + otherWeight) - fitted / (fitted + (after[other] ?? 0));
      largest = Math.max(largest, Math.abs(pair));
    }
  }
  return largest;
}

/** With more members than this not every set of healthy ones is tried. */
const triedMembers = 10;

/**
 * Members may answer the same, so what counts is by how much the share of any set of them moves, in each state of
 * health. A proof allows so much and no more.
 */
function skewBetween(written: readonly number[], fitted: readonly number[]): number {
  const pairs = written.flatMap((before, position) =>
    before > 0 ? [{ before, after: fitted[position] ?? 0 }] : [],
  );
  if (pairs.length > triedMembers) return 100 * boundOnMove(pairs);
  let largest = 0;
  for (let bits = 1; bits < 2 ** pairs.length; bits++) {
    const healthy = pairs.filter((_pair, position) => (bits >> position) & 1);
    const before = healthy.reduce((sum, pair) => sum + pair.before, 0);
    const after = healthy.reduce((sum, pair) => sum + pair.after, 0);
    const gained = healthy.reduce(
      (sum, pair) => sum + Math.max(0, pair.after / after - pair.before / before),
      0,
    );
    largest = Math.max(largest, gained);
  }
  return 100 * largest;
}

/**
 * When one set of members is scaled by r and the rest by s, a share p becomes pr / (pr + (1 − p)s). For given r and s
 * that is furthest from p by (√(r/s) − 1) / (√(r/s) + 1).
 */
function boundOnMove(pairs: readonly { readonly before: number; readonly after: number }[]): number {
  const factors = pairs.map(({ before, after }) => after / before);
  const spread = Math.sqrt(Math.max(...factors) / Math.min(...factors));
  return (spread - 1) / (spread + 1);
}

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other);
}
