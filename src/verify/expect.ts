/** What clients must get by the policy's own meaning, as the values that come over the wire. */
import type { RecordType } from "../policy/policy.ts";
import { answer, type IsDown } from "../steering/answer.ts";
import type { Client } from "../steering/client.ts";
import { addressOf } from "../steering/health.ts";
import { enumerateRanks } from "../steering/ranking.ts";
import type { SteeringNode } from "../steering/tree.ts";
import { endpointsOf, placesRankedIn } from "../steering/walk.ts";

export interface ExpectedAnswer {
  readonly endpoints: readonly string[];
  /** Sorted; empty for an empty answer, and for a service whose addresses only the vendor knows. */
  readonly values: readonly string[];
  /** Null where it hangs on whom the vendor finds nearest. */
  readonly share: number | null;
  /** Addresses of a service: whatever else no endpoint has. */
  readonly isService: boolean;
}

/** What one client may be told. Shares add up to 1 where they are known. */
export type Expected = readonly ExpectedAnswer[];

/** Where members are ranked, whatever any ranking would give: which one holds is the vendor's to measure. */
export function expectAnswers(
  tree: SteeringNode,
  type: RecordType,
  client: Client,
  isDown: IsDown,
): Expected {
  const addresses = new Map(endpointsOf(tree).map((one) => [one.name, addressOf(one, type)]));
  const byRank = enumerateRanks(placesRankedIn(tree)).map((rank) => {
    const outcomes = answer(tree, rank === undefined ? client : { ...client, rank }, isDown);
    const merged = new Map<string, ExpectedAnswer>();
    for (const { endpoints, share } of outcomes) {
      const found = endpoints.flatMap((name) => addresses.get(name) ?? []);
      const isService = found.some((value) => value.startsWith("alias:"));
      const values = isService ? [] : [...new Set(found)].sort();
      const key = keyOf({ values, isService });
      const known = merged.get(key);
      merged.set(key, {
        endpoints: [...new Set([...(known?.endpoints ?? []), ...endpoints])],
        values,
        share: (known?.share ?? 0) + share,
        isService,
      });
    }
    return merged;
  });
  const [first, ...others] = byRank;
  if (first === undefined) return [];
  if (others.every((other) => isSame(first, other))) return [...first.values()];
  const union = new Map(byRank.flatMap((one) => [...one]));
  return [...union.values()].map((one) => ({ ...one, share: null }));
}

/** Answers with one key can't be told apart. */
export function keyOf({ values, isService }: Pick<ExpectedAnswer, "values" | "isService">): string {
  return isService ? "a service" : values.join(" ");
}

function isSame(
  one: ReadonlyMap<string, ExpectedAnswer>,
  other: ReadonlyMap<string, ExpectedAnswer>,
): boolean {
  return (
    one.size === other.size &&
    [...one].every(([key, { share }]) => Math.abs((other.get(key)?.share ?? 0) - (share ?? 0)) < 1e-9)
  );
}
