/** Cloudflare knows no compare-and-swap: what is about to change is read again before, and compared after. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import { canonicalJson } from "../canonical-json.ts";
import { ProviderError } from "../provider-error.ts";
import type { Json, JsonObject, LiveResource, Resource } from "../resource.ts";
import { canonicalLoadBalancer, canonicalMonitor, canonicalPool, canonicalRecord } from "./canonical.ts";
import { isDnsRecord, isLoadBalancer, isMonitor, isPool } from "./objects.ts";
import { collectionOf, type WriteContext } from "./write-context.ts";

/** Reads an object again. Null when it is gone; throws a conflict when it is no longer as it was. */
export async function readUnmoved(context: WriteContext, before: LiveResource): Promise<JsonObject | null> {
  const now = await context.api.get(context.scope, collectionOf(before), String(before.raw.id));
  if (now === null || isUnmoved(context, before, now)) return now;
  throw conflictOver(before);
}

/** Whether what was read now is what was read when the plan was made. */
export function isUnmoved(context: WriteContext, before: LiveResource, now: JsonObject): boolean {
  return (
    now.modified_on === before.raw.modified_on &&
    canonicalJson(contentOf(context, before, now)) === canonicalJson(contentOf(context, before, before.raw))
  );
}

/** Somebody made it or changed it since the plan was made. */
export function conflictOver(resource: Resource): ProviderError {
  const what = spell(resource);
  return new ProviderError("conflict", diagnose("cloudflare-object-moved", { what }, resource.origin));
}

/** Milliseconds before each look: no document promises that the next read shows what was written. */
const looks = [0, 500, 1000];

/** What there is now of something that was sent; null: nothing. */
export type FindKept = (sent: Resource) => JsonObject | null;

/** Reads again what was written, since a reply need not be what is kept. Throws when it is something else, or gone. */
export async function verifyWritten(
  context: WriteContext,
  written: readonly Resource[],
  read: () => Promise<FindKept>,
): Promise<void> {
  let find: FindKept = () => null;
  const isKept = (sent: Resource) => {
    const kept = find(sent);
    return kept !== null && fieldsNotKept(context, sent, kept).length === 0;
  };
  try {
    for (const pause of looks) {
      if (pause > 0) await context.sleep(pause);
      find = await read();
      if (written.every(isKept)) return;
    }
  } catch (error) {
    // Reading stops at once for whoever interrupts; the write itself was accepted.
    if (error instanceof ProviderError && error.kind === "interrupted") return;
    throw error;
  }
  for (const sent of written) {
    const kept = find(sent);
    if (kept === null) throw conflictOver(sent);
    const fields = fieldsNotKept(context, sent, kept);
    if (fields.length === 0) continue;
    const args = { what: spell(sent), fields };
    throw new ProviderError("rejected", diagnose("cloudflare-not-kept", args, sent.origin));
  }
}

/** What of an object isn't as it was sent, by field. */
export function fieldsNotKept(context: WriteContext, sent: Resource, reply: JsonObject): readonly string[] {
  const kept = new Map(Object.entries(contentOf(context, sent, reply)));
  return Object.entries(sent.attributes).flatMap(([field, value]) =>
    isUnset(field, value) || canonicalJson(value) === canonicalJson(kept.get(field)) ? [] : [field],
  );
}

/** A position that isn't wanted can't be taken back. */
function isUnset(field: string, value: Json | undefined): boolean {
  return value === null && (field === "latitude" || field === "longitude");
}

/** The canonical content of what was read, under the references that the run knows. */
function contentOf({ ids }: WriteContext, { attributes }: Resource, raw: JsonObject): object {
  const refs = new Map([...ids].map(([ref, id]) => [id, ref]));
  const refOfId = (id: string) => refs.get(id) ?? `ref:id:${id}`;
  if (isMonitor(attributes)) return canonicalMonitor(raw);
  if (isPool(attributes)) return canonicalPool(raw, refOfId);
  if (isLoadBalancer(attributes)) return canonicalLoadBalancer(raw, refOfId);
  return isDnsRecord(attributes) ? canonicalRecord(raw) : raw;
}

function spell({ kind, title }: Resource): string {
  return `${kind} ${title[0] ?? ""}`;
}
