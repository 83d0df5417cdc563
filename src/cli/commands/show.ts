/** `signpost show`: a saved plan as it was shown when it was made. Reads files, and asks no vendor anything. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { quoteForShell } from "../../diagnostic/quote-for-shell.ts";
import { revive } from "../../plan/file/read.ts";
import type { SavedPlan } from "../../plan/generated/wire.ts";
import { renderLocated } from "../../report/diagnostics.ts";
import { fingerprintOfWords } from "../../report/fingerprint.ts";
import type { Report } from "../../report/report.ts";
import type { Context, ReportOutput } from "../context.ts";
import { deliver, deliverFailure } from "../deliver.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { comparisonsToJson, type LineFinder, plansToJson, type ShownPolicy, showPlans } from "../prepare.ts";
import { envelope, printDiagnostics } from "../result.ts";
import { onlyPlan, openPlan } from "../saved-plan/open.ts";
import { findChangedPolicies } from "../saved-plan/policies.ts";

export type ShowOptions = ReportOutput & { readonly verbose?: boolean };

export async function runShow(context: Context, named: string, options: ShowOptions): Promise<ExitCode> {
  const { format, verbose = false } = options;
  const file = onlyPlan([named]);
  const saved = openPlan(file, context.folder);
  if ("code" in saved) {
    const failing = { command: "show", code: exitCodes.stale };
    return deliverFailure(context, options, failing, [saved], new Map());
  }
  const stale = [...judgeAge(saved, file, Date.now()), ...findChangedPolicies(saved, context.folder)].map(
    (found): Diagnostic => ({ ...found, severity: "warning" }),
  );
  const policies = saved.policies.map(
    ({ file: policyFile, plans, comparison }): ShownPolicy => ({
      file: policyFile,
      plans: plans.map((planned) => ({ file: policyFile, prepared: revive(planned) })),
      comparison,
    }),
  );
  const lineOf = findLinesOf(saved);
  const { change, createdAt, expiresAt } = saved;
  const { diagnostics, ...head } = envelope("show", true, stale, new Map());
  const compose = (): Report => ({
    ...head,
    diagnostics: [
      ...diagnostics,
      ...saved.diagnostics.map((said) => ({ ...said, fingerprint: fingerprintOfWords(said) })),
    ],
    files: policies.map(({ file: policyFile }) => policyFile),
    createdAt,
    expiresAt,
    change,
    plans: plansToJson(
      policies.flatMap(({ plans }) => plans),
      lineOf,
    ),
    comparisons: comparisonsToJson(policies),
  });
  if (format === "human") {
    const { io } = context;
    printDiagnostics(context, stale, new Map(), verbose);
    for (const said of saved.diagnostics) io.err(`${renderLocated(said, io.paint.err)}\n`);
    const next = stale.length > 0 ? null : applyCommand(file, saved);
    for (const one of policies) {
      io.out(await showPlans(context, one, lineOf, verbose, { change, next }));
    }
    io.out(`Planned ${createdAt}, to be applied before ${expiresAt}\n`);
  }
  return deliver(context, options, exitCodes.done, compose);
}

function judgeAge({ expiresAt }: SavedPlan, path: string, now: number): readonly Diagnostic[] {
  return now < Date.parse(expiresAt) ? [] : [diagnose("plan-expired", { path, at: expiresAt }, null)];
}

function applyCommand(file: string, { reading: { sandbox } }: SavedPlan): string {
  return ["signpost", "apply", quoteForShell(file), ...(sandbox ? ["--sandbox"] : [])].join(" ");
}

/** The lines as they were: the files may be others by now, or not here. */
function findLinesOf({ lines }: SavedPlan): LineFinder {
  const keyOf = ({ file, pointer, on }: SavedPlan["lines"][number]["origin"]) =>
    JSON.stringify([file, pointer, on]);
  const known = new Map(lines.map(({ origin, line }) => [keyOf(origin), line]));
  return (origin) => known.get(keyOf(origin)) ?? null;
}
