/** The difference between what is desired and what is live, resource by resource. Knows no vendor. */
import { canonicalJson } from "../provider/canonical-json.ts";
import type { Change } from "../provider/change.ts";
import type { Json, JsonObject, LiveResource, Resource } from "../provider/resource.ts";

/**
 * The changes that turn live into desired, in a fixed order. Live resources that nobody desires are deleted, so only
 * what is ours may be given.
 */
export function diffResources(
  desired: readonly Resource[],
  live: readonly LiveResource[],
): readonly Change[] {
  const liveByKey = new Map(live.map((resource) => [resource.key, resource]));
  const desiredKeys = new Set(desired.map((resource) => resource.key));
  const changes: Change[] = [];
  for (const after of desired) {
    const before = liveByKey.get(after.key);
    if (before === undefined) changes.push({ action: "create", after });
    else if (canonicalJson(before.attributes) !== canonicalJson(after.attributes)) {
      changes.push({ action: "update", before, after });
    }
  }
  for (const before of live) if (!desiredKeys.has(before.key)) changes.push({ action: "delete", before });
  return changes;
}

/** One attribute that a change touches; null where it isn't there. */
export interface AttributeChange {
  readonly attribute: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What an update changes, attribute by attribute. */
export function compareAttributes(
  before: Pick<Resource, "attributes">,
  after: Pick<Resource, "attributes">,
): readonly AttributeChange[] {
  const names = new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)]);
  return [...names].sort().flatMap((attribute) => {
    const [old, fresh] = [before.attributes[attribute], after.attributes[attribute]];
    if (canonicalJson(old ?? null) === canonicalJson(fresh ?? null)) return [];
    if (isMapOfLists(old) && isMapOfLists(fresh)) return compareMaps(attribute, old, fresh);
    if (isListOfNamed(old) && isListOfNamed(fresh)) return compareNamed(attribute, old, fresh);
    return [{ attribute, before: showValue(old), after: showValue(fresh) }];
  });
}

type Named = JsonObject & { readonly name: string };

function isListOfNamed(value: Json | undefined): value is readonly Named[] {
  return (
    Array.isArray(value) &&
    value.every((item) => typeof item === "object" && item !== null && typeof item.name === "string")
  );
}

/** Of members that have names, what changes of each: a weight, not all that is known of its pool. */
function compareNamed(
  attribute: string,
  old: readonly Named[],
  fresh: readonly Named[],
): readonly AttributeChange[] {
  const [before, after] = [old, fresh].map((list) => new Map(list.map((item) => [item.name, item])));
  return [...new Set([...old, ...fresh].map(({ name }) => name))].sort().flatMap((name) => {
    const [was, is] = [before?.get(name), after?.get(name)];
    if (canonicalJson(was ?? null) === canonicalJson(is ?? null)) return [];
    if (was === undefined || is === undefined) {
      const { name: _, ...rest } = was ?? is ?? { name };
      const shown = showValue(rest);
      const [gone, come] = was === undefined ? [null, shown] : [shown, null];
      return [{ attribute: `${attribute} ${name}`, before: gone, after: come }];
    }
    return Object.keys({ ...was, ...is }).flatMap((field) =>
      canonicalJson(was[field] ?? null) === canonicalJson(is[field] ?? null)
        ? []
        : [
            {
              attribute: `${attribute} ${name} ${field}`,
              before: showValue(was[field]),
              after: showValue(is[field]),
            },
          ],
    );
  });
}

type MapOfLists = Readonly<Record<string, readonly Json[]>>;

function isMapOfLists(value: Json | undefined): value is MapOfLists {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(Array.isArray)
  );
}

/** Keys of a map that change alike are one line: a continent is fifty countries. */
function compareMaps(attribute: string, old: MapOfLists, fresh: MapOfLists): readonly AttributeChange[] {
  const alike = new Map<string, AttributeChange & { readonly keys: readonly string[] }>();
  for (const key of [...new Set([...Object.keys(old), ...Object.keys(fresh)])].sort()) {
    const [before, after] = [showValue(old[key]), showValue(fresh[key])];
    if (before === after) continue;
    const group = JSON.stringify([before, after]);
    alike.set(group, { attribute, before, after, keys: [...(alike.get(group)?.keys ?? []), key] });
  }
  return [...alike.values()].map(({ keys, before, after }) => ({
    attribute: `${attribute} ${nameKeys(keys)}`,
    before,
    after,
  }));
}

/** More of them are counted. */
const mostNamed = 3;

function nameKeys(keys: readonly string[]): string {
  const more = keys.length - mostNamed;
  return `${keys.slice(0, mostNamed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** A value in few words: lists of one-field objects, such as values of a record set, as that field. */
function showValue(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.map((item) => showValue(item) ?? "").join(", ");
  return Object.values(value)
    .map((item) => showValue(item ?? null) ?? "")
    .join(" ");
}
