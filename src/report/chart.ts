/** Drawings made of letters, for terminals, logs and pages alike. */

const eighths = ["", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** One line, as high as a letter. What isn't nothing is seen, however little. */
export function drawLine(values: readonly number[], top: number): string {
  return values.map((value) => pickEighth(Math.round((value / top) * 8), value > 0) || " ").join("");
}

/** An area of so many rows, the top one first. */
export function drawArea(values: readonly number[], top: number, rows: number): readonly string[] {
  return Array.from({ length: rows }, (_, row) => {
    const below = rows - 1 - row;
    return values
      .map((value) => {
        const filled = Math.round((value / top) * rows * 8) - below * 8;
        return pickEighth(filled, below === 0 && value > 0) || " ";
      })
      .join("");
  });
}

function pickEighth(filled: number, seen: boolean): string {
  return eighths[Math.min(8, Math.max(seen ? 1 : 0, filled))] ?? "";
}

/**
 * A bar: full up to one share, lighter up to the next, and a mark at a third.
 *
 * @param scale - what the whole width stands for
 */
export function drawRange(from: number, to: number, mark: number, scale: number, width: number): string {
  const column = (share: number) => Math.round((share / scale) * width);
  const marked = Math.min(width - 1, column(mark));
  return Array.from({ length: width }, (_, position) => {
    if (position === marked) return "│";
    if (position < column(from)) return "█";
    return position < column(to) ? "▒" : " ";
  })
    .join("")
    .trimEnd();
}

/** The smallest round share that holds this one: the top of a scale. */
export function roundUp(share: number): number {
  return [0.05, 0.1, 0.2, 0.25, 0.5, 0.75].find((top) => share <= top) ?? 1;
}
