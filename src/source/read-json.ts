import { diagnose } from "../diagnostic/diagnose.ts";
import type { SourceFile } from "./document.ts";
import { readJsonNodes } from "./json-nodes.ts";
import { deepest } from "./limits.ts";
import { makeScalar, type Read, type SourceNode } from "./node.ts";

/**
 * Reads strict JSON (RFC 8259). `JSON.parse` does the work; positions are looked up when something is wrong, or
 * when somebody asks for one.
 */
export function readJson(file: SourceFile, mostValues: number): Read {
  // The mark that some editors write at the start is no part of JSON.
  const text = file.text.charCodeAt(0) === 0xfeff ? file.text.slice(1) : file.text;
  const survey = surveyJson(file.text, mostValues);
  const at = (offset: number) => ({ file: file.path, start: offset, end: offset + 1 });
  if (survey.tooDeep !== null) {
    return { root: null, diagnostics: [diagnose("file-too-deep", {}, at(survey.tooDeep))] };
  }
  if (survey.tooMany !== null) {
    const args = { most: mostValues, what: "values" } as const;
    return { root: null, diagnostics: [diagnose("file-too-complex", args, at(survey.tooMany))] };
  }
  if (text.trim() === "") return { root: makeScalar(null, { start: 0, end: 0 }), diagnostics: [] };
  const parsed = parse(text);
  if (parsed === null) return readJsonNodes(file);
  const copied = copyWithoutPrototypes(parsed.value);
  // A key that is written twice leaves fewer keys than the text has.
  if (copied.keys !== survey.keys) return readJsonNodes(file);
  return { root: makeLazyNode(file, copied.value), diagnostics: [] };
}

function parse(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

interface Survey {
  /** Of a text that is JSON; of any other it is a guess. */
  readonly keys: number;
  /** Offsets where a limit is passed. */
  readonly tooDeep: number | null;
  readonly tooMany: number | null;
}

/** Counts what the text holds in one pass, without making anything of it. */
function surveyJson(text: string, most: number): Survey {
  let [keys, values, depth] = [0, 1, 0];
  for (let offset = 0; offset < text.length; offset += 1) {
    const character = text.charAt(offset);
    if (character === '"') {
      offset = findClosingQuote(text, offset);
    } else if (character === ":") keys += 1;
    else if (character === ",") values += 1;
    else if (character === "[" || character === "{") {
      [depth, values] = [depth + 1, values + 1];
      if (depth > deepest) return { keys, tooDeep: offset, tooMany: null };
    } else if (character === "]" || character === "}") depth -= 1;
    if (keys + values > most) return { keys, tooDeep: null, tooMany: offset };
  }
  return { keys, tooDeep: null, tooMany: null };
}

function findClosingQuote(text: string, opening: number): number {
  for (let offset = opening + 1; offset < text.length; offset += 1) {
    const character = text.charCodeAt(offset);
    if (character === 0x22) return offset;
    if (character === 0x5c) offset += 1;
  }
  return text.length;
}

/** So that a key named `constructor` or `__proto__` is a key like any other. Counts the keys. */
function copyWithoutPrototypes(parsed: unknown): { readonly value: unknown; readonly keys: number } {
  let keys = 0;
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== "object" || value === null) return value;
    const copied: Record<string, unknown> = Object.create(null);
    for (const [key, inner] of Object.entries(value)) {
      keys += 1;
      copied[key] = copy(inner);
    }
    return copied;
  };
  return { value: copy(parsed), keys };
}

/** Data whose places are read from the text when the first of them is wanted. */
function makeLazyNode(file: SourceFile, value: unknown): SourceNode {
  let read: SourceNode | null = null;
  const node = (): SourceNode => {
    read ??= readJsonNodes(file).root ?? makeScalar(value, { start: 0, end: 0 });
    return read;
  };
  return {
    value,
    get children() {
      return node().children;
    },
    get start() {
      return node().start;
    },
    get end() {
      return node().end;
    },
    get size() {
      return node().size;
    },
    get height() {
      return node().height;
    },
  };
}
