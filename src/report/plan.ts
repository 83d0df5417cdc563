/** A plan, for people in front of a terminal. */

import type { Plan } from "../plan/plan.ts";
import type { PlannedName } from "../plan/planned-name.ts";
import { type ChangeView, renderChanges } from "./changes.ts";
import { renderCost } from "./cost.ts";
import { renderOwnership } from "./ownership.ts";
import type { Paint } from "./paint.ts";
import type { ReportedName } from "./report.ts";
import { count, indent, printable, wrap } from "./text.ts";
import { renderBlast, renderTraffic } from "./traffic.ts";

export interface PlanView extends ChangeView {
  /** The digest by which what changes can be approved, null where it isn't said. */
  readonly change: string | null;
  /** The command that would carry it out, null when there is nothing to do. */
  readonly next: string | null;
}

/** Below it, sentences are left to the terminal to break. */
const narrowest = 80;
/** On a wide terminal the file would be out of sight at its right edge. */
const widestHeader = 110;

/** The whole plan; one line when nothing changes. */
export function renderPlan(plan: Plan, view: PlanView): string {
  const { paint } = view;
  const changed = plan.names.filter(isNameChanged);
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
    ...renderWorst(plan),
    ...(plan.cost === null || isWithoutChanges(plan) ? [] : renderCost(plan.cost, plan.title)),
    ...wrap(renderProof(plan), Math.max(view.width, narrowest)),
    ...(changed.some(({ failover }) => failover !== null)
      ? wrap(renderUncounted(plan), Math.max(view.width, narrowest))
      : []),
    ...renderGuards(plan, Math.max(view.width, narrowest)),
    ...(plan.refusals.length === 0 ? [] : [renderBlocked(plan, paint)]),
    ...renderEnding(view),
  ];
  return `${lines.join("\n")}\n`;
}

/** How what is shown can be named, and what would be done next. */
export function renderEnding({ change, next, paint }: PlanView): readonly string[] {
  return [
    ...(change === null ? [] : [`Change: ${printable(change)}`]),
    ...(next === null ? [] : [`Next: ${paint.bold(printable(next))}`]),
  ];
}

export function renderHeader(plan: Plan, { paint, width, file }: PlanView): string {
  const read = renderRead(plan.read);
  const zone = `${plan.zone.name} · ${plan.provider} ${plan.zone.id}`;
  const shown = printable(file);
  const whole = `${zone} · ${read}`;
  const atRight = (left: string) => Math.min(width, widestHeader) - left.length - shown.length;
  const line = (left: string) =>
    shown === ""
      ? paint.bold(left)
      : `${paint.bold(left)}${" ".repeat(Math.max(2, atRight(left)))}${paint.dim(shown)}`;
  return atRight(whole) >= 2 ? line(whole) : `${line(zone)}\n${paint.dim(read)}`;
}

/** "41 record sets and 4 health checks read in 2 calls". */
function renderRead({ calls, ...found }: Plan["read"]): string {
  const sorts = [
    ["record set", found.recordSets],
    ["health check", found.healthChecks],
    ["load balancer", found.loadBalancers],
    ["pool", found.pools],
    ["monitor", found.monitors],
    ["DNS record", found.dnsRecords],
  ] as const;
  const counted = sorts.flatMap(([noun, number]) => (number === undefined ? [] : [count(number, noun)]));
  const last = counted.slice(-1).join();
  const others = counted.slice(0, -1).join(", ");
  return `${others === "" ? last : `${others} and ${last}`} read in ${count(calls, "call")}`;
}

/** Whether there is something to say of a name. */
export function isNameChanged(
  name: Pick<PlannedName, "drifted" | "failover" | "before" | "status"> & {
    readonly changes: readonly unknown[];
  },
): boolean {
  return name.changes.length > 0 || name.drifted || renderFailoverNow(name).length > 0;
}

/** A name with its clients, its times and its changes. */
export function renderName(name: PlannedName, plan: Plan, view: PlanView): readonly string[] {
  const { paint, width } = view;
  const about = [
    paint.bold(printable(name.name)),
    ...(name.types.length > 0 ? [name.types.join(" ")] : []),
    ...(name.ttl === null ? [] : [`ttl ${renderTtl(name, name.ttl)}`]),
    ...(name.status !== "new" ? [] : isFirst(name) ? [paint.green("new")] : [paint.yellow(standing)]),
    ...(name.status === "removed" ? [paint.red("removed")] : []),
    ...(name.protected ? [paint.dim("protected")] : []),
    ...(name.drifted
      ? [
          paint.yellow(
            `changed by hand since it was applied${name.pending ? "; the policy has changed too" : ""}`,
          ),
        ]
      : []),
  ];
  // A marker that follows its name is no line.
  const changes = renderChanges(name.changes, plan, view);
  const tables = name.traffic.flatMap((table) => [
    ...(name.traffic.length > 1 ? [paint.dim(table.types.join(" "))] : []),
    ...renderTraffic(table, isFirst(name), width - 4),
  ]);
  return [
    `  ${about.join("  ")}`,
    ...indent(tables, 4),
    ...indent([...renderOwnership(name), ...renderMoved(name, view)], 4),
    ...indent([...renderFailover(name, plan, paint), ...renderFailoverNow(name)], 4),
    ...(changes.length > 0 ? ["", ...changes] : []),
  ];
}

/** Whether nobody gets an answer there now, so that there is nothing to compare with. */
export function isFirst({ status, traffic }: Pick<ReportedName, "status" | "traffic">): boolean {
  return status === "new" && traffic.every(({ rows }) => rows.every(({ now }) => now?.length === 0));
}

/** What is said of a name that somebody else's records answer. */
export const standing = "live, and not of this policy";

/** "60 → 30" where clients keep answers for another time now. */
export function renderTtl({ before }: PlannedName, ttl: number): string {
  const now = before?.ttl ?? ttl;
  return now === ttl ? `${ttl}` : `${now} → ${ttl}`;
}

/** A name that is new had no clients to move. */
export function renderMoved({ blast, status }: PlannedName, { width }: PlanView): readonly string[] {
  const moved = renderBlast(blast);
  if (moved !== null) return wrap(`blast radius: ${moved}`, width - 4);
  return status === "changed" ? ["blast radius: no answer moves"] : [];
}

export function renderFailover(name: PlannedName, plan: Plan, paint: Paint): readonly string[] {
  const { failover, objective, ttl: told } = name;
  const mark = isObjectiveMet(name) ? paint.green("✓") : paint.red("✗");
  const held = objective === null ? "" : `, objective ${objective} s ${mark}`;
  if (failover === null) return isWithoutFailover(name) ? [`failover: ${noFailover}${held}`] : [];
  const { threshold, interval, ttl, worst, typical, worstWithProbe } = failover;
  const detection = `${threshold} × ${interval} s detection + ${ttl} s ${ttl === told ? "TTL" : "until it chooses anew"}`;
  return [
    `failover: ${worst} s at worst (${detection}), ${typical} s typical`,
    `          with a probe that hangs on ${plan.title}: ${worstWithProbe} s${held}`,
  ];
}

export function isObjectiveMet({
  failover,
  objective,
}: Pick<PlannedName, "failover" | "objective">): boolean {
  return failover !== null && objective !== null && failover.worstWithProbe <= objective;
}

export const noFailover = "none, nothing that is checked has a second choice";

/** Where a failover is promised or was there, that there is none has to be told. */
export function isWithoutFailover({
  failover,
  objective,
  before,
  status,
}: Pick<PlannedName, "failover" | "objective" | "before" | "status">): boolean {
  if (failover !== null || status === "removed") return false;
  return objective !== null || (before !== null && before.failover !== null);
}

/** Nobody outside knows it, so no number can hold it. */
function renderUncounted({ title }: Plan): string {
  return `Not counted: the time that ${title} takes to tell its own servers of a failure, which is unpublished`;
}

/** Where a failover takes another time now, or where there is one on one side only. */
export function renderFailoverNow({
  failover,
  before,
  status,
}: Pick<PlannedName, "failover" | "before" | "status">): readonly string[] {
  if (before === null || status === "removed") return [];
  const now = before.failover;
  if (now === null) return failover === null ? [] : ["          now: none, or none whose time is known"];
  const { threshold, interval, ttl, worst, typical, worstWithProbe } = now;
  if (worst === failover?.worst && worstWithProbe === failover.worstWithProbe) return [];
  const parts = `${threshold} × ${interval} s detection + ${ttl} s TTL`;
  const line = `now: ${worst} s at worst (${parts}), ${typical} s typical`;
  return [`          ${line}`];
}

/** What changes of that which all names share. */
export function renderShared(plan: Plan, view: PlanView): readonly string[] {
  if (plan.shared.length === 0) return [];
  return ["  shared by all names", ...renderChanges(plan.shared, plan, view), ""];
}

/** "Guards: 7 passed · 1 allowed: max-shift=www"; a plan that changes nothing meets none. */
export function renderGuards(plan: Plan, width: number): readonly string[] {
  if (isWithoutChanges(plan)) return [];
  const { passed, findings } = plan.guards;
  const told = (["allowed", "waived", "blocked"] as const).flatMap((status) => {
    const found = findings.filter((one) => one.status === status);
    const targets = found.map(({ guard, target }) => `${guard}=${printable(target)}`);
    return found.length === 0 ? [] : [`${found.length} ${status}: ${targets.join(", ")}`];
  });
  return wrap([`Guards: ${passed} passed`, ...told].join(" · "), width);
}

/** The reasons themselves are diagnostics, with their places. */
export function renderBlocked({ refusals }: Plan, paint: Paint): string {
  const codes = [...new Set(refusals.map(({ code }) => code))].join(", ");
  return paint.red(`Blocked: it can't be applied (${codes})`);
}

export function isWithoutChanges({ counts }: Pick<Plan, "counts">): boolean {
  return Object.values(counts).every((number) => number === 0);
}

export function renderSummary(plan: Plan, paint: Paint): string {
  const { create, update, delete: destroy, markers } = plan.counts;
  if (isWithoutChanges(plan)) {
    const names = plan.names.length;
    return paint.bold(
      names === 0
        ? "No changes: nothing of this policy is there."
        : `No changes: ${count(names, "name")} as the policy says.`,
    );
  }
  const parts = `${create} to add, ${update} to change, ${destroy} to destroy`;
  const marks = markers > 0 ? ` (and ${count(markers, "marker")})` : "";
  return paint.bold(`Plan: ${parts}${marks} · ${renderWrites(plan)}`);
}

function renderWrites({ writes, batches }: Pick<Plan, "writes" | "batches">): string {
  return writes === "at once"
    ? `${batches} atomic ${batches === 1 ? "batch" : "batches"}`
    : `${count(batches, "write")}${batches > 1 ? ", one after the other" : ""}`;
}

/** Of several names that move clients, the one that moves most. */
export function renderWorst({ worst, names }: Plan): readonly string[] {
  const moving = names.filter(({ blast }) => blast.share !== 0);
  const moved = worst === null ? null : renderBlast(worst.blast);
  return worst === null || moved === null || moving.length < 2
    ? []
    : [`Blast radius: at worst ${moved}, at ${printable(worst.name)}`];
}

export function renderProof({ proof, promises }: Pick<Plan, "proof" | "promises">): string {
  if (proof.records === 0) return "";
  const states = `${count(proof.states, "health state")}${proof.exhaustive ? "" : `, drawn with seed ${proof.seed}`}`;
  const most = proof.records === 1 ? "" : `${proof.records} records, up to `;
  return `Proved: ${most}${proof.classes} ${proof.classes === 1 ? "class" : "classes"} of clients × ${states}, ${renderDifferences(proof)}${renderPromises(promises)}`;
}

/** What differs was told with its counterexample; here it is counted. */
function renderDifferences({ differing, undocumented }: Plan["proof"]): string {
  const accepted = differing.filter(({ isLastResort }) => !isLastResort).length;
  const parts = [
    ...(accepted > 0 ? [`${count(accepted, "accepted difference")}`] : ["no difference"]),
    ...(differing.length > accepted ? ["but for what is answered when nothing is healthy"] : []),
    ...(undocumented > 0
      ? [
          `(${undocumented} of these answers ${undocumented === 1 ? "rests" : "rest"} on undocumented behaviour)`,
        ]
      : []),
  ];
  return parts.join(" ");
}

/** "; 3 tests and 2 guarantees hold". */
function renderPromises({ tests, guarantees }: Plan["promises"]): string {
  const made = [
    ...(tests > 0 ? [count(tests, "test")] : []),
    ...(guarantees > 0 ? [count(guarantees, "guarantee")] : []),
  ];
  if (made.length === 0) return "";
  return `; ${made.join(" and ")} ${tests + guarantees === 1 ? "holds" : "hold"}`;
}
