/** Digests of what a name was given, so that a marker can tell whether it is still that. */
import { canonicalJson } from "../canonical-json.ts";
import { shortHash } from "../short-hash.ts";

/** 16 hexadecimal digits over canonical objects, whatever their order. A check counts as its content. */
export function digestObjects(objects: readonly object[]): string {
  const lines = objects.map((object) => canonicalJson(object)).sort();
  return shortHash(lines.join("\n"), 16);
}
