/** How writing ended. */
import type { Report, ReportedResult } from "../report.ts";
import { type Block, folded, paragraph, someOf, table } from "./blocks.ts";
import type { Detail } from "./detail.ts";
import { code, prose } from "./escape.ts";

/** A line for each provider; the steps, where something went wrong. */
export function resultBlocks({ results = [] }: Report, { items }: Detail): readonly Block[] {
  const { shown, left } = someOf(results, items);
  const rows = shown.map(({ policy, provider, zone, done, failed, notStarted }) => [
    `${code(policy)} in ${code(zone.name)} at ${code(provider)}`,
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
  const ways = someOf(failing.length === 0 ? [] : shown.flatMap(tellWays), items);
  return [
    table(["where", "steps done", "failed", "not started"], rows),
    left > 0 ? paragraph([`_${left} more_`]) : [],
    paragraph(ways.shown),
    folded("Steps", [
      table(["", "step"], some.shown),
      some.left > 0 ? paragraph([`_${some.left} more_`]) : [],
    ]),
  ];
}

/** From what broke off, and from what is done beside it. */
function tellWays({ resume, rollback }: ReportedResult): readonly string[] {
  return [
    ...(resume === null ? [] : [`To go on: ${code(resume)}`]),
    ...(rollback === null ? [] : [`To go back: ${code(rollback)}`]),
  ];
}
