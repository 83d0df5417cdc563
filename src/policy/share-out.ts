/** Weights that give one member its share, while the others keep theirs among themselves. */
import { commonDivisor } from "./common-divisor.ts";

/** A part of the whole, as a fraction, so that nothing is rounded. */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

export interface Weighed {
  readonly weight: number;
  /** False where everything below is drained: it gets no answer, whatever its weight. */
  readonly answers: boolean;
}

export type SharedOut =
  | { readonly kind: "weights"; readonly weights: readonly number[] }
  /** `drained`: the member gets nothing whatever its weight. `alone`: nobody is there to take the rest. `idle`: the
   * others have no weight, so that nobody knows how they share. `fine`: whole weights can't say it. */
  | { readonly kind: "drained" | "alone" | "idle" | "fine" };

/** The largest weight of the schema. */
const largest = 2_147_483_647;

/**
 * Shares out anew. The sum stays what it is where whole weights can say it with that sum; else it is the nearest with
 * which they can say it exactly.
 *
 * @param position - of the member
 */
export function shareOut(members: readonly Weighed[], position: number, share: Fraction): SharedOut {
  const member = members[position];
  if (member === undefined || !member.answers) return { kind: "drained" };
  const others = members.filter((_, index) => index !== position);
  const { numerator, denominator } = reduce(share);
  const total = sumOf(members.filter(({ answers }) => answers));
  if (numerator === denominator) {
    return spread(members, position, Math.max(total, 1), () => 0);
  }
  const answering = others.filter(({ answers }) => answers);
  if (answering.length === 0) return { kind: "alone" };
  if (sumOf(answering) === 0 && answering.length > 1) return { kind: "idle" };
  if (numerator === 0) {
    const [only] = answering;
    return spread(members, position, 0, (other) =>
      sumOf(answering) === 0 && other === only ? Math.max(total, 1) : other.weight,
    );
  }
  const ratioOf = (other: Weighed) => (sumOf(answering) === 0 && other.answers ? 1 : other.weight);
  const common = commonDivisor(others.map(ratioOf));
  const parts = answering.reduce((sum, other) => sum + ratioOf(other) / common, 0);
  const own = numerator * parts;
  const rest = denominator - numerator;
  const divisor = commonDivisor([own, ...others.map((other) => (rest * ratioOf(other)) / common)]);
  const smallest = (own + rest * parts) / divisor;
  const factor = Math.max(1, Math.round(total / smallest));
  return spread(
    members,
    position,
    (own / divisor) * factor,
    (other) => ((rest * ratioOf(other)) / common / divisor) * factor,
  );
}

function spread(
  members: readonly Weighed[],
  position: number,
  own: number,
  weigh: (other: Weighed) => number,
): SharedOut {
  const weights = members.map((one, index) => (index === position ? own : weigh(one)));
  return weights.every((weight) => Number.isSafeInteger(weight) && weight <= largest)
    ? { kind: "weights", weights }
    : { kind: "fine" };
}

/** The share that a member has now, 0 to 1; null where nothing is answered. */
export function shareOf(members: readonly Weighed[], position: number): number | null {
  const total = sumOf(members.filter(({ answers }) => answers));
  const member = members[position];
  if (member === undefined || total === 0) return null;
  return member.answers ? member.weight / total : 0;
}

function sumOf(members: readonly Weighed[]): number {
  return members.reduce((sum, { weight }) => sum + weight, 0);
}

function reduce({ numerator, denominator }: Fraction): Fraction {
  const divisor = commonDivisor([numerator, denominator]);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}
