/** What would be written at the vendors. */
import { groupChanges } from "../change-lines.ts";
import { isWithoutChanges } from "../plan.ts";
import type { ReportedChange, ReportedPlan } from "../report.ts";
import { count } from "../text.ts";
import { type Block, folded, paragraph, someOf, table } from "./blocks.ts";
import type { Detail } from "./detail.ts";
import { code, inHtml, prose } from "./escape.ts";

type Changing = Pick<ReportedPlan, "title" | "zone" | "file" | "counts" | "shared"> & {
  readonly names: readonly { readonly changes: readonly ReportedChange[] }[];
};

/** A fold for each plan that changes something, with the counts where its lines are left out. */
export function operationBlocks(plans: readonly Changing[], { operations, items }: Detail): readonly Block[] {
  const changing = plans.filter((plan) => !isWithoutChanges(plan));
  const { shown, left } = someOf(changing, items);
  return [
    ...shown.map((plan) => planOperations(plan, operations)),
    left > 0 ? paragraph([`_Operations of ${count(left, "more plan")}_`]) : [],
  ];
}

function planOperations(plan: Changing, most: number): Block {
  const { create, update, delete: destroy, markers } = plan.counts;
  const marks = markers === 0 ? "" : `, ${count(markers, "marker")}`;
  const counts = `${create} to add, ${update} to change, ${destroy} to destroy${marks}`;
  if (most === 0)
    return paragraph([`Operations in ${code(plan.zone.name)} at ${prose(plan.title)}: ${counts}`]);
  const changes = [...plan.names.flatMap((name) => name.changes), ...plan.shared].filter(
    ({ kind }) => kind !== "marker",
  );
  const lines = groupChanges(changes, plan.zone.name);
  const { shown, left } = someOf(lines, most);
  const rows = shown.map(({ symbol, kind, name, types, what, details, file, line }) => [
    code(symbol),
    [prose(kind), code(name), ...types.map(prose), prose(what)].filter((part) => part !== "").join(" "),
    details.map(prose).join(" · "),
    line === null ? "" : code(`${file === plan.file ? "" : (file ?? "")}:${line}`),
  ]);
  return folded(`Operations in ${inHtml(plan.zone.name)} at ${inHtml(plan.title)}: ${counts}`, [
    table(["", "resource", "change", "line"], rows),
    left > 0 ? paragraph([`_${count(left, "more line")}, left out to keep this short_`]) : [],
  ]);
}
