/** A zone on which batches are replayed change by change, in the order and with the strictness of Route 53. */
import { diffResources } from "../../../src/plan/diff.ts";
import type { Compiled, LiveResource, Resource } from "../../../src/provider/resource.ts";
import { type Batch, buildBatches, encodeRecordSet } from "../../../src/provider/route53/batch.ts";
import type { RawChange, RawRecordSet } from "../../../src/provider/route53/client.ts";
import { writeMarker } from "../../../src/provider/route53/marker.ts";
import { toJson } from "../../../src/provider/route53/parse-raw.ts";
import { isRecordSet } from "../../../src/provider/route53/record-set.ts";
import { isMarkerFacts } from "../../../src/provider/route53/resource.ts";

export const zoneId = "Z0EXAMPLE";
const encoding = { zoneId, idOf: (ref: string) => `id-of-${ref}` };

/** What a zone holds after a compile was applied; health checks are left aside. */
export function liveFrom(compiled: Compiled, now = 0): readonly LiveResource[] {
  return compiled.resources.flatMap((resource) => {
    const raw = rawOf(resource, now);
    return raw === null ? [] : [{ ...resource, raw: toJson(raw) }];
  });
}

function rawOf({ attributes }: Resource, now: number): RawRecordSet | null {
  if (isRecordSet(attributes)) return encodeRecordSet(attributes, encoding);
  return isMarkerFacts(attributes) ? writeMarker(attributes, now) : null;
}

export function batchesBetween(before: Compiled | null, after: Compiled | null): readonly Batch[] {
  const live = before === null ? [] : liveFrom(before);
  const desired = (after?.resources ?? []).filter(({ kind }) => kind !== "health check");
  return buildBatches(diffResources(desired, live), { ...encoding, live, now: 0 });
}

type Sets = ReadonlyMap<string, RawRecordSet>;

export function zoneOf(compiled: Compiled | null): Sets {
  const live = compiled === null ? [] : liveFrom(compiled);
  return new Map(
    live.flatMap(({ attributes }) => {
      const raw = isRecordSet(attributes)
        ? encodeRecordSet(attributes, encoding)
        : isMarkerFacts(attributes)
          ? writeMarker(attributes, 0)
          : null;
      return raw === null ? [] : [[keyOfRaw(raw), raw]];
    }),
  );
}

/**
 * Applies batches. A DELETE must name what is there, exactly; a CREATE must find nothing; and after no single change
 * may an alias lead to nothing. Anything else throws.
 */
export function replay(zone: Sets, batches: readonly Batch[]): Sets {
  const sets = new Map(zone);
  for (const { changes } of batches) {
    for (const change of changes) {
      applyChange(sets, change);
      for (const set of sets.values()) {
        const target = set.AliasTarget;
        if (target === undefined) continue;
        const found = [...sets.values()].some(
          ({ Name, Type }) => Name === target.DNSName && Type === set.Type,
        );
        if (!found) throw new Error(`${describe(change)} leaves ${keyOfRaw(set)} without ${target.DNSName}`);
      }
    }
  }
  return sets;
}

function applyChange(sets: Map<string, RawRecordSet>, change: RawChange): void {
  const set = change.ResourceRecordSet;
  if (set === undefined) throw new Error("a change without a record set");
  const key = keyOfRaw(set);
  const found = sets.get(key);
  if (change.Action === "DELETE") {
    if (found === undefined) throw new Error(`${describe(change)}: not found`);
    if (textOf(found) !== textOf(set)) throw new Error(`${describe(change)}: not as it is`);
    sets.delete(key);
  } else if (change.Action === "CREATE") {
    if (found !== undefined) throw new Error(`${describe(change)}: it already exists`);
    sets.set(key, set);
  } else throw new Error(`${change.Action} overwrites`);
}

function describe(change: RawChange): string {
  return `${change.Action} ${change.ResourceRecordSet?.Name} ${change.ResourceRecordSet?.SetIdentifier ?? ""}`;
}

function keyOfRaw(set: RawRecordSet): string {
  return `${set.Name} ${set.Type} ${set.SetIdentifier ?? ""}`;
}

export function textOf(set: RawRecordSet): string {
  return JSON.stringify(Object.entries(set).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The changes of a batch, short: "DELETE www.example.com anywhere". */
export function describeBatch(batch: Batch | undefined): readonly string[] {
  return (batch?.changes ?? []).map((change) => describe(change).trim());
}
