/** From files to plans: what `plan`, `apply` and `destroy` begin with. */
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Checked, Target } from "../plan/check.ts";
import { type Prepared, preparePlan } from "../plan/plan.ts";
import type { Origin } from "../policy/policy.ts";
import { ProviderError } from "../provider/provider-error.ts";
import type { Sources } from "../report/located.ts";
import { type PlanView, renderPlan } from "../report/plan.ts";
import { planToJson } from "../report/plan-json.ts";
import type { Connector } from "./connect.ts";
import type { Context } from "./context.ts";
import { type ExitCode, exitCodeOf } from "./exit-code.ts";
import { showProgress } from "./progress.ts";
import { today } from "./today.ts";

/** One policy at one provider. */
export interface PreparedFile {
  readonly file: string;
  readonly prepared: Prepared;
}

export interface Preparation {
  readonly plans: readonly PreparedFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** Of providers that failed. */
  readonly codes: readonly ExitCode[];
}

/** Plans every policy for each of its providers; one that fails doesn't hide the others. */
export async function prepareAll(
  context: Context,
  checked: readonly Checked[],
  connector: Connector,
  provider: string | undefined,
  shape: (target: Target) => Target,
): Promise<Preparation> {
  const plans: PreparedFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const codes: ExitCode[] = [];
  const progress = showProgress(context);
  for (const { policy, records, targets, file } of checked) {
    for (const written of targets) {
      if (policy === null || (provider !== undefined && written.provider !== provider)) continue;
      const target = shape(written);
      // A vendor that can't be reached is asked several times, which takes a while.
      progress.step({ kind: "started", title: `reading ${policy.zone} at ${target.provider}` });
      try {
        const connection = await connector.connect(target.provider, policy);
        const kept = target === written ? records : [];
        plans.push({
          file: file.path,
          prepared: await preparePlan(policy, kept, target, connection, today()),
        });
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        diagnostics.push(error.diagnostic);
        codes.push(exitCodeOf(error.kind));
      }
    }
  }
  progress.end();
  diagnostics.push(...plans.flatMap(({ prepared: { plan } }) => [...plan.warnings, ...plan.refusals]));
  return { plans, diagnostics, codes };
}

/** The line that an origin is on. */
function lineFinder(sources: Sources): (origin: Origin) => number | null {
  return (origin) => sources.get(origin.file)?.locate(origin).start.line ?? null;
}

/** A plan in words. */
export async function showPlan(
  { io }: Context,
  { prepared, file }: PreparedFile,
  sources: Sources,
  verbose: boolean,
  next: string | null,
): Promise<string> {
  const detailOf: PlanView["detailOf"] = verbose
    ? (await import("../report/resource-diff.ts")).diffResource
    : () => [];
  return renderPlan(prepared.plan, {
    paint: io.paint.out,
    width: io.width,
    file,
    lineOf: lineFinder(sources),
    detailOf,
    next,
  });
}

/** Plans as data. */
export function plansToJson(plans: readonly PreparedFile[], sources: Sources): readonly object[] {
  return plans.map(({ file, prepared }) => ({ file, ...planToJson(prepared.plan, lineFinder(sources)) }));
}
