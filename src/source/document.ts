/** Text with positions: a policy file read as plain data, and the way back from a JSON pointer to line and column. */
import type { Diagnostic, Place } from "../diagnostic/diagnostic.ts";

export interface SourceFile {
  /** As shown to people: relative to the working directory, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Lines and columns count from 1; columns count UTF-16 units. `end` is just behind the last character. */
export interface Span {
  readonly file: string;
  readonly start: { readonly line: number; readonly column: number; readonly offset: number };
  readonly end: { readonly line: number; readonly column: number; readonly offset: number };
}

export interface SourceDocument {
  readonly file: SourceFile;
  /** Plain JSON data; objects have no prototype. */
  readonly value: unknown;
  locate(place: Place): Span;
}

/** A file and what was made of its text. */
export interface Parsed {
  readonly file: SourceFile;
  /** Null when the text is not data at all. */
  readonly document: SourceDocument | null;
  readonly diagnostics: readonly Diagnostic[];
}
