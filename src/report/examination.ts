/** What doctor found, for people in front of a terminal. */
import type { Examination } from "../plan/examination.ts";
import type { Paint } from "./paint.ts";
import { count, indent, printable, wrap } from "./text.ts";

type Status = Examination["findings"][number]["status"];

const symbols: Readonly<Record<Status, string>> = { ok: "✓", warning: "!", failed: "✗", "not checked": "–" };

/** One subject after the other, and how many of each sort at the end. */
export function renderExaminations(
  examinations: readonly Examination[],
  paint: Paint,
  width: number,
): string {
  const colours: Readonly<Record<Status, (text: string) => string>> = {
    ok: paint.green,
    warning: paint.yellow,
    failed: paint.red,
    "not checked": paint.dim,
  };
  const all = examinations.flatMap(({ findings }) => findings);
  const widest = Math.max(0, ...all.map(({ what }) => what.length));
  const lines = examinations.flatMap(({ subject, findings }) => [
    paint.bold(printable(subject)),
    ...findings.flatMap(({ what, status, detail, next }) => {
      const margin = widest + 6;
      const said = status === "not checked" ? `not checked: ${detail}` : detail;
      const [first = "", ...others] = wrap(printable(said), Math.max(30, width - margin));
      const hint = next === null ? [] : wrap(`→ ${printable(next)}`, Math.max(30, width - margin));
      return [
        `  ${colours[status](symbols[status])} ${what.padEnd(widest)}  ${first}`,
        ...indent([...others, ...hint], margin),
      ];
    }),
    "",
  ]);
  const counted = (["ok", "warning", "failed", "not checked"] as const).flatMap((status) => {
    const number = all.filter((one) => one.status === status).length;
    return number === 0 ? [] : [status === "warning" ? count(number, status) : `${number} ${status}`];
  });
  return `${[...lines, counted.join(" · ")].join("\n")}\n`;
}
