/** Plans of one policy at several providers, as one: what they have in common is said once. */
import type { ComparedName, Comparison } from "../plan/comparison.ts";
import type { Plan } from "../plan/plan.ts";
import type { PlannedName } from "../plan/planned-name.ts";
import { renderChanges } from "./changes.ts";
import { renderCompared, renderComparedName } from "./comparison.ts";
import { renderCost } from "./cost.ts";
import { renderOwnership } from "./ownership.ts";
import {
  isFirst,
  isNameChanged,
  isWithoutChanges,
  isWithoutFailover,
  type PlanView,
  renderBlocked,
  renderEnding,
  renderFailover,
  renderFailoverNow,
  renderGuards,
  renderHeader,
  renderMoved,
  renderProof,
  renderSummary,
  renderTtl,
  renderWorst,
  standing,
} from "./plan.ts";
import { nameClients } from "./table.ts";
import { count, indent, printable, wrap } from "./text.ts";
import { renderShares, renderTraffic } from "./traffic.ts";

/** A name in one of the plans. */
interface Part {
  readonly plan: Plan;
  readonly name: PlannedName;
}

/** All of it; a line for each provider where nothing changes. */
export function renderJointPlan(plans: readonly Plan[], comparison: Comparison, view: PlanView): string {
  const { paint, width } = view;
  const { lines: named, changed, unchanged } = renderJointNames(plans, comparison, view);
  const widest = Math.max(...plans.map(({ title }) => title.length));
  const lines = [
    ...plans.map((plan, position) => renderHeader(plan, position === 0 ? view : { ...view, file: "" })),
    "",
    ...named,
    ...(unchanged > 0 && changed.length > 0
      ? [paint.dim(`  ${count(unchanged, "name")} unchanged`), ""]
      : []),
    ...plans.flatMap((plan) => [
      `${plan.title.padEnd(widest)}  ${renderSummary(plan, paint)}`,
      ...(plan.refusals.length === 0 ? [] : [`${" ".repeat(widest)}  ${renderBlocked(plan, paint)}`]),
    ]),
    ...perPlan(plans, (plan) => renderWorst(plan)),
    ...plans.flatMap((plan) =>
      plan.cost === null || isWithoutChanges(plan)
        ? []
        : [`At ${plan.title}:`, ...renderCost(plan.cost, plan.title)],
    ),
    ...perPlan(plans, (plan) => wrap(renderProof(plan), width)),
    ...(comparison.names.length === 0 ? [] : wrap(renderCompared(comparison), width)),
    ...(changed.some(({ failover }) => failover !== null)
      ? wrap(`Not counted: the time that a provider takes to tell its own servers of a failure`, width)
      : []),
    ...perPlan(plans, (plan) => renderGuards(plan, width)),
    ...renderEnding(view),
  ];
  return `${lines.join("\n")}\n`;
}

export interface JointNames {
  /** Those that change, and what changes of that which all names share. */
  readonly lines: readonly string[];
  /** At any provider. */
  readonly changed: readonly PlannedName[];
  readonly unchanged: number;
}

/** The names of several plans, each once. */
export function renderJointNames(plans: readonly Plan[], comparison: Comparison, view: PlanView): JointNames {
  const names = gatherNames(plans);
  const changed = names.filter((parts) => parts.some(({ name }) => isNameChanged(name)));
  const compared = new Map(comparison.names.map((name) => [name.name, name]));
  return {
    lines: [
      ...changed.flatMap((parts) => [
        ...renderName(parts, compared.get(parts[0]?.name.name ?? "") ?? null, comparison, view),
        "",
      ]),
      ...plans.flatMap((plan) =>
        plan.shared.length === 0
          ? []
          : [`  shared by all names at ${plan.title}`, ...renderChanges(plan.shared, plan, view), ""],
      ),
    ],
    changed: changed.flatMap((parts) => parts.map(({ name }) => name)),
    unchanged: names.length - changed.length,
  };
}

/** By name, in the order of the first plan that has it. */
function gatherNames(plans: readonly Plan[]): readonly (readonly Part[])[] {
  const found = new Map<string, Part[]>();
  for (const plan of plans) {
    for (const name of plan.names) {
      const parts = found.get(name.name) ?? [];
      found.set(name.name, parts);
      parts.push({ plan, name });
    }
  }
  return [...found.values()];
}

/** What is the same for all is said once, everything else for each that says it. */
export function perPlan(plans: readonly Plan[], tell: (plan: Plan) => readonly string[]): readonly string[] {
  return perPart(plans, (plan) => plan.title, tell);
}

function perPart<T>(
  parts: readonly T[],
  titleOf: (part: T) => string,
  tell: (part: T) => readonly string[],
): readonly string[] {
  const told = parts.map((part) => ({ title: titleOf(part), lines: tell(part) }));
  const texts = new Set(told.map(({ lines }) => lines.join("\n")));
  if (texts.size <= 1) return told[0]?.lines ?? [];
  return told.flatMap(({ title, lines: [first, ...others] }) =>
    first === undefined ? [] : [`At ${title}: ${first.charAt(0).toLowerCase()}${first.slice(1)}`, ...others],
  );
}

function renderName(
  parts: readonly Part[],
  compared: ComparedName | null,
  comparison: Comparison,
  view: PlanView,
): readonly string[] {
  const { paint, width } = view;
  const moving = parts.filter((part) => isNameChanged(part.name));
  // Whose table has a before says most.
  const lead = moving.find(({ name }) => !isFirst(name)) ?? moving[0];
  if (lead === undefined) return [];
  const { name } = lead;
  const about = [
    paint.bold(printable(name.name)),
    ...(name.types.length > 0 ? [name.types.join(" ")] : []),
    ...(name.ttl === null ? [] : [`ttl ${renderTtl(name, name.ttl)}`]),
    ...tellWhere(parts, ({ name }) => isFirst(name), "new").map((text) => paint.green(text)),
    ...tellWhere(parts, ({ name }) => name.status === "new" && !isFirst(name), standing).map((text) =>
      paint.yellow(text),
    ),
    ...tellWhere(parts, ({ name: { status } }) => status === "removed", "removed").map((text) =>
      paint.red(text),
    ),
    ...tellWhere(parts, (part) => part.name.protected, "protected").map((text) => paint.dim(text)),
    ...tellWhere(parts, (part) => part.name.drifted, "changed by hand since it was applied").map((text) =>
      paint.yellow(text),
    ),
  ];
  const tables = name.traffic.flatMap((table) => [
    ...(name.traffic.length > 1 ? [paint.dim(table.types.join(" "))] : []),
    ...renderTraffic(table, isFirst(name), width - 4),
  ]);
  const titleOf = ({ plan }: Part) => plan.title;
  return [
    `  ${about.join("  ")}`,
    ...indent(tables, 4),
    ...indent(renderNow(lead, moving, width - 4), 4),
    ...indent(compared === null ? [] : renderComparedName(compared, comparison, width - 4), 4),
    ...indent(
      perPart(moving, titleOf, (part) => renderOwnership(part.name)),
      4,
    ),
    ...indent(
      perPart(moving, titleOf, (part) => renderMoved(part.name, view)),
      4,
    ),
    ...indent(renderTimes(parts, view), 4),
    ...moving.flatMap((part) => {
      const changes = renderChanges(part.name.changes, part.plan, view);
      return changes.length === 0 ? [] : ["", paint.dim(`    at ${part.plan.title}`), ...changes];
    }),
  ];
}

/** "new", or where it is that at some of them only: "new at Cloudflare". */
function tellWhere(parts: readonly Part[], holds: (part: Part) => boolean, what: string): readonly string[] {
  const those = parts.filter(holds);
  if (those.length === 0) return [];
  return [
    those.length === parts.length ? what : `${what} at ${those.map(({ plan }) => plan.title).join(", ")}`,
  ];
}

/** Where something else is there now than at the provider whose table is shown. */
function renderNow(lead: Part, parts: readonly Part[], width: number): readonly string[] {
  return parts.flatMap(({ plan, name }) => {
    if (plan === lead.plan || JSON.stringify(nowOf(name)) === JSON.stringify(nowOf(lead.name))) return [];
    if (isFirst(name)) return [`now at ${plan.title}: nothing`];
    const cells = nowOf(name).map(([clients, shares]) => `${nameClients([clients])}: ${shares}`);
    return wrap(`now at ${plan.title}: ${cells.join("; ")}`, width);
  });
}

function nowOf({ traffic }: PlannedName): readonly (readonly [string, string])[] {
  return traffic.flatMap(({ rows }) =>
    rows.flatMap(({ clients, now }) => clients.map((client) => [client, renderShares(now)] as const)),
  );
}

/** Times that are the same but for the probe are one line. */
function renderTimes(parts: readonly Part[], { paint }: PlanView): readonly string[] {
  const groups = new Map<string, Part[]>();
  for (const part of parts) {
    const { failover } = part.name;
    if (failover === null && !isWithoutFailover(part.name)) continue;
    const key = JSON.stringify([failover?.threshold, failover?.interval, failover?.ttl]);
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  return [...groups.values()].flatMap((group) => {
    const told = group.map(({ plan, name }) => renderFailover(name, plan, paint));
    const [first = ""] = told[0] ?? [];
    const titles = group.map(({ plan }) => plan.title).join(", ");
    const head = groups.size === 1 ? first : first.replace("failover:", `failover at ${titles}:`);
    return [
      head,
      ...told.flatMap(([, probe]) => (probe === undefined ? [] : [probe])),
      ...perPart(
        group,
        ({ plan }) => plan.title,
        ({ name }) => renderFailoverNow(name).map((line) => line.trim()),
      ).map((line) => `          ${line}`),
    ];
  });
}
