/**
 * How pools in use are changed so that their traffic stays where it is. An origin that its monitor hasn't reported on
 * counts as down (Cloudflare docs, "Health monitor status"), and a change replaces the list of origins as a whole. So
 * what comes is added first, beside what leaves; what leaves is taken away when what comes is known, and when load
 * balancers have moved. A pool that gets another monitor forgets all of its health, which nothing prevents: the pools
 * of a name take turns, so that the others stand in.
 */
import { groupByOwner } from "../by-owner.ts";
import { type CloudflareOrigin, isPool, type Pool, refTo } from "./objects.ts";
import { describePool } from "./resource.ts";
import type { Making } from "./write-context.ts";

export interface PoolMoves {
  /** Before load balancers move: what makes pools, or takes nothing away. */
  readonly opening: readonly Making[];
  /** Pools with what they had and what they get together; `closing` ends that. */
  readonly widened: readonly Making[];
  /** Pools whose monitor becomes another: in each turn one of a name. */
  readonly turns: readonly (readonly Making[])[];
  /** After load balancers moved: what takes something away. */
  readonly closing: readonly Making[];
}

/** @param used - references of pools that load balancers refer to; the others are nobody's traffic. */
export function sortPools(changes: readonly Making[], used: ReadonlySet<string>): PoolMoves {
  const opening: Making[] = [];
  const widened: Making[] = [];
  const rewatched: Making[] = [];
  const closing: Making[] = [];
  for (const change of changes) {
    const [before, after] = poolsOf(change);
    if (before === null || after === null || !used.has(refTo(before.name))) {
      opening.push(change);
      continue;
    }
    const [had, gets] = [activeAddresses(before), activeAddresses(after)];
    const comes = gets.some((address) => !had.includes(address));
    const leaves = had.some((address) => !gets.includes(address));
    const isWatched = after.monitor !== null;
    if (isWatched && before.monitor !== after.monitor && before.enabled) rewatched.push(change);
    // What nothing watches is answered at once.
    else if (!leaves || (comes && !isWatched)) opening.push(change);
    else {
      if (comes) widened.push({ ...change, after: widen(change, before, after) });
      closing.push(change);
    }
  }
  return { opening, widened, turns: takeTurns(rewatched), closing };
}

/** What a pool answers with while it is healthy. */
export function activeAddresses({ enabled, origins }: Pool): readonly string[] {
  return enabled ? origins.filter(isActive).map(({ address }) => address) : [];
}

function isActive({ enabled, weight }: CloudflareOrigin): boolean {
  return enabled && weight > 0;
}

/** Before and after; null where there is none. */
function poolsOf(change: Making): readonly [Pool | null, Pool | null] {
  const before = change.action === "update" ? change.before.attributes : {};
  const { attributes: after } = change.after;
  return [isPool(before) ? before : null, isPool(after) ? after : null];
}

/** The pool as it is wanted, and in it all that answered before, as much as before. */
function widen({ after: wanted }: Making, before: Pool, after: Pool) {
  const active = before.origins.filter(isActive);
  const kept = after.origins.map((origin) => {
    const was = active.find(({ address }) => address === origin.address);
    return was === undefined ? origin : { ...origin, enabled: true, weight: was.weight };
  });
  const names = new Set(kept.map(({ name }) => name));
  const addresses = new Set(kept.map(({ address }) => address));
  const leaving = active
    .filter(({ address }) => !addresses.has(address))
    // Health goes by addresses (API, pool health details); no endpoint of a policy has a dot in its name.
    .map((origin) => (names.has(origin.name) ? { ...origin, name: `${origin.name}.leaving` } : origin));
  const origins = [...kept, ...leaving].sort((one, other) => (one.name < other.name ? -1 : 1));
  return describePool({ ...after, enabled: true, origins }, wanted.owner, wanted.origin);
}

function takeTurns(changes: readonly Making[]): readonly (readonly Making[])[] {
  const turns: Making[][] = [];
  for (const group of groupByOwner(changes, ({ after }) => after.owner).values()) {
    for (const [turn, change] of group.entries()) {
      const known = turns[turn];
      if (known === undefined) turns.push([change]);
      else known.push(change);
    }
  }
  return turns;
}
