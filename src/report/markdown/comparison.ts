/** Where the providers of a policy would answer differently. */
import type { DifferingCell } from "../../plan/comparison.ts";
import type { ReportedComparison } from "../report.ts";
import { count } from "../text.ts";
import { type Block, folded, paragraph, someOf, table } from "./blocks.ts";
import type { Detail } from "./detail.ts";
import { code, inHtml, prose } from "./escape.ts";
import { renderShares } from "./traffic.ts";

export function comparisonBlocks(
  comparisons: readonly ReportedComparison[],
  { items }: Detail,
): readonly Block[] {
  return comparisons.slice(0, items).map(({ providers, names }) => {
    const titles = providers.map(({ title }) => prose(title));
    const cells = names.flatMap(({ name, differing }) => differing.map((cell) => ({ name, cell })));
    const { shown, left } = someOf(cells, items);
    const rows = shown.map(({ name, cell }) => [
      code(name),
      describeCell(cell),
      ...cell.answers.map((shares) => renderShares(shares)),
    ]);
    const who = titles.join(" and ");
    return cells.length === 0
      ? paragraph([`${who} answer alike: healthy, at each single failure, and with all down.`])
      : folded(
          `${providers.map(({ title }) => inHtml(title)).join(" and ")} answer differently in ${count(cells.length, "case")}`,
          [table(["name", "who, when", ...titles], rows), left > 0 ? paragraph([`_${left} more_`]) : []],
        );
  });
}

function describeCell({ clients, down }: DifferingCell): string {
  const who = clients.slice(0, 4).map(prose).join(", ");
  const more = clients.length > 4 ? ` and ${clients.length - 4} more` : "";
  if (down === null) return `${who}${more}, all down`;
  return down.length === 0 ? `${who}${more}` : `${who}${more}, ${down.slice(0, 4).map(code).join(" ")} down`;
}
