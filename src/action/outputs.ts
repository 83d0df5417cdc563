/** What the steps after this one can use. */
import { setOutput } from "@actions/core";
import { type ExitCode, exitCodes } from "../cli/exit-code.ts";
import type { Report } from "../report/report.ts";
import type { ReportFiles } from "./command-line.ts";
import type { Inputs } from "./inputs.ts";
import type { Ran } from "./program.ts";

/** Every output of action.yml, in its order. */
export const outputNames = [
  "changes",
  "create",
  "update",
  "delete",
  "drift",
  "risk",
  "change-digest",
  "plan-file",
  "plan-json",
  "markdown-file",
  "receipt-file",
  "exit-code",
  "failure-reason",
] as const;
type OutputName = (typeof outputNames)[number];

/** Why a step failed, by exit code (docs/json.md, "Exit codes"). */
const reasons: Readonly<Record<ExitCode, string>> = {
  [exitCodes.done]: "",
  [exitCodes.internalError]: "internal",
  [exitCodes.differenceFound]: "difference",
  [exitCodes.policyInvalid]: "invalid",
  [exitCodes.notAllowed]: "auth",
  [exitCodes.refused]: "guard",
  [exitCodes.stale]: "stale",
  [exitCodes.partlyApplied]: "partial",
  [exitCodes.declined]: "declined",
  [exitCodes.conflict]: "conflict",
  [exitCodes.unavailable]: "unavailable",
  [exitCodes.usage]: "usage",
  [exitCodes.interrupted]: "interrupted",
  [exitCodes.terminated]: "interrupted",
};

/** That nothing was found, because it came to nothing. */
export function setFailure(code: ExitCode): void {
  setOutput("exit-code", code);
  setOutput("failure-reason", reasons[code]);
}

/**
 * Sets all of them; those that the command has nothing to say to are empty.
 *
 * @param code - of the step
 */
export function setOutputs(
  { report, markdown }: Ran,
  code: ExitCode,
  { command, planFile }: Inputs,
  files: ReportFiles,
): void {
  const { create, update, delete: gone } = countChanges(report);
  const values: Readonly<Record<OutputName, string | number | boolean>> = {
    changes: changesAnything(report),
    create,
    update,
    delete: gone,
    drift: isDrifted(report) ?? "",
    risk: highestRisk(report),
    "change-digest": report?.change ?? "",
    // A plan that was not saved is no file, whatever it was to be called.
    "plan-file": report?.saved?.file ?? (command === "apply" ? planFile : null) ?? "",
    "plan-json": report === null ? "" : files.json,
    "markdown-file": markdown === null ? "" : files.markdown,
    "receipt-file": (report?.results ?? []).flatMap(({ journal }) => journal ?? []).join("\n"),
    "exit-code": code,
    "failure-reason": reasons[code],
  };
  for (const name of outputNames) setOutput(name, values[name]);
}

function countChanges(report: Report | null) {
  const sum = (key: "create" | "update" | "delete") =>
    (report?.plans ?? []).reduce((total, { counts }) => total + counts[key], 0);
  return { create: sum("create"), update: sum("update"), delete: sum("delete") };
}

/**
 * Whether somebody changed something by hand: `drift` looks for that alone, and a plan sees it too. Null where nothing
 * was found and not everything was read.
 */
export function isDrifted(report: Report | null): boolean | null {
  if (report === null) return null;
  const { ok, plans = [], change = null } = report;
  const found = report.drifted ?? plans.some(({ names }) => names.some(({ drifted }) => drifted));
  // A plan that may not be applied has read everything all the same: only then is there a digest of it.
  return found || ok || change !== null ? found : null;
}

/** Whether an apply would write, or has written; of a comparison, whether anything differs. */
export function changesAnything(report: Report | null): boolean {
  return (report?.plans ?? []).some(({ risk }) => risk !== "none");
}

function highestRisk(report: Report | null): string {
  const risks = new Set((report?.plans ?? []).map(({ risk }) => risk));
  return (["high", "medium", "low", "none"] as const).find((risk) => risks.has(risk)) ?? "";
}
