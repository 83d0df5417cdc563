/** Distributions of answers, by what people call them. */
import type { VendorOutcome } from "../provider/provider.ts";

/** One thing that clients get; an endpoint's name, or an address that no endpoint has. */
export interface LabelledShare {
  readonly label: string;
  readonly share: number;
}

/** The largest first. Empty: no answer. Null: it can't be told. */
export type Shares = readonly LabelledShare[] | null;

/** Where several addresses are answered together each gets its part: clients dial the first, and the order rotates. */
export function labelShares(
  outcomes: readonly VendorOutcome[] | null,
  endpoints: ReadonlyMap<string, string>,
): Shares {
  if (outcomes === null) return null;
  const shares = new Map<string, number>();
  for (const { values, share } of outcomes) {
    for (const value of values) {
      const label = endpoints.get(value) ?? value;
      shares.set(label, (shares.get(label) ?? 0) + share / values.length);
    }
  }
  return [...shares]
    .map(([label, share]) => ({ label, share }))
    .sort((one, other) => other.share - one.share || (one.label < other.label ? -1 : 1));
}

/**
 * The part of the answers that are no longer the same: half the sum of the differences between the shares. No answer
 * counts as an answer of its own. Null when either side can't be told.
 */
export function sharesMoved(before: Shares, after: Shares): number | null {
  if (before === null || after === null) return null;
  const [one, other] = [distributionOf(before), distributionOf(after)];
  const labels = new Set([...one.keys(), ...other.keys()]);
  const sum = [...labels].reduce(
    (total, label) => total + Math.abs((one.get(label) ?? 0) - (other.get(label) ?? 0)),
    0,
  );
  // The last digits of a sum depend on its order.
  return Number((sum / 2).toFixed(9));
}

function distributionOf(shares: readonly LabelledShare[]): ReadonlyMap<string, number> {
  const known = new Map(shares.map(({ label, share }) => [label, share]));
  const rest = 1 - shares.reduce((sum, { share }) => sum + share, 0);
  return rest > 1e-9 ? known.set("", rest) : known;
}
