/** Making, changing and deleting one object: what is sent, and what is looked at before and after. */
import { ProviderError } from "../provider-error.ts";
import type { JsonObject, LiveResource, Resource } from "../resource.ts";
import { bodyOf } from "./body.ts";
import { createOnce } from "./create-once.ts";
import { refTo } from "./objects.ts";
import { steeringTypes } from "./read.ts";
import { refOf } from "./resource.ts";
import { collectionOf, type Making, markOf, type WriteContext } from "./write-context.ts";
import { conflictOver, fieldsNotKept, isUnmoved, readUnmoved, verifyWritten } from "./write-guard.ts";

/** Makes or changes an object. Throws `ProviderError`: a conflict when somebody else was first. */
export async function put(context: WriteContext, change: Making): Promise<void> {
  const { after } = change;
  const bodyFor = (before: JsonObject | null) =>
    bodyOf(after, markOf(context, after), (ref) => context.ids.get(ref) ?? ref, before, context.now());
  if (change.action === "create") {
    if (after.kind === "load balancer") await refuseShadowed(context, after);
    const made = await createOnce(context, after, bodyFor(null));
    const id = String(made.id);
    context.ids.set(refTo(refOf(after)), id);
    // Some fields are taken by a change only: a pool's check regions (API reference).
    if (fieldsNotKept(context, after, made).length > 0) await edit(context, after, id, bodyFor(made));
    await verifyObject(context, after, id);
    return;
  }
  const before = asThisRunLeftIt(context, change.before);
  const id = String(before.raw.id);
  if ((await readUnmoved(context, before)) === null) throw conflictOver(before);
  try {
    await edit(context, after, id, bodyFor(before.raw));
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.kind === "notFound") throw conflictOver(before);
    if (error.kind !== "unavailable") throw error;
    // It may have been carried out all the same, by any of the tries.
    const now = await context.api.get(context.scope, collectionOf(after), id);
    if (now === null) throw conflictOver(before);
    if (fieldsNotKept(context, after, now).length === 0) {
      context.written.set(after.key, now);
      return;
    }
    throw isUnmoved(context, before, now) ? error : conflictOver(before);
  }
  await verifyObject(context, after, id);
}

function asThisRunLeftIt({ written }: WriteContext, before: LiveResource): LiveResource {
  return { ...before, raw: written.get(before.key) ?? before.raw };
}

function edit(context: WriteContext, after: Resource, id: string, body: JsonObject): Promise<void> {
  return context.api.edit(context.scope, collectionOf(after), id, body);
}

function verifyObject(context: WriteContext, after: Resource, id: string): Promise<void> {
  return verifyWritten(context, [after], async () => {
    const kept = await context.api.get(context.scope, collectionOf(after), id);
    if (kept !== null) context.written.set(after.key, kept);
    return () => kept;
  });
}

/** A load balancer answers in the place of records of its name: of somebody else's, made since the plan, too. */
async function refuseShadowed(context: WriteContext, balancer: Resource): Promise<void> {
  const known = new Set(context.snapshot.resources.map(({ raw }) => raw.id));
  const here = await context.api.recordsAt(context.scope, String(balancer.attributes.name));
  const isNew = here.some(({ id, type }) => steeringTypes.has(String(type)) && !known.has(id));
  if (isNew) throw conflictOver(balancer);
}
