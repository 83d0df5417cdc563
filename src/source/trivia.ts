/** Comments and blank lines among the tokens of a YAML file, told by where they stand on their line. */
import type { CST } from "yaml";
import type { Line } from "./layout.ts";

export interface Trivia {
  /** On lines of their own. */
  readonly lines: readonly Line[];
  /** Behind something on its line; a second one becomes a line. */
  readonly inline: string | null;
  readonly anchor: string | null;
  readonly tag: string | null;
}

/** Sorts the tokens between two values. */
export function readTrivia(text: string, tokens: readonly CST.Token[]): Trivia {
  const lines: Line[] = [];
  let inline: string | null = null;
  let anchor: string | null = null;
  let tag: string | null = null;
  for (const token of tokens) {
    if (token.type === "anchor") anchor = token.source;
    else if (token.type === "tag") tag = token.source;
    else if (token.type === "comment") {
      const column = token.offset - startOfLine(text, token.offset);
      const comment = token.source.trimEnd();
      if (inline === null && !standsAlone(text, token.offset)) inline = comment;
      else lines.push({ kind: "comment", text: comment, column });
    } else if (token.type === "newline") {
      // One token may hold several line breaks.
      for (let at = 0; at < token.source.length; at += 1) {
        if (token.source.charAt(at) === "\n" && standsAlone(text, token.offset + at)) {
          lines.push({ kind: "blank" });
        }
      }
    }
  }
  return { lines, inline, anchor, tag };
}

function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

function standsAlone(text: string, offset: number): boolean {
  return text.slice(startOfLine(text, offset), offset).trim() === "";
}

export interface Split {
  /** Belongs into the collection. */
  readonly kept: readonly Line[];
  /** Belongs behind it. */
  readonly left: readonly Line[];
}

/**
 * What stands behind the last entry of a collection: a comment further to the left ends it, as do blank
 * lines with nothing behind them.
 *
 * @param column - of the collection
 * @param outer - column of what holds the collection, -1 for a document
 */
export function splitTail(lines: readonly Line[], column: number, outer: number): Split {
  const first = lines.findIndex(
    (line) => line.kind === "comment" && (line.column < column || line.column <= outer),
  );
  let end = first === -1 ? lines.length : first;
  while (end > 0 && lines[end - 1]?.kind === "blank") end -= 1;
  return { kept: lines.slice(0, end), left: lines.slice(end) };
}
