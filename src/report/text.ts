/** Text for a terminal: columns, and nothing that could repaint it. */

// Controls, zero-width and direction marks: what comes from a vendor or a file must not steer the terminal.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Text from outside, on one line, without control characters and without what runners of GitHub Actions take for a
 * command anywhere in a line.
 */
export function printable(text: string): string {
  // Nearly all text is plain, and the classes take milliseconds to compile.
  const shown = /^[ -~]*$/.test(text) ? text : text.replace(unprintable, "");
  return shown.includes("##[") ? shown.replaceAll("##[", "## [") : shown;
}

/** JSON text that means the same, without characters that would steer a terminal. */
export function escapeControls(json: string): string {
  return json.replace(unprintable, (character) =>
    character === "\n"
      ? character
      : character
          .split("")
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
          .join(""),
  );
}

/** Rows with their columns under one another. The last column is not padded, and one that is empty takes no room. */
export function alignColumns(rows: readonly (readonly string[])[], gap = "  "): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    }
  }
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .filter((_, column) => widths[column] !== 0)
      .join(gap)
      .trimEnd(),
  );
}

/**
 * Text in lines, broken at spaces but not within "eu-a 90 %" or "30 s". None but the first begins with `::`, as commands to
 * runners of GitHub Actions do.
 *
 * @param width - columns that a line may have; a word that is longer keeps a line to itself
 * @returns no line at all of an empty text
 */
export function wrap(text: string, width: number): readonly string[] {
  if (text === "") return [];
  const lines: string[] = [];
  for (const word of text.split(/ (?!%|s\b|[\d.]+ %)/u)) {
    const last = lines.at(-1);
    if (last !== undefined && (last.length + 1 + word.length <= width || word.startsWith("::")))
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** "1 record", "2 records", "3 classes", "4 policies". */
export function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : pluralize(noun)}`;
}

function pluralize(noun: string): string {
  if (/[^aeiou]y$/u.test(noun)) return `${noun.slice(0, -1)}ies`;
  return `${noun}${noun.endsWith("s") ? "es" : "s"}`;
}

/** 12.5 → "12.5 %", with at most one digit behind the point. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

/** Indents every line that isn't empty. */
export function indent(lines: readonly string[], by: number): readonly string[] {
  return lines.map((line) => (line === "" ? "" : `${" ".repeat(by)}${line}`));
}
