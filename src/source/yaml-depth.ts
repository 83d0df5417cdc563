import { deepest } from "./limits.ts";

/**
 * How deep the text nests, judged from the lexer's pieces alone: brackets, and the columns in which
 * lines begin. A cautious count; it may take a level too many, never one too few.
 *
 * @returns the offset at which the nesting passes the limit, or null
 */
export function findExcessiveDepth(lexemes: readonly string[]): number | null {
  const columns: number[] = [];
  let brackets = 0;
  let inline = 0;
  let offset = 0;
  let column = 0;
  let lineHasContent = false;
  for (const lexeme of lexemes) {
    const first = lexeme.charAt(0);
    const marker = first === "\u0002" || first === "\u0018" || first === "\u001f" || first === "\ufeff";
    const blank = marker || lexeme.trim() === "" || first === "#";
    if (!blank && !lineHasContent) {
      lineHasContent = true;
      inline = 0;
      if (brackets === 0) {
        while ((columns.at(-1) ?? -1) >= column) columns.pop();
        columns.push(column);
      }
    }
    if (lexeme === "[" || lexeme === "{") brackets += 1;
    else if ((lexeme === "]" || lexeme === "}") && brackets > 0) brackets -= 1;
    else if (brackets === 0 && (lexeme === "-" || lexeme === "?" || lexeme === ":")) inline += 1;
    if (columns.length + brackets + inline > deepest + 2) return offset;
    if (marker && first !== "\ufeff") continue;
    offset += lexeme.length;
    const newline = lexeme.lastIndexOf("\n");
    if (newline === -1) column += lexeme.length;
    else {
      column = lexeme.length - newline - 1;
      // A scalar of several lines ends on the line of what follows it; only line breaks begin a new one.
      if (lexeme.trim() === "") lineHasContent = false;
      else if (newline === lexeme.length - 1) lineHasContent = false;
    }
  }
  return null;
}
