/** What a change of policy files would do, for people in front of a terminal. */
import type { Plan } from "../plan/plan.ts";
import type { RevisedPolicy, Revision } from "../plan/revision.ts";
import type { ChangeView } from "./changes.ts";
import { perPlan, renderJointNames } from "./joint-plan.ts";
import { isNameChanged, type PlanView, renderGuards, renderName, renderShared, renderWorst } from "./plan.ts";
import { count, printable, wrap } from "./text.ts";

/** All policies that would be others; one line when none would. */
export function renderRevision(revision: Revision, view: Omit<ChangeView, "file">): string {
  const { policies } = revision;
  const { paint } = view;
  const told = policies.filter(({ status }) => status !== "unchanged");
  const unchanged = policies.length - told.length;
  const sides = `now: ${printable(revision.before)} · after: ${printable(revision.after)}`;
  const ending =
    told.length === 0
      ? [paint.bold(`No difference: ${count(unchanged, "policy")} as before.`)]
      : unchanged > 0
        ? [paint.dim(`${count(unchanged, "policy")} unchanged`)]
        : [];
  const lines = [paint.dim(sides), "", ...told.flatMap((policy) => renderPolicy(policy, view)), ...ending];
  return `${lines.join("\n").trimEnd()}\n`;
}

/** One policy at all its providers. */
export function renderPolicy(policy: RevisedPolicy, shared: Omit<ChangeView, "file">): readonly string[] {
  const { plans, left, name, zone, file, status } = policy;
  const view: PlanView = { ...shared, file, change: null, next: null };
  const { paint, width } = view;
  const tags = {
    new: [paint.green("new")],
    removed: [paint.red("removed")],
    changed: [],
    unchanged: [],
  };
  const { lines, unchanged } = renderNames(policy, view);
  return [
    [paint.bold(`${printable(zone)} · ${printable(name)}`), paint.dim(printable(file)), ...tags[status]].join(
      "  ",
    ),
    ...(policy.compared
      ? []
      : [paint.yellow("What clients get now isn't known: the policy before has mistakes")]),
    ...(plans.length === 0 && left.length === 0
      ? ["It goes to no provider, so no client is answered by it"]
      : []),
    ...left.flatMap(({ title, names }) =>
      wrap(`Left alone at ${title}, and nobody looks after it: ${names.map(printable).join(", ")}`, width),
    ),
    "",
    ...lines,
    ...(unchanged > 0 && lines.length > 0 ? [paint.dim(`  ${count(unchanged, "name")} unchanged`), ""] : []),
    ...renderObjectives(policy, width),
    ...renderRules(policy, width),
    ...plans.map((plan) => paint.bold(renderCounts(plan))),
    ...perPlan(plans, renderWorst),
    ...perPlan(plans, (plan) => renderGuards(plan, width)),
    "",
  ];
}

function renderNames({ plans, comparison }: RevisedPolicy, view: PlanView) {
  const [plan, ...others] = plans;
  if (plan === undefined) return { lines: [], unchanged: 0 };
  if (others.length > 0) {
    const nothing = { policy: plan.policy, providers: plans, names: [] };
    return renderJointNames(plans, comparison ?? nothing, view);
  }
  const changed = plan.names.filter(isNameChanged);
  return {
    lines: [...changed.flatMap((name) => [...renderName(name, plan, view), ""]), ...renderShared(plan, view)],
    unchanged: plan.names.length - changed.length,
  };
}

/** "Route 53: 0 to add, 4 to change, 0 to destroy". */
function renderCounts({ title, counts }: Plan): string {
  return `${title}: ${counts.create} to add, ${counts.update} to change, ${counts.delete} to destroy`;
}

function renderObjectives({ objectives }: RevisedPolicy, width: number): readonly string[] {
  const spell = (seconds: number | null) => (seconds === null ? "none" : `${seconds} s`);
  return objectives.flatMap(({ name, before, after }) =>
    wrap(`Failover objective of ${printable(name)}: ${spell(before)} → ${spell(after)}`, width),
  );
}

/** "Rules: guard max-shift 25 → 80, guarantee Europe stays in Europe is gone". */
function renderRules({ rules }: RevisedPolicy, width: number): readonly string[] {
  if (rules.length === 0) return [];
  const told = rules.map(({ what, before, after }) => {
    const name = printable(what);
    if (after === null) return `${name} is gone`;
    if (after === "another") return `${name} says something else`;
    if (before !== null) return `${name} ${before} → ${after}`;
    return after === "there" ? `${name} is new` : `${name} ${after} is new`;
  });
  return wrap(`Rules: ${told.join(", ")}`, width);
}
