/** Why a batch failed: it had already been applied, somebody else was first, or the vendor wants none of it. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import { canonicalJson } from "../canonical-json.ts";
import { type Change, subjectOf } from "../change.ts";
import type { Snapshot } from "../connection.ts";
import { ProviderError, providerError } from "../provider-error.ts";
import type { Resource } from "../resource.ts";
import type { Batch } from "./batch.ts";
import type { RefusedBatch } from "./client-error.ts";
import { readZone } from "./read.ts";
import type { WriteContext } from "./write-context.ts";

/**
 * Reads the zone again before judging. When a reply was lost, the SDK's second try is refused although the first
 * was applied; then the zone already is as desired, and null says that all is well. Where the names of the batch
 * are no longer as they were read, somebody else was first. Otherwise the failure is what it says it is.
 */
export async function judgeFailure(
  context: WriteContext,
  batch: Batch,
  changes: readonly Change[],
  failure: ProviderError | RefusedBatch,
): Promise<ProviderError | null> {
  const keys = new Set(batch.keys);
  const own = { name: context.policy, formerly: context.formerly };
  const snapshot = await readZone(context.api, context.zone, own, context.compiled, new Set());
  const live = new Map<string, Resource>(snapshot.resources.map((resource) => [resource.key, resource]));
  const batched = changes.filter((change) => keys.has(subjectOf(change).key));
  if (batched.every((change) => isSame(live.get(subjectOf(change).key), wanted(change)))) return null;
  if (failure instanceof ProviderError) return failure;

  const moved = movedBetween(context.snapshot, snapshot, new Set(batch.owners));
  if (moved.length === 0) return providerError("rejected", "Route 53", failure.message);
  return new ProviderError("conflict", diagnose("conflict", { zone: context.zone.name, moved }, null));
}

/** What stands otherwise at these names than it was read, ours or not. */
function movedBetween(before: Snapshot, after: Snapshot, owners: ReadonlySet<string>): readonly string[] {
  const at = (snapshot: Snapshot) =>
    new Map(
      [...snapshot.resources, ...snapshot.foreign]
        .filter(({ owner }) => owner !== null && owners.has(owner))
        .map((resource) => [
          resource.key,
          { title: resource.title.join(" "), text: canonicalJson(resource.raw) },
        ]),
    );
  const [old, fresh] = [at(before), at(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .filter((key) => old.get(key)?.text !== fresh.get(key)?.text)
    .map((key) => (fresh.get(key) ?? old.get(key))?.title ?? key);
}

function wanted(change: Change): Resource | null {
  return change.action === "delete" ? null : change.after;
}

function isSame(live: Resource | undefined, other: Resource | null): boolean {
  if (live === undefined || other === null) return live === undefined && other === null;
  return canonicalJson(live.attributes) === canonicalJson(other.attributes);
}
