/** From files to plans: what `plan`, `apply` and `destroy` begin with. */
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Checked, Target } from "../plan/check.ts";
import { type Comparison, compareTargets } from "../plan/comparison.ts";
import { digestChanges } from "../plan/digest.ts";
import { tellDrift } from "../plan/drifted.ts";
import { type Allowance, refuseUnusedAllowances } from "../plan/judge-guards.ts";
import { type Asked, isEmpty, type Plan, type Prepared, preparePlan } from "../plan/plan.ts";
import { riskOf } from "../plan/risk.ts";
import type { Origin, ProviderId } from "../policy/policy.ts";
import { ProviderError } from "../provider/provider-error.ts";
import { renderJointPlan } from "../report/joint-plan.ts";
import type { Sources } from "../report/located.ts";
import { type PlanView, renderPlan } from "../report/plan.ts";
import { planToJson } from "../report/plan-json.ts";
import type { ReportedComparison, ReportedPlan } from "../report/report.ts";
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

/** A plan as it is shown, whether it was just made or was read from a file. */
export interface ShownPlan {
  readonly file: string;
  readonly prepared: { readonly plan: Plan };
}

/** One policy at all providers, as it is shown. */
export interface ShownPolicy {
  readonly file: string;
  readonly plans: readonly ShownPlan[];
  /** Null with a single provider. */
  readonly comparison: Comparison | null;
}

/** One policy at all providers that were asked for. */
export interface PreparedPolicy extends ShownPolicy {
  readonly plans: readonly PreparedFile[];
  /** Providers that couldn't be planned. */
  readonly failed: readonly ProviderId[];
}

export interface Preparation {
  readonly policies: readonly PreparedPolicy[];
  /** Of all policies. */
  readonly plans: readonly PreparedFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** Of names that somebody changed by hand: for reports, as the plans show them themselves. */
  readonly drift: readonly Diagnostic[];
  /** Of providers that failed. */
  readonly codes: readonly ExitCode[];
  /** Whether something of it may not be applied. */
  readonly refused: boolean;
  /** The digest of what would change; null where a provider couldn't be planned. */
  readonly change: string | null;
}

/** What whoever runs a command chose. */
interface Chosen {
  readonly provider?: string;
  readonly allow?: readonly Allowance[];
  /** The digest of the only change that may be made; null where any may. */
  readonly expect?: string | null;
}

/** What a command wants of each policy. */
export interface Aim extends Pick<Asked, "adopted"> {
  /** What is wanted instead of what the policy says. */
  readonly shape?: (target: Target) => Target;
  /** What it is there to do, so that no guard need be told. */
  readonly allow?: readonly Allowance[];
}

/** Plans every policy for each of its providers; one that fails doesn't hide the others. */
export async function prepareAll(
  context: Context,
  checked: readonly Checked[],
  connector: Connector,
  { provider, allow = [], expect = null }: Chosen,
  { shape = (target) => target, allow: aimed = [], ...narrowed }: Aim = {},
): Promise<Preparation> {
  const policies: PreparedPolicy[] = [];
  const diagnostics: Diagnostic[] = [];
  const drift: Diagnostic[] = [];
  const codes: ExitCode[] = [];
  const progress = showProgress(context);
  const asked: Asked = { today: today(), allow: [...allow, ...aimed], ...narrowed };
  for (const { policy, records, targets, file } of checked) {
    if (policy === null) continue;
    const chosen = targets.filter((target) => provider === undefined || target.provider === provider);
    const plans: PreparedFile[] = [];
    const failed: ProviderId[] = [];
    const keeps = chosen.every((target) => shape(target) === target);
    for (const written of chosen) {
      const target = shape(written);
      // A vendor that can't be reached is asked several times, which takes a while.
      progress.step({ kind: "started", title: `reading ${policy.zone} at ${target.provider}` });
      try {
        const connection = await connector.connect(target.provider, policy);
        const kept = target === written ? records : [];
        const prepared = await preparePlan(policy, kept, target, connection, asked);
        plans.push({ file: file.path, prepared });
        drift.push(...tellDrift(policy, records, prepared.plan));
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        diagnostics.push(error.diagnostic);
        codes.push(exitCodeOf(error.kind));
        failed.push(target.provider);
      }
    }
    const comparison = compareTargets(policy, keeps ? records : [], chosen);
    policies.push({ file: file.path, plans, comparison, failed });
  }
  progress.end();
  const plans = policies.flatMap((one) => one.plans);
  const made = plans.map(({ prepared }) => prepared.plan);
  const change = codes.length > 0 ? null : digestChanges(plans.map(({ prepared }) => prepared));
  // What was expected and is made already, as a job that is started again finds it, needed its allowances then.
  const isMade = expect !== null && change !== expect && made.every(isEmpty);
  // Where one wasn't planned, nobody knows what it would have been needed for.
  const unused = codes.length > 0 || isMade ? [] : refuseUnusedAllowances(allow, made);
  diagnostics.push(...sayOnce(made.flatMap((plan) => [...plan.warnings, ...plan.refusals])), ...unused);
  const refused = unused.length > 0 || made.some(({ refusals }) => refusals.length > 0);
  return { policies, plans, diagnostics, drift, codes, refused, change };
}

/** What holds at several providers alike is one thing to be told. */
function sayOnce(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
}

export type LineFinder = (origin: Origin) => number | null;

/** The line that an origin is on. */
export function lineFinder(sources: Sources): LineFinder {
  return (origin) => sources.get(origin.file)?.locate(origin).start.line ?? null;
}

/** What stands below a plan. */
export interface Ending {
  /** The digest of what would change. */
  readonly change: string | null;
  readonly next: string | null;
}

/** The plans of a policy in words: one for all its providers. */
export async function showPlans(
  { io }: Context,
  { file, plans, comparison }: ShownPolicy,
  lineOf: LineFinder,
  verbose: boolean,
  { change, next }: Ending,
): Promise<string> {
  const detailOf: PlanView["detailOf"] = verbose
    ? (await import("../report/resource-diff.ts")).diffResource
    : () => [];
  const view: PlanView = {
    paint: io.paint.out,
    width: io.width,
    file,
    lineOf,
    detailOf,
    change: plans.every(({ prepared }) => isEmpty(prepared.plan)) ? null : change,
    next,
  };
  const [first, ...others] = plans.map(({ prepared }) => prepared.plan);
  if (first === undefined) return "";
  return others.length === 0 || comparison === null
    ? renderPlan(first, view)
    : renderJointPlan([first, ...others], comparison, view);
}

/** Where the providers of each policy would answer differently, as data. */
export function comparisonsToJson(policies: readonly ShownPolicy[]): readonly ReportedComparison[] {
  return policies.flatMap(({ file, comparison }) =>
    comparison === null || comparison.names.length === 0 ? [] : [{ file, ...comparison }],
  );
}

/** Plans as data. */
export function plansToJson(plans: readonly ShownPlan[], lineOf: LineFinder): readonly ReportedPlan[] {
  return plans.map(({ file, prepared: { plan } }) => ({
    file,
    ...planToJson(plan, lineOf),
    risk: riskOf(plan),
  }));
}
