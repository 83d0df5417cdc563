/** The lines of a file around a mistake, with a caret line below the stretch that is meant. Without colour. */

/** Lines and columns count from 1; `end` is just behind the last character. */
export interface FramedStretch {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

const context = 1;
const widest = 96;
const tabWidth = 2;
// Controls, zero-width and direction marks: a file must not be able to repaint the terminal.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Draws a code frame: up to three lines with their numbers, and carets under the stretch.
 *
 * @returns the frame without a newline at its end
 */
export function drawFrame(text: string, stretch: FramedStretch): string {
  const { start, end } = stretch;
  const lines = linesAround(text, start.line);
  const digits = String(start.line + context).length;
  const drawn: string[] = [];
  for (const { number, content } of lines) {
    const gutter = String(number).padStart(digits);
    if (number !== start.line) {
      drawn.push(`  ${gutter} | ${cut(expand(content), 0).shown}`.trimEnd());
      continue;
    }
    const from = expand(content.slice(0, start.column - 1)).length;
    const stop = end.line === start.line ? end.column - 1 : content.length;
    const width = Math.max(1, expand(content.slice(0, Math.max(stop, start.column))).trimEnd().length - from);
    const { shown, shift } = cut(expand(content), from);
    const column = from - shift;
    const carets = "^".repeat(Math.max(1, Math.min(width, widest - column)));
    drawn.push(`> ${gutter} | ${shown}`.trimEnd());
    drawn.push(`  ${" ".repeat(digits)} | ${" ".repeat(column)}${carets}`);
  }
  return drawn.join("\n");
}

/** Finds the lines by searching outwards, so that a long file is not split for one frame. */
function linesAround(text: string, line: number): { number: number; content: string }[] {
  const lines: { number: number; content: string }[] = [];
  let offset = 0;
  for (let number = 1; number <= line + context; number += 1) {
    const newline = text.indexOf("\n", offset);
    const stop = newline === -1 ? text.length : newline;
    if (number >= line - context) lines.push({ number, content: text.slice(offset, stop) });
    if (newline === -1) break;
    offset = newline + 1;
  }
  const last = lines.at(-1);
  if (last !== undefined && last.number > line && last.content.trim() === "") lines.pop();
  return lines;
}

function expand(content: string): string {
  return content.replaceAll("\t", " ".repeat(tabWidth)).replace(unprintable, "");
}

/** Keeps the stretch in view when the line is longer than a terminal is wide. */
function cut(content: string, from: number): { shown: string; shift: number } {
  if (content.length <= widest) return { shown: content, shift: 0 };
  if (from < widest - 20) return { shown: `${content.slice(0, widest - 1)}…`, shift: 0 };
  const begin = from - 20;
  const rest = content.slice(begin, begin + widest - 2);
  const more = begin + widest - 2 < content.length ? "…" : "";
  return { shown: `…${rest}${more}`, shift: begin - 1 };
}
