import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { SourceFile } from "./document.ts";
import { deepest } from "./limits.ts";
import { findLineStarts, lineOf } from "./lines.ts";
import {
  joinDuplicates,
  makeList,
  makeMapping,
  makeScalar,
  mostJoined,
  mostReported,
  type Read,
  type SourceEntry,
  type SourceNode,
} from "./node.ts";

interface Reading {
  readonly file: SourceFile;
  readonly text: string;
  readonly diagnostics: Diagnostic[];
  offset: number;
  /** Made when first needed. */
  lineStarts: readonly number[] | null;
}

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const words = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/**
 * Reads strict JSON (RFC 8259) with positions, which `JSON.parse` doesn't give, and with a word about each key
 * that is written twice.
 */
export function readJsonNodes(file: SourceFile): Read {
  const reading: Reading = { file, text: file.text, diagnostics: [], offset: 0, lineStarts: null };
  if (reading.text.charCodeAt(0) === 0xfeff) reading.offset = 1;
  skipBlanks(reading);
  if (reading.offset === reading.text.length) {
    return { root: makeScalar(null, { start: 0, end: 0 }), diagnostics: [] };
  }
  const root = readValue(reading, 0);
  if (root === null) return { root: null, diagnostics: reading.diagnostics };
  skipBlanks(reading);
  if (reading.offset < reading.text.length) {
    expected(reading, "the end of the file");
    return { root: null, diagnostics: reading.diagnostics };
  }
  return { root, diagnostics: reading.diagnostics };
}

function readValue(reading: Reading, depth: number): SourceNode | null {
  const { text, offset: start } = reading;
  if (depth > deepest) {
    reading.diagnostics.push(diagnose("file-too-deep", {}, place(reading, start, start + 1)));
    return null;
  }
  const first = text.charAt(start);
  if (first === "{") return readMapping(reading, depth);
  if (first === "[") return readList(reading, depth);
  if (first === '"') {
    const value = readText(reading);
    return value === null ? null : makeScalar(value, { start, end: reading.offset });
  }
  numberPattern.lastIndex = start;
  const number = numberPattern.exec(text)?.[0];
  if (number !== undefined) {
    reading.offset = start + number.length;
    return makeScalar(Number(number), { start, end: reading.offset });
  }
  for (const [word, value] of words) {
    if (!text.startsWith(word, start)) continue;
    reading.offset = start + word.length;
    return makeScalar(value, { start, end: reading.offset });
  }
  return expected(reading, "a value");
}

function readList(reading: Reading, depth: number): SourceNode | null {
  const start = reading.offset;
  const items: SourceNode[] = [];
  step(reading);
  if (take(reading, "]")) return makeList(items, { start, end: reading.offset });
  for (;;) {
    const item = readValue(reading, depth + 1);
    if (item === null) return null;
    items.push(item);
    skipBlanks(reading);
    if (take(reading, "]")) return makeList(items, { start, end: reading.offset });
    if (!take(reading, ",")) return expected(reading, "a comma or ]");
    skipBlanks(reading);
  }
}

function readMapping(reading: Reading, depth: number): SourceNode | null {
  const start = reading.offset;
  const entries = new Map<string, SourceEntry>();
  step(reading);
  if (take(reading, "}")) return makeMapping(entries, { start, end: reading.offset });
  for (;;) {
    const keyStart = reading.offset;
    if (reading.text.charAt(keyStart) !== '"') return expected(reading, "a key in double quotes");
    const name = readText(reading);
    if (name === null) return null;
    const key = { start: keyStart, end: reading.offset };
    skipBlanks(reading);
    if (!take(reading, ":")) return expected(reading, "a colon");
    skipBlanks(reading);
    const node = readValue(reading, depth + 1);
    if (node === null) return null;
    addEntry(reading, entries, name, { key, node });
    skipBlanks(reading);
    if (take(reading, "}")) return makeMapping(entries, { start, end: reading.offset });
    if (!take(reading, ",")) return expected(reading, "a comma or }");
    skipBlanks(reading);
  }
}

function addEntry(
  reading: Reading,
  entries: Map<string, SourceEntry>,
  name: string,
  entry: SourceEntry,
): void {
  const first = entries.get(name);
  if (first === undefined) {
    entries.set(name, entry);
    return;
  }
  if (reading.diagnostics.length >= mostReported) return;
  reading.lineStarts ??= findLineStarts(reading.text);
  const firstLine = lineOf(reading.lineStarts, first.key.start);
  const at = place(reading, entry.key.start, entry.key.end);
  reading.diagnostics.push(diagnose("yaml-duplicate-key", { key: name, firstLine }, at));
  if (reading.diagnostics.length <= mostJoined) entries.set(name, joinDuplicates(first, entry));
}

/** Finds the closing quote, and leaves escapes to `JSON.parse`. */
function readText(reading: Reading): string | null {
  const { text, offset: start } = reading;
  let end = start + 1;
  for (; end < text.length; end += 1) {
    const character = text.charCodeAt(end);
    if (character === 0x22) break;
    if (character === 0x5c) end += 1;
    else if (character < 0x20) {
      reading.offset = end;
      return expected(reading, 'the closing "');
    }
  }
  const literal = text.slice(start, end + 1);
  try {
    const value: unknown = JSON.parse(literal);
    if (typeof value === "string") {
      reading.offset = end + 1;
      return value;
    }
  } catch {
    // An escape that JSON does not know, or no closing quote.
  }
  return expected(reading, end < text.length ? "text with valid escapes" : "text with its closing quote");
}

function step(reading: Reading): void {
  reading.offset += 1;
  skipBlanks(reading);
}

function take(reading: Reading, character: string): boolean {
  if (reading.text.charAt(reading.offset) !== character) return false;
  reading.offset += 1;
  return true;
}

function skipBlanks(reading: Reading): void {
  const { text } = reading;
  for (;;) {
    const character = text.charCodeAt(reading.offset);
    if (character !== 0x20 && character !== 0x0a && character !== 0x0d && character !== 0x09) return;
    reading.offset += 1;
  }
}

function expected(reading: Reading, wanted: string): null {
  const { text, offset } = reading;
  const character = text.charAt(offset);
  const found = character === "" ? "the end of the file" : character === "\n" ? "a new line" : character;
  reading.diagnostics.push(
    diagnose("json-syntax", { expected: wanted, found }, place(reading, offset, offset + 1)),
  );
  return null;
}

function place(reading: Reading, start: number, end: number): { file: string; start: number; end: number } {
  return { file: reading.file.path, start, end };
}
