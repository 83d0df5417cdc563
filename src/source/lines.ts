import type { Span } from "./document.ts";
import type { Stretch } from "./node.ts";

/** Offsets of the first character of each line. */
export function findLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The line on which an offset lies, counted from 1. */
export function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

/** Offsets as lines and columns; a byte order mark takes no column. */
export function spanOf(file: string, text: string, starts: readonly number[], stretch: Stretch): Span {
  const position = (offset: number) => {
    const bounded = Math.min(Math.max(offset, 0), text.length);
    const line = lineOf(starts, bounded);
    const mark = line === 1 && text.charCodeAt(0) === 0xfeff ? 1 : 0;
    return { line, column: Math.max(1, bounded - (starts[line - 1] ?? 0) + 1 - mark), offset: bounded };
  };
  return { file, start: position(stretch.start), end: position(Math.max(stretch.start, stretch.end)) };
}
