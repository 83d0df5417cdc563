import { invalidInput, noSuchHealthCheck, noSuchHostedZone } from "./api-error.ts";
import { bareId, type Call, type Outcome, ok, requireBody } from "./call.ts";
import { readFields, readList, readText, readTexts, requireField, requireText } from "./fields.ts";
import { type Tag, withEntry } from "./state.ts";
import { leaf, node, type XmlElement } from "./xml.ts";

const mostTags = 10;
const mostIds = 10;

/** Letters, digits, spaces and a few signs; `*` is refused, which other tools stumble over. */
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export function changeTagsForResource(call: Call): Outcome {
  const key = findTagged(call, call.path("resource"));
  const fields = readFields(requireBody(call, "ChangeTagsForResourceRequest"), ["AddTags", "RemoveTagKeys"]);
  const addList = fields.get("AddTags");
  const added = addList === undefined ? [] : readList(addList, "Tag").map(readTag);
  const removed = readTexts(fields, "RemoveTagKeys", "Key", { max: 128 }) ?? [];
  if (added.length + removed.length === 0) throw invalidInput("AddTags or RemoveTagKeys is required");
  if (added.length > mostTags || removed.length > mostTags)
    throw invalidInput(`At most ${mostTags} tags are allowed`);
  const tags = new Map(call.state.tags.get(key) ?? []);
  for (const name of removed) tags.delete(name);
  for (const [name, value] of added) tags.set(name, value);
  if (tags.size > mostTags) throw invalidInput(`A resource can't have more than ${mostTags} tags`);
  return {
    ...ok("ChangeTagsForResourceResponse", []),
    state: { ...call.state, tags: withEntry(call.state.tags, key, [...tags]) },
  };
}

export function listTagsForResource(call: Call): Outcome {
  const key = findTagged(call, call.path("resource"));
  return ok("ListTagsForResourceResponse", [printTags(call, key)]);
}

export function listTagsForResources(call: Call): Outcome {
  const fields = readFields(requireBody(call, "ListTagsForResourcesRequest"), ["ResourceIds"]);
  requireField(fields, "ResourceIds");
  const ids = readTexts(fields, "ResourceIds", "ResourceId", { max: 64 }) ?? [];
  if (ids.length === 0 || ids.length > mostIds)
    throw invalidInput(`Between 1 and ${mostIds} ids are required`);
  const sets = ids.map((id) => printTags(call, findTagged(call, id)));
  return ok("ListTagsForResourcesResponse", [node("ResourceTagSets", sets)]);
}

/** The key of the resource in the state, which must exist. */
function findTagged(call: Call, written: string): string {
  const type = call.path("kind");
  const id = bareId(written);
  if (type !== "healthcheck" && type !== "hostedzone")
    throw invalidInput(`The resource type '${type}' is unknown`);
  if (type === "healthcheck" && !call.state.healthChecks.has(id)) throw noSuchHealthCheck(id);
  if (type === "hostedzone" && !call.state.zones.has(id)) throw noSuchHostedZone(id);
  return `${type}/${id}`;
}

function readTag(element: XmlElement): Tag {
  const fields = readFields(element, ["Key", "Value"]);
  const key = requireText(fields, "Key", { max: 128 });
  const value = readText(fields, "Value", { min: 0, max: 256 }) ?? "";
  if (!allowed.test(key) || !allowed.test(value))
    throw invalidInput(`The tag '${key}' holds a character that is not allowed`);
  return [key, value];
}

function printTags(call: Call, key: string): XmlElement {
  const [type = "", id = ""] = key.split("/");
  const tags = call.state.tags.get(key) ?? [];
  return node("ResourceTagSet", [
    leaf("ResourceType", type),
    leaf("ResourceId", id),
    node(
      "Tags",
      tags.map(([name, value]) => node("Tag", [leaf("Key", name), leaf("Value", value)])),
    ),
  ]);
}
