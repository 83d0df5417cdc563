/** Changing single values of a file where they stand: every other character, comments too, stays as it is. */
import { isDeepStrictEqual } from "node:util";
import { hasErrors } from "../diagnostic/describe.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { SourceDocument, SourceFile } from "./document.ts";
import { listComments } from "./format-yaml.ts";
import { limitsFor } from "./limits.ts";
import { extendPointer, splitPointer } from "./pointer.ts";
import { parseSource } from "./read.ts";

type Plain = number | boolean;

/** One change, at a JSON pointer. */
export type Edit =
  /** Puts another value in the place of a number, true or false. */
  | { readonly kind: "set"; readonly pointer: string; readonly value: Plain }
  /** Gives a mapping this entry, or the one that it has another value. */
  | { readonly kind: "put"; readonly pointer: string; readonly key: string; readonly value: Plain }
  /** Takes an entry away; where its comment would go with it, it gets `otherwise` for a value. */
  | { readonly kind: "remove"; readonly pointer: string; readonly key: string; readonly otherwise: Plain };

/** Text in the place of other text. */
interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** An outcome that is wanted, and what would bring it about. */
interface Attempt {
  readonly splice: Splice | null;
  readonly value: unknown;
}

/** Edits a file that was read without an error; the new text, or why it can't be had. */
export function editSource(document: SourceDocument, edits: readonly Edit[]): SourceFile | Diagnostic {
  let edited = document;
  for (const edit of edits) {
    const next = apply(edited, edit);
    if (next === null) {
      const key = edit.kind === "set" ? {} : { on: "key" as const };
      const place = { file: document.file.path, pointer: edit.pointer, on: "value" as const, ...key };
      return diagnose("edit-unsafe", {}, place);
    }
    edited = next;
  }
  return edited.file;
}

function apply(document: SourceDocument, edit: Edit): SourceDocument | null {
  for (const attempt of attemptsOf(document, edit)) {
    const next = attempt.splice === null ? null : splice(document, attempt.splice, attempt.value);
    if (next !== null) return next;
  }
  return null;
}

/** The best first. What a text means is only known when it is read, so that each is tried. */
function attemptsOf(document: SourceDocument, edit: Edit): readonly Attempt[] {
  const { value: root } = document;
  switch (edit.kind) {
    case "set":
      return [
        {
          splice: replaceScalar(document, edit.pointer, edit.value),
          value: withValue(root, edit.pointer, edit.value),
        },
      ];
    case "put": {
      const pointer = extendPointer(edit.pointer, edit.key);
      const value = withValue(root, pointer, edit.value);
      if (keysAt(document, edit.pointer).includes(edit.key)) {
        return [{ splice: replaceScalar(document, pointer, edit.value), value }];
      }
      return [addBehind(document, edit), addBefore(document, edit)].map((found) => ({
        splice: found,
        value,
      }));
    }
    case "remove": {
      const pointer = extendPointer(edit.pointer, edit.key);
      return [
        ...[cutEntry(document, pointer), cutLines(document, pointer)].map((found) => ({
          splice: found,
          value: withValue(root, pointer, undefined),
        })),
        {
          splice: replaceScalar(document, pointer, edit.otherwise),
          value: withValue(root, pointer, edit.otherwise),
        },
      ];
    }
  }
}

/** The text with the splice, if it says just what it should and has lost no comment. */
function splice(
  { file }: SourceDocument,
  { start, end, text }: Splice,
  wanted: unknown,
): SourceDocument | null {
  const next = { ...file, text: `${file.text.slice(0, start)}${text}${file.text.slice(end)}` };
  const { document, diagnostics } = parseSource(next, limitsFor(Number.POSITIVE_INFINITY));
  if (document === null || hasErrors(diagnostics)) return null;
  if (!isDeepStrictEqual(document.value, wanted)) return null;
  const isKept = isJson(file) || isDeepStrictEqual(listComments(file.text), listComments(next.text));
  return isKept ? document : null;
}

function isJson({ path }: SourceFile): boolean {
  return path.toLowerCase().endsWith(".json");
}

function replaceScalar(document: SourceDocument, pointer: string, value: Plain): Splice {
  const { start, end } = stretchOf(document, pointer, "value");
  return { start, end, text: String(value) };
}

interface Addition {
  readonly pointer: string;
  readonly key: string;
  readonly value: Plain;
}

/** Behind the last entry: on its line within brackets, else on a line of its own. */
function addBehind(document: SourceDocument, { pointer, key, value }: Addition): Splice | null {
  const { file } = document;
  const { text } = file;
  const keys = keysAt(document, pointer);
  const last = keys.at(-1);
  if (last === undefined) return null;
  const entry = `${isJson(file) ? JSON.stringify(key) : key}: ${value}`;
  const at = extendPointer(pointer, last);
  const { end } = stretchOf(document, at, "value");
  if (isFlow(document, pointer)) {
    // JSON has no comments behind which a line could end.
    const own = isJson(file) ? indentationOf(text, stretchOf(document, at, "key").start) : null;
    return { start: end, end, text: own === null ? `, ${entry}` : `,${breakOf(text)}${own}${entry}` };
  }
  const column = indentationOf(text, stretchOf(document, at, "key").start);
  if (column === null) return null;
  const written = text.slice(0, end).trimEnd().length;
  const line = endOfLine(text, written);
  return { start: line, end: line, text: `${breakOf(text)}${column}${entry}` };
}

/** Before the first entry: an alias at the end of a mapping doesn't say where it stands. */
function addBefore(document: SourceDocument, { pointer, key, value }: Addition): Splice | null {
  const { file } = document;
  const [first] = keysAt(document, pointer);
  if (first === undefined) return null;
  const { start } = stretchOf(document, extendPointer(pointer, first), "key");
  const entry = `${isJson(file) ? JSON.stringify(key) : key}: ${value}`;
  const column = indentationOf(file.text, start);
  if (isFlow(document, pointer)) return { start, end: start, text: `${entry}, ` };
  return column === null ? null : { start, end: start, text: `${entry}${breakOf(file.text)}${column}` };
}

/** Within brackets: an entry and the comma before it, or the one behind it. */
function cutEntry(document: SourceDocument, pointer: string): Splice | null {
  const { text } = document.file;
  const { start } = stretchOf(document, pointer, "key");
  const { end } = stretchOf(document, pointer, "value");
  const before = text.slice(0, start).trimEnd();
  if (before.endsWith(",")) return { start: before.length - 1, end, text: "" };
  const comma = /^\s*,[ \t]*/u.exec(text.slice(end));
  return comma === null ? null : { start, end: end + comma[0].length, text: "" };
}

/** Without brackets: the lines of an entry that has them to itself. */
function cutLines(document: SourceDocument, pointer: string): Splice | null {
  const { text } = document.file;
  const { start } = stretchOf(document, pointer, "key");
  const { end } = stretchOf(document, pointer, "value");
  if (indentationOf(text, start) === null) return null;
  const first = text.lastIndexOf("\n", start - 1) + 1;
  const line = text.indexOf("\n", end);
  if (line !== -1) return { start: first, end: line + 1, text: "" };
  return { start: endOfLine(text, Math.max(0, first - 1)), end: text.length, text: "" };
}

/** The blanks before an offset; null where something else stands on its line. */
function indentationOf(text: string, offset: number): string | null {
  const before = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*$/u.test(before) ? before : null;
}

/** Where the line of an offset ends, before its line break. */
function endOfLine(text: string, offset: number): number {
  const line = text.indexOf("\n", offset);
  if (line === -1) return text.length;
  return line > offset && text.charAt(line - 1) === "\r" ? line - 1 : line;
}

/** Lines end as the first one does. */
function breakOf(text: string): string {
  return /^[^\n]*\r\n/u.test(text) ? "\r\n" : "\n";
}

function stretchOf({ file, locate }: SourceDocument, pointer: string, on: "key" | "value") {
  const { start, end } = locate({ file: file.path, pointer, on });
  return { start: start.offset, end: end.offset };
}

function isFlow(document: SourceDocument, pointer: string): boolean {
  const { start } = stretchOf(document, pointer, "value");
  return document.file.text.charAt(start) === "{";
}

function keysAt({ value: root }: SourceDocument, pointer: string): readonly string[] {
  let value = root;
  for (const segment of splitPointer(pointer)) value = childOf(value, segment);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

function childOf(value: unknown, segment: string): unknown {
  if (Array.isArray(value)) return value[Number(segment)];
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([key]) => key === segment)?.[1]
    : undefined;
}

/** A copy with another value at the pointer; undefined takes the entry away. */
function withValue(root: unknown, pointer: string, value: unknown): unknown {
  const [segment, ...rest] = splitPointer(pointer);
  if (segment === undefined) return value;
  const inner = rest.reduce((way, name) => extendPointer(way, name), "");
  if (Array.isArray(root)) {
    return root.map((item, index) => (index === Number(segment) ? withValue(item, inner, value) : item));
  }
  const copy: Record<string, unknown> = Object.create(null);
  if (typeof root === "object" && root !== null) Object.assign(copy, root);
  const changed = withValue(copy[segment], inner, value);
  if (changed === undefined) delete copy[segment];
  else copy[segment] = changed;
  return copy;
}
