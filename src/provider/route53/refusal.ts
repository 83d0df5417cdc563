/** Why a batch was refused: it had already been applied, somebody else was first, or it is wrong. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import { canonicalJson } from "../canonical-json.ts";
import { type Change, subjectOf } from "../change.ts";
import { ProviderError, providerError } from "../provider-error.ts";
import type { Resource } from "../resource.ts";
import type { Batch } from "./batch.ts";
import { readZone } from "./read.ts";
import type { WriteContext } from "./write-context.ts";

/**
 * Reads the zone again before judging. When a reply was lost, the SDK's second try is refused although the first
 * was applied; then the zone already is as desired, and null says that all is well.
 */
export async function judgeRefusal(
  context: WriteContext,
  batch: Batch,
  changes: readonly Change[],
  detail: string,
): Promise<ProviderError | null> {
  const snapshot = await readZone(context.api, context.zone, context.policy, context.compiled);
  const live = new Map<string, Resource>();
  for (const resource of [...snapshot.resources, ...snapshot.foreign]) live.set(resource.key, resource);
  const own = changes.filter((change) => batch.keys.includes(subjectOf(change).key));

  if (own.every((change) => isSame(live.get(subjectOf(change).key), wanted(change)))) return null;
  const moved = own.filter((change) => !isSame(live.get(subjectOf(change).key), expected(change)));
  if (moved.length === 0) return providerError("rejected", "Route 53", detail);
  const titles = moved.map((change) => subjectOf(change).title.join(" "));
  return new ProviderError(
    "conflict",
    diagnose("conflict", { zone: context.zone.name, moved: titles }, null),
  );
}

function wanted(change: Change): Resource | null {
  return change.action === "delete" ? null : change.after;
}

function expected(change: Change): Resource | null {
  return change.action === "create" ? null : change.before;
}

function isSame(live: Resource | undefined, other: Resource | null): boolean {
  if (live === undefined || other === null) return live === undefined && other === null;
  return canonicalJson(live.attributes) === canonicalJson(other.attributes);
}
