/** How writing ended. */
import type { Report } from "../report.ts";
import { type Block, folded, paragraph, someOf, table } from "./blocks.ts";
import type { Detail } from "./detail.ts";
import { code, prose } from "./escape.ts";

/** A line for each provider; the steps, where something went wrong. */
export function resultBlocks({ results = [] }: Report, { items }: Detail): readonly Block[] {
  const { shown, left } = someOf(results, items);
  const rows = shown.map(({ provider, zone, done, failed, notStarted }) => [
    `${code(zone.name)} at ${code(provider)}`,
    String(done.length),
    failed === null ? "none" : prose(failed),
    String(notStarted.length),
  ]);
  const failing = results.filter(({ failed }) => failed !== null);
  const steps = failing.flatMap(({ done, failed, notStarted }) => [
    ...done.map((title) => ["done", prose(title)]),
    ["**failed**", prose(failed ?? "")],
    ...notStarted.map((title) => ["not started", prose(title)]),
  ]);
  const some = someOf(steps, items);
  return [
    table(["where", "steps done", "failed", "not started"], rows),
    left > 0 ? paragraph([`_${left} more_`]) : [],
    folded("Steps", [
      table(["", "step"], some.shown),
      some.left > 0 ? paragraph([`_${some.left} more_`]) : [],
    ]),
  ];
}
