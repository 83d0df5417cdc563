/**
 * Values of a policy file with the way to them. Whoever reads through these takes what has the right
 * shape and passes over the rest: the schema has complained about that already.
 */
import type { Pointed } from "../diagnostic/diagnostic.ts";
import type { SourceDocument } from "../source/document.ts";
import { extendPointer } from "../source/pointer.ts";

export interface Written {
  readonly file: string;
  readonly pointer: string;
  readonly value: unknown;
}

export interface WrittenEntry {
  readonly key: string;
  readonly value: Written;
}

/** The outermost mapping. */
export function readRoot(document: SourceDocument): Written {
  return { file: document.file.path, pointer: "", value: document.value };
}

/** The value of a key; null where it is missing or there is no mapping. */
export function readKey(written: Written, key: string): Written | null {
  if (!isMapping(written.value) || !Object.hasOwn(written.value, key)) return null;
  return { file: written.file, pointer: extendPointer(written.pointer, key), value: written.value[key] };
}

/** The entries of a mapping, none for anything else. */
export function readEntries(written: Written | null): readonly WrittenEntry[] {
  if (written === null || !isMapping(written.value)) return [];
  const { file, pointer } = written;
  return Object.entries(written.value).map(([key, value]) => ({
    key,
    value: { file, pointer: extendPointer(pointer, key), value },
  }));
}

/** The items of a list, none for anything else. */
export function readItems(written: Written | null): readonly Written[] {
  if (written === null || !isList(written.value)) return [];
  const { file, pointer } = written;
  return written.value.map((value, index) => ({ file, pointer: extendPointer(pointer, index), value }));
}

/** A text, or null. */
export function readText(written: Written | null): string | null {
  return typeof written?.value === "string" ? written.value : null;
}

/** A whole number, or null. */
export function readInteger(written: Written | null): number | null {
  return typeof written?.value === "number" && Number.isSafeInteger(written.value) ? written.value : null;
}

/** A finite number, or null. */
export function readNumber(written: Written | null): number | null {
  return typeof written?.value === "number" && Number.isFinite(written.value) ? written.value : null;
}

/** Where it was written. */
export function originOf(written: Written, on: Pointed["on"] = "value"): Pointed {
  return { file: written.file, pointer: written.pointer, on };
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The value at the end of this way from the root; undefined where there is none. */
export function valueAt(root: unknown, segments: readonly string[]): unknown {
  let value = root;
  for (const segment of segments) {
    if (isList(value)) value = value[Number(segment)];
    else if (isMapping(value)) value = value[segment];
    else return undefined;
  }
  return value;
}
