import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic, Pointed } from "../diagnostic/diagnostic.ts";
import { suggest } from "../diagnostic/suggest.ts";
import type { SourceDocument } from "../source/document.ts";
import { extendPointer, splitPointer } from "../source/pointer.ts";
import { renderFlow } from "./flow.ts";
import { type SchemaError, validate } from "./generated/validator.js";
import { guessName } from "./guess-name.ts";
import { explainLostIndentation } from "./lost-indentation.ts";
import { guessPlace } from "./places.ts";
import { type Expectation, expectationAt } from "./schema.ts";
import { explainNode, explainShare } from "./shape.ts";
import { explainValue } from "./value-shape.ts";
import { isMapping, valueAt, type Written } from "./written.ts";

/** Nobody reads more, and each takes its time to be put into words. */
const mostErrors = 5000;

/**
 * Holds the file against the schema. What the validator complains about at one place becomes one
 * diagnostic there, unless the places' keys were wrong one by one.
 */
export function validateShape(document: SourceDocument): readonly Diagnostic[] {
  if (validate(document.value)) return [];
  const errors = (validate.errors ?? []).slice(0, mostErrors);
  const { diagnostics, rest } = explainLostIndentation(document, errors);
  const byPath = new Map<string, SchemaError[]>();
  for (const error of rest) {
    const errors = byPath.get(error.instancePath);
    if (errors === undefined) byPath.set(error.instancePath, [error]);
    else errors.push(error);
  }
  return [...diagnostics, ...[...byPath].flatMap(([path, errors]) => explainPlace(document, path, errors))];
}

function explainPlace(
  document: SourceDocument,
  pointer: string,
  errors: readonly SchemaError[],
): readonly Diagnostic[] {
  const segments = splitPointer(pointer);
  const written: Written = { file: document.file.path, pointer, value: valueAt(document.value, segments) };
  const expected = expectationAt(segments);
  if (expected.concept === "node") return [explainNode(written, expected)];
  if (expected.concept === "share") {
    const share = explainShare(written);
    if (share !== null) return [share];
  }
  const keywords = new Set(errors.map((error) => error.keyword));
  if (isMapping(written.value) && !keywords.has("type")) return explainKeys(written, expected, errors);
  return [explainValue(written, segments, expected, keywords)];
}

function explainKeys(
  written: Written,
  expected: Expectation,
  errors: readonly SchemaError[],
): readonly Diagnostic[] {
  const owner = expected.title;
  const missing = paramsOf(errors, "required", "missingProperty");
  const unknown = paramsOf(errors, "additionalProperties", "additionalProperty");
  const diagnostics: Diagnostic[] = [];
  const strange = isMapping(written.value) && unknown.length === Object.keys(written.value).length;
  const near = unknown.some((key) => suggest(key, expected.keys) !== null);
  const [stranger] = unknown;
  if (strange && unknown.length > 1 && !near && stranger !== undefined) {
    // Not one key is right: it stands in the wrong place, which is one mistake.
    const args = { key: stranger, owner, known: expected.keys, suggestion: null };
    return [diagnose("unknown-key", args, keyPlace(written, stranger))];
  }
  const found = new Set<string>();
  for (const key of unknown) {
    // One key too many and one too few are one key under another name.
    const only = unknown.length === 1 && missing.length === 1 ? missing[0] : undefined;
    const meant = suggest(key, expected.keys) ?? only ?? null;
    const suggestion = meant ?? (expected.concept === "from" ? guessPlace(key) : null);
    if (suggestion !== null) found.add(suggestion);
    const args = { key, owner, known: expected.keys, suggestion };
    diagnostics.push(diagnose("unknown-key", args, keyPlace(written, key)));
  }
  for (const key of missing) {
    if (found.has(key)) continue;
    const wanted = expectationAt([...splitPointer(written.pointer), key]);
    const example = wanted.example === null ? null : `${key}: ${renderFlow(wanted.example)}`;
    diagnostics.push(
      diagnose(
        "missing-key",
        { key, owner, example },
        { file: written.file, pointer: written.pointer, on: "key" },
      ),
    );
  }
  for (const name of paramsOf(errors, "propertyNames", "propertyName")) {
    diagnostics.push(diagnose("bad-name", { name, instead: guessName(name) }, keyPlace(written, name)));
  }
  if (errors.some((error) => error.keyword === "minProperties")) {
    const example = expected.example === null ? null : renderFlow(expected.example);
    diagnostics.push(
      diagnose(
        "empty-mapping",
        { owner, example },
        { file: written.file, pointer: written.pointer, on: "key" },
      ),
    );
  }
  return diagnostics;
}

function paramsOf(errors: readonly SchemaError[], keyword: string, param: string): readonly string[] {
  return errors.flatMap((error) => {
    const value = error.keyword === keyword ? error.params[param] : null;
    return typeof value === "string" ? [value] : [];
  });
}

function keyPlace(written: Written, key: string): Pointed {
  return { file: written.file, pointer: extendPointer(written.pointer, key), on: "key" };
}
