/** `signpost drift`: what somebody changed since it was applied. Never writes, and has nothing to write with. */
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { compareZone, type Plan } from "../../plan/plan.ts";
import { standingOf } from "../../plan/standing.ts";
import { ProviderError } from "../../provider/provider-error.ts";
import { renderDrift } from "../../report/drift.ts";
import { planToJson } from "../../report/plan-json.ts";
import { checkFiles } from "../check-files.ts";
import { refuseUnnamedProvider } from "../chosen-targets.ts";
import { openConnector } from "../connect.ts";
import type { Context, OutputFormat } from "../context.ts";
import { type ExitCode, exitCodeOf, exitCodes, worstOf } from "../exit-code.ts";
import type { Reading } from "../files.ts";
import { lineFinder } from "../prepare.ts";
import { showProgress } from "../progress.ts";
import { envelope, printDiagnostics, printFailure, printJson } from "../result.ts";
import { today } from "../today.ts";

export interface DriftOptions extends Reading {
  readonly format: OutputFormat;
  readonly sandbox?: boolean;
  readonly provider?: string;
  readonly verbose?: boolean;
}

/** Exit 2 when a name was changed by hand; what waits to be applied is told and is no drift. */
export async function runDrift(
  context: Context,
  files: readonly string[],
  options: DriftOptions,
): Promise<ExitCode> {
  const { format, verbose = false } = options;
  const failing = { command: "drift", format, verbose };
  const run = checkFiles(files, context.folder, options);
  const { sources } = run;
  if (!run.ok) {
    printFailure(context, failing, run.diagnostics, sources);
    return exitCodes.policyInvalid;
  }
  refuseUnnamedProvider(run.checked, options.provider);
  const connector = await openConnector(context, options.sandbox ?? false);
  if ("code" in connector) {
    printFailure(context, failing, [connector], sources);
    return exitCodes.unavailable;
  }
  const compared: { readonly file: string; readonly plan: Plan }[] = [];
  const failures: Diagnostic[] = [];
  const codes: ExitCode[] = [];
  const progress = showProgress(context);
  try {
    for (const { policy, records, targets, file } of run.checked) {
      if (policy === null) continue;
      for (const target of targets) {
        if (options.provider !== undefined && target.provider !== options.provider) continue;
        progress.step({ kind: "started", title: `reading ${policy.zone} at ${target.provider}` });
        try {
          const reading = await connector.open(target.provider, policy);
          const plan = await compareZone(policy, records, target, reading, { today: today(), allow: [] });
          compared.push({ file: file.path, plan });
        } catch (error) {
          if (!(error instanceof ProviderError)) throw error;
          failures.push(error.diagnostic);
          codes.push(exitCodeOf(error.kind));
        }
      }
    }
  } finally {
    progress.end();
    await connector.close();
  }
  const drifted = compared.some(({ plan }) => plan.names.some((name) => standingOf(name) === "drifted"));
  // What forbids to apply is the plan's business; a zone is looked at all the same.
  const told = [...run.diagnostics, ...failures];
  if (format === "json") {
    printJson(context, {
      ...envelope("drift", codes.length === 0, told, sources),
      drifted,
      zones: compared.map(({ file, plan }) => ({ file, ...driftToJson(plan, lineFinder(sources)) })),
    });
  } else {
    printDiagnostics(context, told, sources, verbose);
    const { io } = context;
    for (const { file, plan } of compared) {
      const view = {
        paint: io.paint.out,
        width: io.width,
        file,
        lineOf: lineFinder(sources),
        detailOf: () => [],
        next: null,
        change: null,
        now: Date.now(),
        standingOf,
      };
      io.out(renderDrift(plan, view));
    }
  }
  return worstOf([...codes, ...(drifted ? [exitCodes.differenceFound] : [])]);
}

/** Of each name how it stands, with what differs. */
function driftToJson(plan: Plan, lineOf: Parameters<typeof planToJson>[1]): object {
  const { provider, policy, zone, read, names, shared } = planToJson(plan, lineOf);
  return {
    provider,
    policy,
    zone,
    read,
    names: names.map((name, position) => {
      const planned = plan.names[position];
      return { ...name, standing: planned === undefined ? null : standingOf(planned) };
    }),
    shared,
  };
}
