/** What is no longer as it was when a plan was made. */
import type { Snapshot } from "../../provider/connection.ts";
import type { JsonObject, Resource } from "../../provider/resource.ts";
import { type AttributeChange, compareAttributes } from "../diff.ts";
import { digestOf } from "../digest.ts";
import type { Planned } from "../generated/wire.ts";

/** One object that was read for a plan. */
export interface ReadDigest {
  readonly key: string;
  readonly digest: string;
}

/** An object that somebody touched. */
export interface Moved {
  readonly key: string;
  readonly how: "changed" | "gone" | "new";
  /** As it was planned; null when it wasn't there, or when that can't be told any more. */
  readonly before: JsonObject | null;
  /** Null when it is gone. */
  readonly now: JsonObject | null;
  /** Of one that changed, as far as it is known how it was. */
  readonly attributes: readonly AttributeChange[];
}

type Read = Pick<Snapshot, "resources" | "foreign">;

/**
 * Everything that a plan rests on: what is ours, and what stands at our names. The rest of the zone may change as it
 * likes: else no plan of a busy zone would live long enough to be applied.
 */
export function digestReads(snapshot: Read): readonly ReadDigest[] {
  return [...indexReads(snapshot)]
    .map(([key, { attributes }]) => ({ key, digest: digestOf(attributes) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

function indexReads({ resources, foreign }: Read): ReadonlyMap<string, Resource> {
  return new Map([...foreign, ...resources].map((resource) => [resource.key, resource]));
}

/**
 * What moved since.
 *
 * @param desired - what the policy asks for, as which everything was that the plan left alone
 */
export function findMoved(
  { plan, reads }: Planned,
  snapshot: Read,
  desired: readonly Resource[],
): readonly Moved[] {
  const planned = new Map(reads.map(({ key, digest }) => [key, digest]));
  const known = new Map<string, JsonObject>(desired.map(({ key, attributes }) => [key, attributes]));
  for (const { change } of [...plan.shared, ...plan.names.flatMap(({ changes }) => changes)]) {
    if (change.action !== "create") known.set(change.before.key, change.before.attributes);
  }
  const live = indexReads(snapshot);
  return [...new Set([...planned.keys(), ...live.keys()])].sort().flatMap((key): readonly Moved[] => {
    const [digest, now] = [planned.get(key), live.get(key)?.attributes ?? null];
    if (now !== null && digest === digestOf(now)) return [];
    if (digest === undefined) return [{ key, how: "new", before: null, now, attributes: [] }];
    const guess = known.get(key) ?? null;
    const before = guess !== null && digestOf(guess) === digest ? guess : null;
    if (now === null) return [{ key, how: "gone", before, now, attributes: [] }];
    const attributes = before === null ? [] : compareAttributes({ attributes: before }, { attributes: now });
    return [{ key, how: "changed", before, now, attributes }];
  });
}
