/** Creates are never sent twice: after a lost reply the list is looked at before anything is judged. */
import { ProviderError } from "../provider-error.ts";
import type { JsonObject, Resource } from "../resource.ts";
import { type Mark, readMark } from "./marker.ts";
import { isMonitor } from "./objects.ts";
import { refOf } from "./resource.ts";
import { collectionOf, markOf, type WriteContext } from "./write-context.ts";
import { conflictOver, fieldsNotKept } from "./write-guard.ts";

/** Makes an object, or finds the one that a request without a reply had made. */
export async function createOnce(
  context: WriteContext,
  resource: Resource,
  body: JsonObject,
): Promise<JsonObject> {
  const collection = collectionOf(resource);
  try {
    return await context.api.create(context.scope, collection, body);
  } catch (error) {
    if (!(error instanceof ProviderError) || !mayHaveHappened(error)) throw error;
    // A monitor that was there before may still go by the name of a check that is called otherwise now.
    const known = new Set(context.snapshot.resources.map(({ raw }) => raw.id));
    const now = await context.api.list(context.scope, collection);
    const found = now.find((raw) => !known.has(raw.id) && isNamed(resource, raw));
    if (found === undefined) throw error;
    // Under this name, but not what was asked for: another writer's.
    if (!isMarkedSo(found, markOf(context, resource)) || fieldsNotKept(context, resource, found).length > 0) {
      throw conflictOver(resource);
    }
    return found;
  }
}

/** No reply, one that says nothing, or a name that is taken: by the request itself, or by somebody else. */
function mayHaveHappened({ kind }: ProviderError): boolean {
  return kind === "unavailable" || kind === "rejected";
}

/** A monitor goes by the reference in its description, everything else by its name. */
function isNamed(resource: Resource, raw: JsonObject): boolean {
  if (isMonitor(resource.attributes)) return readMark(raw.description)?.ref === refOf(resource);
  return raw.name === resource.attributes.name;
}

function isMarkedSo({ description }: JsonObject, sent: Mark | null): boolean {
  const mark = readMark(description);
  return mark?.policy === sent?.policy && mark?.zone === sent?.zone;
}
