import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { SourceDocument } from "../source/document.ts";
import { extendPointer, splitPointer } from "../source/pointer.ts";
import type { SchemaError } from "./generated/validator.js";
import { expectationAt } from "./schema.ts";
import { isMapping, valueAt } from "./written.ts";

interface Explained {
  readonly diagnostics: readonly Diagnostic[];
  /** What the validator said about other things. */
  readonly rest: readonly SchemaError[];
}

/**
 * An empty key followed by neighbours that would make sense in it has lost their indentation. The
 * validator sees as many mistakes as there are neighbours; it is one.
 */
export function explainLostIndentation(document: SourceDocument, errors: readonly SchemaError[]): Explained {
  const diagnostics: Diagnostic[] = [];
  const settled = new Set<string>();
  const siblings = makeSiblingFinder(document);
  const strangers = collectStrangers(errors);
  for (const error of errors) {
    const segments = splitPointer(error.instancePath);
    const key = segments.at(-1);
    if (error.keyword !== "type" || key === undefined) continue;
    if (valueAt(document.value, segments) !== null) continue;
    const parent = segments.slice(0, -1);
    const pointer = error.instancePath.slice(0, error.instancePath.lastIndexOf("/"));
    const belongs = new Set(expectationAt(segments).keys);
    const lost: string[] = [];
    const { keys, positions } = siblings(parent, pointer);
    for (let at = (positions.get(key) ?? keys.length) + 1; at < keys.length; at += 1) {
      const neighbour = keys[at] ?? "";
      if (!belongs.has(neighbour) && !strangers.has(extendPointer(pointer, neighbour))) break;
      lost.push(neighbour);
    }
    if (lost.length === 0) continue;
    const place = { file: document.file.path, pointer: error.instancePath, on: "key" } as const;
    diagnostics.push(diagnose("not-indented", { key, lost }, place));
    for (const name of [key, ...lost]) settled.add(extendPointer(pointer, name));
  }
  if (settled.size === 0) return { diagnostics, rest: errors };
  return { diagnostics, rest: errors.filter((error) => !isBelow(subjectOf(error), settled)) };
}

/** What an error is about: a key that has no meaning is its own subject, not the mapping that holds it. */
function subjectOf(error: SchemaError): string {
  const key = error.params.additionalProperty;
  return typeof key === "string" ? extendPointer(error.instancePath, key) : error.instancePath;
}

function collectStrangers(errors: readonly SchemaError[]): ReadonlySet<string> {
  return new Set(errors.filter((error) => error.keyword === "additionalProperties").map(subjectOf));
}

/** Whether the path, or one of those above it, is among these. */
function isBelow(path: string, tops: ReadonlySet<string>): boolean {
  for (let top = path; top !== ""; top = top.slice(0, top.lastIndexOf("/"))) if (tops.has(top)) return true;
  return false;
}

interface Siblings {
  readonly keys: readonly string[];
  readonly positions: ReadonlyMap<string, number>;
}

/** Looks at each mapping once, however many of its keys are empty. */
function makeSiblingFinder(
  document: SourceDocument,
): (parent: readonly string[], pointer: string) => Siblings {
  const known = new Map<string, Siblings>();
  return (parent, pointer) => {
    const found = known.get(pointer);
    if (found !== undefined) return found;
    const mapping = valueAt(document.value, parent);
    const keys = isMapping(mapping) ? Object.keys(mapping) : [];
    const siblings = { keys, positions: new Map(keys.map((key, position) => [key, position])) };
    known.set(pointer, siblings);
    return siblings;
  };
}
