/** Plain records, in batches of which either all is done or nothing (API, DNS records batch). */
import { groupByOwner } from "../by-owner.ts";
import { type Change, subjectOf } from "../change.ts";
import { ProviderError } from "../provider-error.ts";
import type { JsonObject, Resource } from "../resource.ts";
import { bodyOf } from "./body.ts";
import { readMark } from "./marker.ts";
import { ownerOfHelperName } from "./names.ts";
import { steeringTypes } from "./read.ts";
import { markOf, type WriteContext } from "./write-context.ts";
import { conflictOver, fieldsNotKept, isUnmoved, verifyWritten } from "./write-guard.ts";

/** Records in one batch on the Free plan (Cloudflare docs, "Batch record changes"); other plans take more. */
const mostInBatch = 200;

/** Names in batches, as few as can be; a name is never split. */
export function batchRecords(changes: readonly Change[]): readonly (readonly Change[])[] {
  const batches: Change[][] = [];
  for (const group of groupByOwner(changes, (change) => subjectOf(change).owner).values()) {
    const last = batches.at(-1);
    if (last === undefined || last.length + group.length > mostInBatch) batches.push([...group]);
    else last.push(...group);
  }
  return batches;
}

/** Writes one batch. Deletes come before creates in it, and all of it shows at once. */
export async function changeRecords(context: WriteContext, changes: readonly Change[]): Promise<void> {
  const { api, scope } = context;
  refuseMoved(context, changes, await api.list(scope, "dns_records"));
  try {
    await api.changeRecords(scope, {
      deletes: changes.flatMap((change) => (change.action === "delete" ? [{ id: idOf(change.before) }] : [])),
      patches: changes.flatMap((change) =>
        change.action === "update"
          ? [{ id: idOf(change.before), ...bodyFor(context, change.after, change.before.raw) }]
          : [],
      ),
      posts: changes.flatMap((change) =>
        change.action === "create" ? [bodyFor(context, change.after, null)] : [],
      ),
    });
  } catch (error) {
    if (!(error instanceof ProviderError) || !mayHaveHappened(error)) throw error;
    const now = await api.list(scope, "dns_records");
    if (hasHappened(context, changes, now)) return;
    refuseMoved(context, changes, now);
    throw error;
  }
  const written = made(changes).map(({ after }) => after);
  if (written.length === 0) return;
  await verifyWritten(context, written, async () => {
    const now = await api.list(scope, "dns_records");
    return (sent) => now.find((raw) => isRecord(sent, raw)) ?? null;
  });
}

/** No reply, or a refusal for what somebody else did meanwhile. */
function mayHaveHappened({ kind }: ProviderError): boolean {
  return kind === "unavailable" || kind === "rejected" || kind === "notFound";
}

/** Throws a conflict when a record isn't as it was read, or somebody else's came to a name. */
function refuseMoved(context: WriteContext, changes: readonly Change[], now: readonly JsonObject[]): void {
  const byId = new Map(now.map((raw) => [raw.id, raw]));
  const known = new Set(context.snapshot.resources.map(({ raw }) => raw.id));
  const strangers = new Set(
    now.flatMap((raw) =>
      steeringTypes.has(String(raw.type)) && !known.has(raw.id) && !isMade(context, raw)
        ? [String(raw.name).toLowerCase()]
        : [],
    ),
  );
  for (const change of changes) {
    if (change.action === "create") {
      if (strangers.has(String(change.after.attributes.name))) throw conflictOver(change.after);
      continue;
    }
    const { before } = change;
    const live = byId.get(before.raw.id);
    const isGone = live === undefined;
    if (isGone || !isUnmoved(context, before, live)) throw conflictOver(before);
  }
}

/** Made by this policy, in this run: what is ours before it is in the snapshot. */
function isMade({ policy, zone }: WriteContext, { comment }: JsonObject): boolean {
  const mark = readMark(comment);
  return mark?.policy === policy && (mark.zone ?? zone.name) === zone.name;
}

function hasHappened(context: WriteContext, changes: readonly Change[], now: readonly JsonObject[]): boolean {
  const ids = new Set(now.map(({ id }) => id));
  const gone = changes.flatMap((change) => (change.action === "delete" ? [change.before.raw.id] : []));
  if (gone.some((id) => ids.has(id))) return false;
  return made(changes).every(({ after }) => {
    const kept = now.find((raw) => isRecord(after, raw));
    if (kept === undefined || fieldsNotKept(context, after, kept).length > 0) return false;
    const [mark, sent] = [readMark(kept.comment), markOf(context, after)];
    return mark?.policy === sent?.policy && mark?.digest === sent?.digest && mark?.protect === sent?.protect;
  });
}

function made(changes: readonly Change[]) {
  return changes.flatMap((change) => (change.action === "delete" ? [] : [change]));
}

function isRecord({ attributes }: Resource, { name, type, content }: JsonObject): boolean {
  return (
    String(name).toLowerCase() === attributes.name &&
    type === attributes.type &&
    String(content).toLowerCase() === String(attributes.content).toLowerCase()
  );
}

function bodyFor(context: WriteContext, resource: Resource, before: JsonObject | null): JsonObject {
  return bodyOf(resource, markOf(context, resource), (ref) => ref, before, context.now());
}

function idOf({ raw }: { readonly raw: JsonObject }): string {
  return String(raw.id);
}

/** Whether a record is the helper name of an endpoint, which origins refer to. */
export function isHelperRecord({ attributes }: Resource): boolean {
  return ownerOfHelperName(String(attributes.name)) !== null;
}
