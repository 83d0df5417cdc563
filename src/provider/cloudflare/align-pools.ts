/**
 * Which live pool is which wanted one after the policy was renamed. A pool's name holds its policy's, and changes in
 * place: the same object goes on, with its health.
 */
import { canonicalJson } from "../canonical-json.ts";
import type { OwnNames } from "../own-names.ts";
import { withoutPosition } from "./canonical.ts";
import { poolPrefix } from "./names.ts";
import type { Pool } from "./objects.ts";

export interface LivePool {
  readonly id: string;
  /** The name of the policy in its marker. */
  readonly policy: string;
  /** The public name that it serves, by its marker. */
  readonly owner: string | undefined;
  readonly pool: Pool;
}

/** Wanted pools by name, with the public name that each serves. */
export type WantedPools = ReadonlyMap<string, { readonly pool: Pool; readonly owner: string | null }>;

/**
 * Lines up pools that a former name marks: by the name that the same pool would have had, else, where a name was cut, by
 * what is in it.
 *
 * @param taken - names of all pools that are live
 * @returns wanted names by the id of the live pool.
 */
export function alignPools(
  wanted: WantedPools,
  live: readonly LivePool[],
  taken: ReadonlySet<string>,
  zone: string,
  own: OwnNames,
): ReadonlyMap<string, string> {
  const open = new Map([...wanted].filter(([name]) => !taken.has(name)));
  const renamed = live.filter(({ policy, pool }) => policy !== own.name && !wanted.has(pool.name));
  const names = new Map<string, string>();
  const match = (isSame: (one: LivePool, name: string, pool: Pool) => boolean) => {
    for (const one of renamed) {
      if (names.has(one.id)) continue;
      const found = [...open].find(
        ([name, { pool, owner }]) => owner === one.owner && isSame(one, name, pool),
      );
      if (found === undefined) continue;
      names.set(one.id, found[0]);
      open.delete(found[0]);
    }
  };
  match(({ policy, pool }, name) => {
    const [before, now] = [poolPrefix(zone, policy), poolPrefix(zone, own.name)];
    return pool.name.startsWith(before) && `${now}${pool.name.slice(before.length)}` === name;
  });
  match(({ pool }, _name, wanted) => {
    const comparable = wanted.latitude === null ? withoutPosition(pool) : pool;
    return contentOf(comparable) === contentOf(wanted);
  });
  return names;
}

function contentOf({ name: _, monitor, ...pool }: Pool): string {
  return canonicalJson({ ...pool, isWatched: monitor !== null });
}
