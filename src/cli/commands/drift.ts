/** `signpost drift`: what somebody changed since it was applied. Never writes, and has nothing to write with. */
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { tellDrift } from "../../plan/drifted.ts";
import { compareZone, type Plan } from "../../plan/plan.ts";
import { standingOf } from "../../plan/standing.ts";
import { ProviderError } from "../../provider/provider-error.ts";
import { renderDrift } from "../../report/drift.ts";
import { planToJson } from "../../report/plan-json.ts";
import type { ReportedZone } from "../../report/report.ts";
import { checkFiles } from "../check-files.ts";
import { refuseUnnamedProvider } from "../chosen-targets.ts";
import { openConnector } from "../connect.ts";
import type { Context, ReportOutput } from "../context.ts";
import { deliver, deliverFailure } from "../deliver.ts";
import { type ExitCode, exitCodeOf, exitCodes, worstOf } from "../exit-code.ts";
import type { Reading } from "../files.ts";
import { lineFinder } from "../prepare.ts";
import { showProgress } from "../progress.ts";
import { envelope, printDiagnostics } from "../result.ts";
import { today } from "../today.ts";

export type DriftOptions = Reading & ReportOutput & DriftChoices;

interface DriftChoices {
  readonly sandbox?: boolean;
  readonly provider?: string;
  readonly verbose?: boolean;
}

/** Exit 2 when a name was changed by hand; what waits to be applied is told and is no drift. */
export async function runDrift(
  context: Context,
  named: readonly string[],
  options: DriftOptions,
): Promise<ExitCode> {
  const { format, verbose = false } = options;
  const run = checkFiles(named, context.folder, options);
  const files = run.checked.map(({ file }) => file.path);
  const failing = (code: ExitCode) => ({ command: "drift", code, files });
  const { sources } = run;
  if (!run.ok) {
    return deliverFailure(context, options, failing(exitCodes.policyInvalid), run.diagnostics, sources);
  }
  refuseUnnamedProvider(run.checked, options.provider);
  const connector = await openConnector(context, options.sandbox ?? false);
  if ("code" in connector) {
    return deliverFailure(context, options, failing(exitCodes.unavailable), [connector], sources);
  }
  const compared: { readonly file: string; readonly plan: Plan }[] = [];
  const failures: Diagnostic[] = [];
  const drift: Diagnostic[] = [];
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
          drift.push(...tellDrift(policy, records, plan));
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
  const drifted = compared.some(({ plan }) =>
    plan.names.some((name) => standingOf(name, plan.shared) === "drifted"),
  );
  // What forbids to apply is the plan's business; a zone is looked at all the same.
  const told = [...run.diagnostics, ...failures];
  if (format === "human") {
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
  const code = worstOf([...codes, ...(drifted ? [exitCodes.differenceFound] : [])]);
  return deliver(context, options, code, () => ({
    ...envelope("drift", codes.length === 0, [...told, ...drift], sources),
    files,
    drifted,
    zones: compared.map(({ file, plan }) => ({ file, ...driftToJson(plan, lineFinder(sources)) })),
  }));
}

/** Of each name how it stands, with what differs. */
function driftToJson(plan: Plan, lineOf: Parameters<typeof planToJson>[1]): Omit<ReportedZone, "file"> {
  const { provider, title, policy, zone, read, names, shared } = planToJson(plan, lineOf);
  return {
    provider,
    title,
    policy,
    zone,
    read,
    names: names.flatMap((name, position) => {
      const planned = plan.names[position];
      return planned === undefined ? [] : [{ ...name, standing: standingOf(planned, plan.shared) }];
    }),
    shared,
  };
}
