/** `signpost plan`: what would change, and who would get what. Writes nothing but the plan itself, where it is told to. */
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { quoteForShell } from "../../diagnostic/quote-for-shell.ts";
import { isEmpty } from "../../plan/plan.ts";
import type { WrittenAllowance } from "../allow.ts";
import { writeApply } from "../apply-command.ts";
import { type CheckedFiles, checkFiles } from "../check-files.ts";
import { refuseUnnamedProvider } from "../chosen-targets.ts";
import { type Connector, openConnector } from "../connect.ts";
import type { Context, ReportOutput } from "../context.ts";
import { deliver, deliverFailure } from "../deliver.ts";
import { type ExitCode, exitCodes, worstOf } from "../exit-code.ts";
import {
  comparisonsToJson,
  lineFinder,
  type PreparedPolicy,
  plansToJson,
  prepareAll,
  showPlans,
} from "../prepare.ts";
import { envelope, printDiagnostics } from "../result.ts";
import type { Destination, Saving } from "../saved-plan/save.ts";
import { UsageError } from "../usage-error.ts";

export type PlanOptions = Saving & ReportOutput & PlanChoices;

interface PlanChoices {
  readonly allow?: readonly WrittenAllowance[];
  readonly verbose?: boolean;
  readonly detailedExitcode?: boolean;
  /** Where to save it. */
  readonly out?: string;
}

export async function runPlan(
  context: Context,
  files: readonly string[],
  options: PlanOptions,
): Promise<ExitCode> {
  const { out } = options;
  const fail = (
    code: ExitCode,
    found: readonly Diagnostic[],
    run: CheckedFiles | null,
  ): Promise<ExitCode> => {
    const names = run === null ? {} : { files: run.checked.map(({ file }) => file.path) };
    return deliverFailure(
      context,
      options,
      { command: "plan", code, ...names },
      found,
      run?.sources ?? new Map(),
    );
  };
  if (out === undefined && options.expires !== undefined) {
    throw new UsageError("--expires is about a saved plan: name one with -o");
  }
  const saver = out === undefined ? null : await import("../saved-plan/save.ts");
  const destination = saver?.openDestination(out ?? "", context.folder) ?? null;
  if (destination !== null && "code" in destination) {
    return fail(exitCodes.declined, [destination], null);
  }
  const run = checkFiles(files, context.folder, options);
  if (!run.ok) return fail(exitCodes.policyInvalid, run.diagnostics, run);
  refuseUnnamedProvider(run.checked, options.provider);
  const connector = await openConnector(context, options.sandbox ?? false);
  if ("code" in connector) return fail(exitCodes.unavailable, [connector], run);
  try {
    return await planAndShow(context, files, options, { run, connector, saver, destination });
  } finally {
    await connector.close();
  }
}

interface Opened {
  readonly run: CheckedFiles;
  readonly connector: Connector;
  readonly saver: typeof import("../saved-plan/save.ts") | null;
  readonly destination: Destination | null;
}

async function planAndShow(
  context: Context,
  files: readonly string[],
  options: PlanOptions,
  { run, connector, saver, destination }: Opened,
): Promise<ExitCode> {
  const { format, verbose = false } = options;
  const preparation = await prepareAll(context, run.checked, connector, options);
  const { policies, plans, codes, change, refused } = preparation;
  const changed = plans.some(({ prepared }) => !isEmpty(prepared.plan));
  const ended = destination === null ? null : saver?.savePlan(destination, options, run, preparation);
  const [unsaved, saved] = ended == null ? [null, null] : "code" in ended ? [ended, null] : [null, ended];
  const all = [...run.diagnostics, ...preparation.diagnostics, ...(unsaved === null ? [] : [unsaved])];
  const ok = codes.length === 0 && !refused;
  const lineOf = lineFinder(run.sources);
  if (format === "human") {
    printDiagnostics(context, all, run.sources, verbose);
    const command = saved === null ? writeApply(files, options) : applySaved(saved.file, options);
    for (const one of policies) {
      const hasChanges = one.plans.some(({ prepared }) => !isEmpty(prepared.plan));
      const next = hasChanges ? nextCommand(one, command, ok) : null;
      context.io.out(await showPlans(context, one, lineOf, verbose, { change, next }));
    }
    if (saved !== null)
      context.io.err(`Saved ${saved.file}, which can be applied until ${saved.expiresAt}\n`);
  }
  const code = worstOf([
    ...codes,
    ...(refused ? [exitCodes.refused] : []),
    ...(unsaved === null ? [] : [exitCodes.notAllowed]),
    ...(changed && options.detailedExitcode ? [exitCodes.differenceFound] : []),
  ]);
  return deliver(context, options, code, () => ({
    ...envelope("plan", ok && unsaved === null, [...all, ...preparation.drift], run.sources),
    files: run.checked.map(({ file }) => file.path),
    change,
    saved,
    plans: plansToJson(plans, lineOf),
    comparisons: comparisonsToJson(policies),
  }));
}

/** Everything else is in the plan. */
function applySaved(file: string, { sandbox }: PlanOptions): string {
  return ["signpost", "apply", quoteForShell(file), ...(sandbox ? ["--sandbox"] : [])].join(" ");
}

/** Where another provider couldn't be planned, what can be applied is applied alone. */
function nextCommand({ plans, failed }: PreparedPolicy, command: string, ok: boolean): string | null {
  if (ok) return command;
  const [only, ...others] = plans;
  if (failed.length === 0 || only === undefined || others.length > 0) return null;
  const { provider, refusals } = only.prepared.plan;
  return refusals.length > 0 ? null : `${command} --provider ${provider}`;
}
