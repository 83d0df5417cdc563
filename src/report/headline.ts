/** A report in one line. */
import { summarize } from "./diagnostics.ts";
import type { Report, ReportedPlan } from "./report.ts";
import { count, percent } from "./text.ts";

export interface Headline {
  /** How bad it is, as a sign beside the words. */
  readonly mark: string;
  readonly title: string;
  /** Sentences without a full stop. */
  readonly facts: readonly string[];
}

const marks = { bad: "🔴", careful: "🟠", good: "🟢" } as const;

const titles: Readonly<Record<string, string>> = {
  validate: "DNS policies",
  plan: "DNS plan",
  show: "Saved DNS plan",
  drift: "DNS drift",
  diff: "DNS difference",
};

/** Counted over the whole report, however much of it is shown. */
export function summarizeReport(report: Report): Headline {
  const { command, ok } = report;
  const title = titles[command ?? ""] ?? `DNS ${command ?? "command line"}`;
  const facts = [
    ...tellPolicies(report),
    ...tellShare(report),
    ...tellResults(report),
    ...tellPlans(report.plans ?? [], report.results !== undefined && report.results.length > 0),
    ...tellIdle(report),
    ...tellZones(report),
    summarize(report.diagnostics),
  ];
  return { mark: markOf(report, ok), title, facts: facts.filter((fact) => fact !== "") };
}

function markOf({ plans = [], drifted = false, diagnostics }: Report, ok: boolean): string {
  if (!ok) return marks.bad;
  const isCareful =
    drifted ||
    plans.some(({ risk }) => risk === "medium" || risk === "high") ||
    diagnostics.some(({ severity }) => severity === "warning");
  return isCareful ? marks.careful : marks.good;
}

function tellPolicies({ policies = [] }: Report): readonly string[] {
  const valid = policies.filter(({ ok }) => ok).length;
  return policies.length === 0 ? [] : [`${valid} of ${count(policies.length, "policy")} valid`];
}

/** Of a ramp: behind its last step the share stays. */
function tellShare({ member, share }: Report): readonly string[] {
  if (member === undefined || share === undefined) return [];
  const [before, after] = [percent(share.before), percent(share.after)];
  const stays = Math.abs(share.after - share.before) < 1e-9;
  return [stays ? `${member} stays at ${after}` : `${member}: ${before} → ${after}`];
}

/** That an edit found all written already. */
function tellIdle({ ok, files = [], revisions }: Report): readonly string[] {
  return ok && files.length === 0 && revisions?.length === 0 ? ["nothing changes"] : [];
}

function tellResults({ results = [] }: Report): readonly string[] {
  const steps = (key: "done" | "notStarted") => results.reduce((sum, result) => sum + result[key].length, 0);
  const failed = results.filter((result) => result.failed !== null).length;
  return [
    ...(steps("done") > 0 ? [`${count(steps("done"), "step")} done`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(steps("notStarted") > 0 ? [`${steps("notStarted")} not started`] : []),
  ];
}

function tellPlans(plans: readonly ReportedPlan[], isApplied: boolean): readonly string[] {
  if (plans.length === 0) return [];
  const sum = (key: "create" | "update" | "delete") =>
    plans.reduce((total, { counts }) => total + counts[key], 0);
  const [create, update, destroy] = [sum("create"), sum("update"), sum("delete")];
  const markers = plans.reduce((total, { counts }) => total + counts.markers, 0);
  if (create + update + destroy + markers === 0) return ["no changes", ...tellBlocked(plans)];
  const changes = isApplied
    ? `${create} added, ${update} changed, ${destroy} destroyed`
    : `${create} to add, ${update} to change, ${destroy} to destroy`;
  return [tellMoved(plans), changes, `risk: ${highestRisk(plans)}`, ...tellBlocked(plans)];
}

function tellMoved(plans: readonly ReportedPlan[]): string {
  const shares = plans.flatMap(({ names }) => names.map(({ blast }) => blast.share));
  if (shares.includes(null)) return "it can't be told what moves";
  const most = Math.max(0, ...shares.map((share) => share ?? 0));
  return most === 0 ? "no answer moves" : `moves up to ${percent(most)} of the answers of a name`;
}

function tellBlocked(plans: readonly ReportedPlan[]): readonly string[] {
  return plans.some(({ blocked }) => blocked) ? ["blocked"] : [];
}

function highestRisk(plans: readonly ReportedPlan[]): string {
  const risks = new Set(plans.map(({ risk }) => risk));
  return (["high", "medium", "low"] as const).find((risk) => risks.has(risk)) ?? "none";
}

/** There is no drift only where everything was read. */
function tellZones({ zones, diagnostics }: Report): readonly string[] {
  if (zones === undefined) return [];
  const names = zones.flatMap((zone) => zone.names);
  const number = (standings: readonly string[]) =>
    names.filter(({ standing }) => standings.includes(standing)).length;
  const drifted = number(["drifted"]);
  const waiting = number(["pending", "not applied"]);
  const asApplied = number(["in step", "converged"]);
  // Zones are there once the policies are valid: what fails then is a read, or a report's file.
  const isUnread = diagnostics.some(
    ({ severity, code }) => severity === "error" && code !== "file-unwritable",
  );
  const unread = zones.length === 0 ? "nothing could be read" : "not everything could be read";
  return [
    ...(drifted > 0 ? [`${count(drifted, "name")} changed by hand`] : isUnread ? [] : ["no drift"]),
    ...(isUnread ? [unread] : []),
    ...(waiting > 0 ? [`${waiting} waiting for an apply`] : []),
    ...(asApplied > 0 ? [`${asApplied} as applied`] : []),
  ];
}
