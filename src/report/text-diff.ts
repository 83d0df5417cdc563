/** How a text changes, as a unified diff that `patch` and `git apply` take. */
import { structuredPatch } from "diff";
import type { Paint } from "./paint.ts";
import { printable } from "./text.ts";

/** Lines around a change. */
const context = 3;

/** Ends with a line break; empty when nothing changes. */
export function diffTexts(path: string, before: string, after: string, paint: Paint): string {
  const { hunks } = structuredPatch(path, path, before, after, "", "", { context });
  if (hunks.length === 0) return "";
  const shown = printable(path);
  const colours: Readonly<Record<string, (text: string) => string>> = { "+": paint.green, "-": paint.red };
  const lines = [
    paint.bold(`--- a/${shown}`),
    paint.bold(`+++ b/${shown}`),
    ...hunks.flatMap((hunk) => [
      paint.cyan(`@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`),
      ...hunk.lines.map((line) => (colours[line.charAt(0)] ?? String)(printable(line))),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function range(start: number, lines: number): string {
  return lines === 1 ? String(start) : `${lines === 0 ? start - 1 : start},${lines}`;
}
