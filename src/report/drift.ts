/** How a zone differs from what was applied to it, for people. */
import type { Plan } from "../plan/plan.ts";
import type { PlannedName } from "../plan/planned-name.ts";
import type { Standing } from "../plan/standing.ts";
import { renderChanges } from "./changes.ts";
import { type PlanView, renderHeader } from "./plan.ts";
import { count, indent, printable } from "./text.ts";
import { renderTraffic } from "./traffic.ts";

export interface DriftView extends PlanView {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly standingOf: (name: PlannedName, shared: Plan["shared"]) => Standing;
}

/** What somebody changed is told whole; what waits to be applied is told by its name. */
export function renderDrift(plan: Plan, view: DriftView): string {
  const { paint } = view;
  const standings = plan.names.map((name) => ({ name, standing: view.standingOf(name, plan.shared) }));
  const those = (standing: Standing) => standings.filter((one) => one.standing === standing);
  const lines = [
    renderHeader(plan, view),
    "",
    ...those("drifted").flatMap(({ name }) => [...renderDrifted(name, plan, view), ""]),
    ...those("pending").map(
      ({ name }) => `  ${nameOf(name, view)}  the policy has changed since it was applied`,
    ),
    ...those("converged").map(
      ({ name }) => `  ${nameOf(name, view)}  changed by hand to what the policy says now`,
    ),
    ...those("not applied").map(({ name }) => `  ${nameOf(name, view)}  not applied yet`),
    ...(those("pending").length + those("converged").length + those("not applied").length > 0 ? [""] : []),
    paint.bold(summarize(plan, view)),
  ];
  return `${lines.join("\n")}\n`;
}

function renderDrifted(name: PlannedName, plan: Plan, view: DriftView): readonly string[] {
  const tables = name.traffic.flatMap((table) => [
    ...(name.traffic.length > 1 ? [view.paint.dim(table.types.join(" "))] : []),
    ...renderTraffic(table, false, view.width - 4, "as the policy says"),
  ]);
  return [
    `  ${nameOf(name, view)}  ${name.types.join(" ")}  ${view.paint.yellow(`changed by hand since it was applied${ago(name, view)}`)}`,
    ...indent(tables, 4),
    "",
    ...renderChanges(name.changes, plan, view),
    ...(name.pending
      ? indent(
          ["the policy has changed too, so that these lines are both: what to put back and what waits"],
          4,
        )
      : []),
  ];
}

function nameOf({ name, protected: isProtected }: PlannedName, { paint }: DriftView): string {
  return `${paint.bold(printable(name))}${isProtected ? `  ${paint.dim("protected")}` : ""}`;
}

/** " 12 min ago". */
function ago({ appliedAt }: PlannedName, { now }: DriftView): string {
  if (appliedAt === null || appliedAt > now) return "";
  const minutes = Math.floor((now - appliedAt) / 60_000);
  if (minutes < 1) return ", just now";
  if (minutes < 120) return `, ${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `, ${hours} h ago` : `, ${Math.floor(hours / 24)} days ago`;
}

function summarize({ names, policy, shared }: Plan, { standingOf }: DriftView): string {
  const standings = names.map((name) => standingOf(name, shared));
  const number = (standing: Standing) => standings.filter((one) => one === standing).length;
  const parts = [
    ...(number("drifted") > 0 ? [`${count(number("drifted"), "name")} changed by hand`] : []),
    ...(number("pending") + number("not applied") > 0
      ? [`${number("pending") + number("not applied")} waiting for an apply`]
      : []),
    ...(number("converged") > 0 ? [`${number("converged")} with a marker that is behind`] : []),
    ...(number("in step") > 0 ? [`${number("in step")} as applied`] : []),
  ];
  const head = number("drifted") > 0 ? "Drift" : "No drift";
  return `${head}: ${parts.length === 0 ? `nothing of ${policy} is there` : parts.join(", ")}`;
}
