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
  const settled: string[] = [];
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
    for (const neighbour of neighboursAfter(document, parent, key)) {
      if (!belongs.has(neighbour) && !strangers.has(extendPointer(pointer, neighbour))) break;
      lost.push(neighbour);
    }
    if (lost.length === 0) continue;
    const place = { file: document.file.path, pointer: error.instancePath, on: "key" } as const;
    diagnostics.push(diagnose("not-indented", { key, lost }, place));
    settled.push(error.instancePath, ...lost.map((neighbour) => extendPointer(pointer, neighbour)));
  }
  if (settled.length === 0) return { diagnostics, rest: errors };
  const isSettled = (path: string) => settled.some((done) => path === done || path.startsWith(`${done}/`));
  return { diagnostics, rest: errors.filter((error) => !isSettled(subjectOf(error))) };
}

/** What an error is about: a key that has no meaning is its own subject, not the mapping that holds it. */
function subjectOf(error: SchemaError): string {
  const key = error.params.additionalProperty;
  return typeof key === "string" ? extendPointer(error.instancePath, key) : error.instancePath;
}

function collectStrangers(errors: readonly SchemaError[]): ReadonlySet<string> {
  return new Set(errors.filter((error) => error.keyword === "additionalProperties").map(subjectOf));
}

function neighboursAfter(
  document: SourceDocument,
  parent: readonly string[],
  key: string,
): readonly string[] {
  const mapping = valueAt(document.value, parent);
  const keys = isMapping(mapping) ? Object.keys(mapping) : [];
  return keys.slice(keys.indexOf(key) + 1);
}
