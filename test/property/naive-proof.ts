/** The proof of a compile as plainly as it can be said: every client is asked in every state, one after the other. */
import type { RecordType } from "../../src/policy/policy.ts";
import type { Opponent } from "../../src/proof/equivalence.ts";
import { enumerateStates } from "../../src/proof/health-states.ts";
import { reachableFor } from "../../src/proof/last-resort.ts";
import { answer } from "../../src/steering/answer.ts";
import type { Client } from "../../src/steering/client.ts";
import { addressOf, downUnits, unitsOf } from "../../src/steering/health.ts";
import type { SteeringNode } from "../../src/steering/tree.ts";
import { endpointsOf } from "../../src/steering/walk.ts";

/**
 * How many units are dead in the smallest state in which the two differ for one of these clients; null when in none. What
 * a client gets of its own endpoints once all of them are dead is no difference: dead is dead.
 */
export function smallestDifference(
  tree: SteeringNode,
  type: RecordType,
  opponent: Opponent,
  clients: readonly Client[],
  points: number,
): number | null {
  const endpoints = endpointsOf(tree);
  const addresses = new Map(endpoints.map((endpoint) => [endpoint.name, addressOf(endpoint, type)]));
  const units = unitsOf(endpoints, type).map(({ key }) => key);
  for (const dead of enumerateStates(units, [], 1).states) {
    for (const client of clients) {
      const wanted = answer(tree, client, downUnits(dead, type)).map(({ endpoints: names, share }) => ({
        values: names.flatMap((name) => addresses.get(name) ?? []),
        share,
      }));
      const actual = opponent(client, (unit) => dead.has(unit));
      if (actual !== null && isAlike(addShares(wanted), addShares(actual), points)) continue;
      const own = reachableFor(tree, client);
      const homes = new Set(own.flatMap(({ name }) => addresses.get(name) ?? []));
      const isAtHome = actual?.every(
        ({ values }) => values.length > 0 && values.every((value) => homes.has(value)),
      );
      const isDown = downUnits(dead, type);
      if (isAtHome === true && own.every((one) => one.check !== null && isDown(one))) continue;
      return dead.size;
    }
  }
  return null;
}

export type Shares = ReadonlyMap<string, number>;

/** Shares by what is answered together, in whatever order. */
export function addShares(
  outcomes: readonly { readonly values: readonly string[]; readonly share: number }[],
): Shares {
  const sums = new Map<string, number>();
  for (const { values, share } of outcomes) {
    const key = [...new Set(values)].sort().join(" ");
    sums.set(key, (sums.get(key) ?? 0) + share);
  }
  return sums;
}

export function isAlike(one: Shares, other: Shares, points: number): boolean {
  const keys = [...new Set([...one.keys(), ...other.keys()])];
  return keys.every((key) => Math.abs((one.get(key) ?? 0) - (other.get(key) ?? 0)) <= points / 100 + 1e-9);
}
