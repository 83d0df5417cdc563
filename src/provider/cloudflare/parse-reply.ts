/** What the API returned, as plain data. Nothing of it is believed before it was looked at. */
import type { JsonObject } from "../resource.ts";

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects of a list; anything else in it is passed over. */
export function readList(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
