/** A file as it will be written: values with their comments, and nothing of how it was spaced before. */

/** A line of its own between others. Columns count from 0. */
export type Line =
  | { readonly kind: "comment"; readonly text: string; readonly column: number }
  | { readonly kind: "blank" };

export interface Collection {
  readonly kind: "collection";
  readonly shape: "mapping" | "list";
  /** Written with brackets. */
  readonly flow: boolean;
  readonly entries: readonly Entry[];
  /** Behind the last entry. */
  readonly closing: readonly Line[];
}

export type Content =
  | { readonly kind: "nothing" }
  /** A scalar on one line, in its final form. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "alias"; readonly name: string }
  /** Text after `|` or `>`, without its indentation. */
  | { readonly kind: "block"; readonly header: string; readonly lines: readonly string[] }
  | Collection;

export interface Value {
  readonly anchor: string | null;
  readonly tag: string | null;
  readonly content: Content;
}

export interface Entry {
  readonly before: readonly Line[];
  /** Null in a list. */
  readonly key: Key | null;
  /** Behind the colon or the dash, where the value begins on a line of its own. */
  readonly opening: string | null;
  /** Between that and a scalar. */
  readonly inside: readonly Line[];
  readonly value: Value;
  /** On the line on which the value ends. */
  readonly trailing: string | null;
}

export interface Key {
  readonly name: string;
  /** With its anchor and tag, in its final form. */
  readonly text: string;
}

export interface Layout {
  readonly directives: readonly string[];
  /** Before the document. */
  readonly head: readonly Line[];
  /** The line `---` with its comment, where it was written. */
  readonly marker: string | null;
  readonly root: Value;
  /** Behind the document. */
  readonly tail: readonly Line[];
}
