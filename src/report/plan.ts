/** A plan, for people in front of a terminal. */

import type { Plan, PlannedChange, PlannedName } from "../plan/plan.ts";
import type { Origin } from "../policy/policy.ts";
import type { Paint } from "./paint.ts";
import { alignColumns, count, indent, printable } from "./text.ts";
import { renderTraffic } from "./traffic.ts";

export interface PlanView {
  readonly paint: Paint;
  /** Columns of the terminal. */
  readonly width: number;
  readonly file: string;
  readonly lineOf: (origin: Origin) => number | null;
  /** More about a change, such as its resource as a unified diff; empty lines for nothing. */
  readonly detailOf: (change: PlannedChange) => readonly string[];
  /** The command that would carry it out, null when there is nothing to do. */
  readonly next: string | null;
}

/** The whole plan; one line when nothing changes. */
export function renderPlan(plan: Plan, view: PlanView): string {
  const { paint } = view;
  const changed = plan.names.filter((name) => name.changes.length > 0 || name.drifted);
  const unchanged = plan.names.length - changed.length;
  const lines = [
    renderHeader(plan, view),
    "",
    ...changed.flatMap((name) => [...renderName(name, plan, view), ""]),
    ...renderShared(plan, view),
    ...(unchanged > 0 && changed.length > 0
      ? [paint.dim(`  ${count(unchanged, "name")} unchanged`), ""]
      : []),
    renderSummary(plan, paint),
    renderProof(plan),
    ...(view.next === null ? [] : [`Next: ${paint.bold(view.next)}`]),
  ];
  return `${lines.join("\n")}\n`;
}

function renderHeader(plan: Plan, { paint, width, file }: PlanView): string {
  const { recordSets, healthChecks, calls } = plan.read;
  const read = `${count(recordSets, "record set")} and ${count(healthChecks, "health check")} read in ${count(calls, "call")}`;
  const left = `${plan.zone.name} · ${plan.provider} ${plan.zone.id} · ${read}`;
  const space = Math.max(2, Math.min(width, 110) - left.length - file.length);
  return `${paint.bold(left)}${" ".repeat(space)}${paint.dim(printable(file))}`;
}

function renderName(name: PlannedName, plan: Plan, view: PlanView): readonly string[] {
  const { paint, width } = view;
  const about = [
    paint.bold(printable(name.name)),
    ...(name.types.length > 0 ? [name.types.join(" ")] : []),
    ...(name.ttl === null ? [] : [`ttl ${name.ttl}`]),
    ...(name.status === "new" ? [paint.green("new")] : []),
    ...(name.status === "removed" ? [paint.red("removed")] : []),
    ...(name.drifted ? [paint.yellow("changed by hand since it was applied")] : []),
  ];
  const tables = name.traffic.flatMap((table) => [
    ...(name.traffic.length > 1 ? [paint.dim(table.types.join(" "))] : []),
    ...renderTraffic(table, name.status === "new", width - 4),
  ]);
  return [
    `  ${about.join("  ")}`,
    ...indent(tables, 4),
    ...indent(renderFailover(name, plan, paint), 4),
    "",
    ...renderChanges(name.changes, plan, view),
  ];
}

function renderFailover({ failover, objective }: PlannedName, plan: Plan, paint: Paint): readonly string[] {
  if (failover === null) return [];
  const { threshold, interval, ttl, worst, typical, worstWithProbe } = failover;
  const detection = `${threshold} × ${interval} s detection + ${ttl} s TTL`;
  const held =
    objective === null
      ? ""
      : worstWithProbe <= objective
        ? `, objective ${objective} s ${paint.green("✓")}`
        : `, objective ${objective} s ${paint.red("✗")}`;
  return [
    `failover: ${worst} s at worst (${detection}), ${typical} s typical`,
    `          with a probe that hangs on ${plan.title}: ${worstWithProbe} s${held}`,
  ];
}

function renderShared(plan: Plan, view: PlanView): readonly string[] {
  if (plan.shared.length === 0) return [];
  return ["  shared by all names", ...renderChanges(plan.shared, plan, view), ""];
}

/** Record sets of several types that change alike are one line. */
interface Line {
  readonly symbol: string;
  readonly kind: string;
  readonly name: string;
  readonly types: string[];
  readonly what: string;
  readonly details: string[];
  readonly place: string;
  readonly changes: PlannedChange[];
}

const symbols = { create: "+", update: "~", delete: "-" } as const;

function renderChanges(changes: readonly PlannedChange[], plan: Plan, view: PlanView): readonly string[] {
  const lines = new Map<string, Line>();
  for (const planned of changes) {
    const line = describeChange(planned, plan, view);
    if (line.kind === "marker" && view.detailOf(planned).length === 0) continue;
    const detail = line.details.join();
    const key = JSON.stringify([line.symbol, line.kind, line.name, line.what, line.place]);
    const known = lines.get(key);
    if (known === undefined) lines.set(key, line);
    else {
      known.types.push(...line.types);
      if (!known.details.includes(detail)) known.details.push(detail);
      known.changes.push(planned);
    }
  }
  const shown = [...lines.values()];
  const rows = alignColumns(
    shown.map((line) => [
      line.kind,
      line.name,
      line.types.join(" "),
      line.what,
      line.details.filter((detail) => detail !== "").join(" · "),
      line.place,
    ]),
  );
  const { paint } = view;
  const colours = { "+": paint.green, "~": paint.yellow, "-": paint.red };
  return shown.flatMap((line, position) => {
    const colour = colours[line.symbol === "+" ? "+" : line.symbol === "-" ? "-" : "~"];
    return [
      `    ${colour(line.symbol)} ${rows[position] ?? ""}`,
      ...indent(line.changes.flatMap(view.detailOf), 8),
    ];
  });
}

function describeChange(planned: PlannedChange, plan: Plan, view: PlanView): Line {
  const { change, attributes } = planned;
  const subject = change.action === "delete" ? change.before : change.after;
  const [name = "", type, what = ""] = subject.title;
  const line = subject.origin === null ? null : view.lineOf(subject.origin);
  const moved = attributes.map(
    ({ attribute, before, after }) =>
      `${humanize(attribute)} ${shorten(before ?? "none", plan)} → ${shorten(after ?? "none", plan)}`,
  );
  return {
    symbol: symbols[change.action],
    kind: subject.kind,
    name: shorten(name, plan),
    types: type === undefined ? [] : [type],
    what: printable(what),
    details: [change.action === "update" ? moved.join(", ") : shorten(subject.detail, plan)],
    place: line === null ? "" : `:${line}`,
    changes: [planned],
  };
}

/** Names without the zone, which stands above. */
function shorten(text: string, { zone }: Plan): string {
  return printable(text).replaceAll(`.${zone.name}`, "");
}

/** "EvaluateTargetHealth" → "evaluate target health"; acronyms stay as they are. */
function humanize(attribute: string): string {
  return attribute
    .replace(/(?<=[a-z])(?=[A-Z])/gu, " ")
    .replace(/\b[A-Z](?=[a-z])/gu, (letter) => letter.toLowerCase());
}

function renderSummary(plan: Plan, paint: Paint): string {
  const { create, update, delete: destroy, markers } = plan.counts;
  if (create + update + destroy + markers === 0) {
    return paint.bold(`No changes: ${count(plan.names.length, "name")} as the policy says.`);
  }
  const parts = `${create} to add, ${update} to change, ${destroy} to destroy`;
  const marks = markers > 0 ? ` (and ${count(markers, "marker")})` : "";
  return paint.bold(
    `Plan: ${parts}${marks} · ${plan.batches} atomic ${plan.batches === 1 ? "batch" : "batches"}`,
  );
}

function renderProof({ proof }: Plan): string {
  if (proof.records === 0) return "";
  const states = `${count(proof.states, "health state")}${proof.exhaustive ? "" : `, drawn with seed ${proof.seed}`}`;
  const most = proof.records === 1 ? "" : `${proof.records} records, up to `;
  return `Proved: ${most}${proof.classes} ${proof.classes === 1 ? "class" : "classes"} of clients × ${states}, no difference`;
}
