/** `signpost show`: a saved plan as it was shown when it was made. Reads files, and asks no vendor anything. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { quoteForShell } from "../../diagnostic/quote-for-shell.ts";
import { revive } from "../../plan/file/read.ts";
import type { SavedPlan } from "../../plan/generated/wire.ts";
import { renderLocated } from "../../report/diagnostics.ts";
import type { Context, OutputFormat } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { comparisonsToJson, type LineFinder, plansToJson, type ShownPolicy, showPlans } from "../prepare.ts";
import { envelope, printDiagnostics, printFailure, printJson } from "../result.ts";
import { onlyPlan, openPlan } from "../saved-plan/open.ts";
import { findChangedPolicies } from "../saved-plan/policies.ts";

export interface ShowOptions {
  readonly format: OutputFormat;
  readonly verbose?: boolean;
}

export async function runShow(context: Context, named: string, options: ShowOptions): Promise<ExitCode> {
  const { format, verbose = false } = options;
  const file = onlyPlan([named]);
  const saved = openPlan(file, context.folder);
  if ("code" in saved) {
    printFailure(context, { command: "show", format, verbose }, [saved], new Map());
    return exitCodes.stale;
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
  if (format === "json") {
    const { diagnostics, ...head } = envelope("show", true, stale, new Map());
    printJson(context, {
      ...head,
      diagnostics: [...diagnostics, ...saved.diagnostics],
      createdAt,
      expiresAt,
      change,
      plans: plansToJson(
        policies.flatMap(({ plans }) => plans),
        lineOf,
      ),
      comparisons: comparisonsToJson(policies),
    });
    return exitCodes.done;
  }
  const { io } = context;
  printDiagnostics(context, stale, new Map(), verbose);
  for (const said of saved.diagnostics) io.err(`${renderLocated(said, io.paint.err)}\n`);
  const next = stale.length > 0 ? null : applyCommand(file, saved);
  for (const one of policies) {
    io.out(await showPlans(context, one, lineOf, verbose, { change, next }));
  }
  io.out(`Planned ${createdAt}, to be applied before ${expiresAt}\n`);
  return exitCodes.done;
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
