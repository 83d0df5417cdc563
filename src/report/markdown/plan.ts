/** Plans: who gets what; and below what stands in the way, what it costs, and the operations. */
import { renderCost } from "../cost.ts";
import { isNameChanged, isWithoutChanges, renderProof } from "../plan.ts";
import type { Report, ReportedPlan } from "../report.ts";
import { count, percent } from "../text.ts";
import { type Block, paragraph, someOf, table } from "./blocks.ts";
import { comparisonBlocks } from "./comparison.ts";
import type { Detail } from "./detail.ts";
import { code, prose } from "./escape.ts";
import { guardBlocks } from "./guards.ts";
import { gatherNames, nameBlocks, sizeOf } from "./names.ts";
import { operationBlocks } from "./operations.ts";

export function planBlocks({ plans = [] }: Report, detail: Detail): readonly Block[] {
  if (plans.length === 0) return [];
  const groups = gatherNames(plans);
  // Where not all are shown, those that move most are.
  const changed = groups
    .filter((parts) => parts.some(({ name }) => isNameChanged(name)))
    .toSorted((one, other) => sizeOf(other) - sizeOf(one));
  const { shown, left } = someOf(changed, detail.items);
  const unchanged = groups.length - changed.length;
  return [
    ...summaryBlocks(plans, detail),
    ...shown.flatMap((parts, position) => nameBlocks(parts, detail, position < detail.pictures)),
    left > 0
      ? paragraph([
          `_${count(left, "more name")} ${left === 1 ? "changes" : "change"}, left out to keep this short_`,
        ])
      : [],
    unchanged > 0 && changed.length > 0 ? paragraph([`_${count(unchanged, "name")} unchanged_`]) : [],
    ...guardBlocks(plans, detail),
  ];
}

/** What is behind them. */
export function backgroundBlocks({ plans = [], comparisons = [] }: Report, detail: Detail): readonly Block[] {
  return [
    ...comparisonBlocks(comparisons, detail),
    ...factBlocks(plans, detail),
    ...operationBlocks(plans, detail),
  ];
}

/** With several plans, a line for each. */
function summaryBlocks(plans: readonly ReportedPlan[], { items }: Detail): readonly Block[] {
  if (plans.length === 1) return [];
  const { shown, left } = someOf(plans, items);
  const rows = shown.map((plan) => [
    code(plan.file),
    prose(plan.title),
    String(plan.counts.create),
    String(plan.counts.update),
    String(plan.counts.delete),
    tellWorst(plan),
    plan.blocked ? `**${prose(plan.risk)}, blocked**` : prose(plan.risk),
  ]);
  return [
    table(["policy", "at", "add", "change", "destroy", "moves at most", "risk"], rows),
    left > 0 ? paragraph([`_${count(left, "more plan")}_`]) : [],
  ];
}

function tellWorst({ worst }: ReportedPlan): string {
  if (worst === null) return "nothing";
  const { name, blast } = worst;
  return `${blast.share === null ? "?" : percent(blast.share)} of ${code(name)}`;
}

/** What it costs and what was proved, for each plan of so many. */
function factBlocks(plans: readonly ReportedPlan[], { items }: Detail): readonly Block[] {
  return plans.slice(0, items).map((plan) => {
    const { cost, title } = plan;
    const at = plans.length === 1 ? "" : `${code(plan.file)} at ${prose(title)}: `;
    const costs =
      cost === null || isWithoutChanges(plan) ? [] : [renderCost(cost, title).map(prose).join(", ")];
    const proof = renderProof(plan);
    const lines = [...costs, ...(proof === "" ? [] : [prose(proof)])];
    return paragraph(lines.map((line) => `${at}${line}`));
  });
}
