/** Weights as Route 53 holds them: whole numbers from 0 to 255. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { commonDivisor } from "../../policy/common-divisor.ts";
import { silentMove, skewBetween } from "../rounding.ts";
import type { WeightedMember } from "./layout.ts";

const largestWeight = 255;

export interface FittedWeights {
  /** In the members' order. */
  readonly weights: readonly number[];
  /** By how much rounding moves shares, in percentage points; 0 when the weights are held exactly. */
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

  const common = commonDivisor(written);
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
    skew > silentMove && first !== undefined
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
