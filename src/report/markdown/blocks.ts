/** The blocks that reports are made of. Each is whole lines, with an empty one between it and its neighbours. */

export type Block = readonly string[];

/** Cells are Markdown on one line. Bars in them are escaped, which in a table is undone in code too. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): Block {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|") || " ").join(" | ")} |`;
  return [line(headings), `|${headings.map(() => "---|").join("")}`, ...rows.map(line)];
}

/** Shown when somebody asks for it. */
export function folded(summary: string, blocks: readonly Block[]): Block {
  const inside = join(blocks);
  return inside.length === 0
    ? []
    : [`<details><summary>${summary}</summary>`, "", ...inside, "", "</details>"];
}

export function alert(kind: "WARNING" | "CAUTION", lines: readonly string[]): Block {
  return lines.length === 0 ? [] : [`> [!${kind}]`, ...lines.map((line) => `> ${line}`)];
}

/** Lines of one paragraph, each on its own. */
export function paragraph(lines: readonly string[]): Block {
  return lines
    .filter((line) => line !== "")
    .map((line, at, all) => (at < all.length - 1 ? `${line}\\` : line));
}

/** Blocks below one another. */
export function join(blocks: readonly Block[]): Block {
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, at) => (at === 0 ? block : ["", ...block]));
}

/** So many of a list as there is room for, and what is said of the others. */
export function someOf<T>(
  list: readonly T[],
  most: number,
): { readonly shown: readonly T[]; readonly left: number } {
  const shown = list.slice(0, most);
  return { shown, left: list.length - shown.length };
}
