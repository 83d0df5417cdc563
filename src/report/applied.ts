/** How an apply ended, for people. */
import type { Applied } from "../apply/apply.ts";
import type { Plan } from "../plan/plan.ts";
import type { Paint } from "./paint.ts";
import { printable } from "./text.ts";

/**
 * One line when all went well; else what is done, what failed and what was not started.
 *
 * @param run - whether others were written to as well, so that it says which, and whether it finishes another run
 */
export function renderApplied(
  { done, failure, notStarted }: Applied,
  plan: Plan,
  { isOneOfSeveral, isMore }: { readonly isOneOfSeveral: boolean; readonly isMore: boolean },
  paint: Paint,
): string {
  const { create, update, delete: destroy } = plan.counts;
  if (failure === null) {
    const left = notStarted.length > 0 ? `; ${notStarted.length} left for the next apply` : "";
    return `${paint.green("Applied:")} ${create} added, ${update} changed, ${destroy} destroyed in ${plan.zone.name}${isOneOfSeveral ? ` at ${plan.title}` : ""}${left}\n`;
  }
  const list = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : [title, ...items.map((item) => `  ${printable(item)}`)];
  const where = isOneOfSeveral ? ` at ${plan.title}` : "";
  return `${[
    ...list(`Done${where}:`, done),
    ...list(`Failed${where}:`, [failure.title]),
    ...list(`Not started${where}:`, notStarted),
    done.length === 0
      ? `Nothing ${isMore ? "more " : ""}was changed${where}.`
      : "Plan again to see what is left.",
  ].join("\n")}\n`;
}
