/** `signpost apply` and `signpost destroy`: show the plan, ask, write. */
import { type Applied, applyPlan } from "../../apply/apply.ts";
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Target } from "../../plan/check.ts";
import { isEmpty } from "../../plan/plan.ts";
import type { Wait } from "../../provider/connection.ts";
import { providers } from "../../provider/registry.ts";
import { renderApplied } from "../../report/applied.ts";
import { checkFiles } from "../check-files.ts";
import { refuseUnnamedProvider } from "../chosen-targets.ts";
import { openConnector } from "../connect.ts";
import type { Context, OutputFormat } from "../context.ts";
import { type ExitCode, exitCodeOf, exitCodes, worstOf } from "../exit-code.ts";
import type { Reading } from "../files.ts";
import { comparisonsToJson, type PreparedFile, plansToJson, prepareAll, showPlans } from "../prepare.ts";
import { showProgress } from "../progress.ts";
import { envelope, printDiagnostics, printFailure, printJson } from "../result.ts";

export interface ApplyOptions extends Reading {
  readonly format: OutputFormat;
  readonly sandbox?: boolean;
  readonly provider?: string;
  readonly verbose?: boolean;
  readonly yes?: boolean;
  /** False with `--no-input`. */
  readonly input: boolean;
  readonly wait: Wait;
}

/** Makes the world as the policy says. */
export function runApply(
  context: Context,
  files: readonly string[],
  options: ApplyOptions,
): Promise<ExitCode> {
  return run(context, files, options, "apply", (target) => target);
}

/** Takes away everything that carries the policy's mark. */
export function runDestroy(
  context: Context,
  files: readonly string[],
  options: ApplyOptions,
): Promise<ExitCode> {
  return run(context, files, options, "destroy", (target) => ({
    ...target,
    compiled: { ...target.compiled, resources: [], units: new Map(), diagnostics: [] },
    proof: { ...target.proof, records: 0 },
  }));
}

async function run(
  context: Context,
  files: readonly string[],
  options: ApplyOptions,
  command: "apply" | "destroy",
  shape: (target: Target) => Target,
): Promise<ExitCode> {
  const { format, verbose = false } = options;
  const failing = { command, format, verbose };
  const checked = checkFiles(files, context.folder, options);
  const { sources } = checked;
  if (!checked.ok) {
    printFailure(context, failing, checked.diagnostics, sources);
    return exitCodes.policyInvalid;
  }
  refuseUnnamedProvider(checked.checked, options.provider);
  const connector = await openConnector(context, options.sandbox ?? false);
  if ("code" in connector) {
    printFailure(context, failing, [connector], sources);
    return exitCodes.unavailable;
  }
  try {
    const { policies, plans, diagnostics, codes } = await prepareAll(
      context,
      checked.checked,
      connector,
      options.provider,
      shape,
    );
    const refused = plans.some(({ prepared }) => prepared.plan.refusals.length > 0);
    if (format === "human") {
      printDiagnostics(context, [...checked.diagnostics, ...diagnostics], sources, verbose);
      for (const one of policies) context.io.out(await showPlans(context, one, sources, verbose, null));
    }
    const stop = (code: ExitCode, more: Parameters<typeof printFailure>[2]): ExitCode => {
      if (format === "json") {
        const all = [...checked.diagnostics, ...diagnostics, ...more];
        const shown = { ...envelope(command, false, all, sources), plans: plansToJson(plans, sources) };
        printJson(context, { ...shown, comparisons: comparisonsToJson(policies), results: [] });
      } else printDiagnostics(context, more, sources, verbose);
      return code;
    };
    if (refused) return stop(worstOf([...codes, exitCodes.refused]), []);
    // Nothing half-done: what one provider would be told, the others would contradict.
    if (codes.length > 0) {
      const failed = [...new Set(policies.flatMap((one) => one.failed))].map((id) => providers[id].title);
      const others = [...new Set(plans.map(({ prepared }) => prepared.plan.provider))].filter((id) =>
        policies.every((one) => !one.failed.includes(id)),
      );
      return stop(
        worstOf(codes),
        plans.length === 0 ? [] : [diagnose("provider-not-planned", { failed, others }, null)],
      );
    }
    const todo = plans.filter(({ prepared }) => !isEmpty(prepared.plan));
    if (todo.length > 0 && !options.yes) {
      if (!context.io.canAsk || !options.input || format === "json") {
        return stop(exitCodes.declined, [diagnose("confirmation-needed", {}, null)]);
      }
      if (!(await confirm(context, command))) {
        const code = context.signal.aborted ? exitCodes.interrupted : exitCodes.declined;
        return stop(code, [diagnose("declined", {}, null)]);
      }
    }
    const results = await writeAll(context, todo, options);
    const failures = results.flatMap(({ applied }) => (applied.failure === null ? [] : [applied.failure]));
    if (format === "json") {
      const found = [...checked.diagnostics, ...diagnostics, ...failures.map(({ diagnostic }) => diagnostic)];
      printJson(context, {
        ...envelope(command, failures.length === 0 && codes.length === 0, found, sources),
        plans: plansToJson(plans, sources),
        comparisons: comparisonsToJson(policies),
        results: results.map(({ plan, applied }) => ({
          provider: plan.prepared.plan.provider,
          zone: plan.prepared.plan.zone,
          done: applied.done,
          failed: applied.failure?.title ?? null,
          notStarted: applied.notStarted,
        })),
      });
    }
    const isDone = results.some(({ applied }) => applied.failure === null || applied.done.length > 0);
    return worstOf([
      // One provider has what the other hasn't.
      ...(failures.length > 0 && isDone ? [exitCodes.partlyApplied] : []),
      ...results.flatMap(({ applied }) => [
        ...(applied.failure === null ? [] : [exitCodeOf(applied.failure.kind)]),
      ]),
      ...codes,
    ]);
  } finally {
    await connector.close();
  }
}

async function confirm({ io, signal }: Context, command: string): Promise<boolean> {
  const question = command === "apply" ? "Apply these changes?" : "Destroy all of this?";
  const answer = await io.ask(`${question} [y/N] `, signal);
  return answer !== null && /^y(?:es)?$/iu.test(answer.trim());
}

interface Result {
  readonly plan: PreparedFile;
  readonly applied: Applied;
}

/** One after the other; what failed at one doesn't stop the others, unless the user did. */
async function writeAll(
  context: Context,
  plans: readonly PreparedFile[],
  options: ApplyOptions,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const plan of plans) {
    const progress = showProgress(context);
    const isOneOfSeveral = new Set(plans.map(({ prepared }) => prepared.plan.provider)).size > 1;
    const applied = await applyPlan(plan.prepared, {
      wait: options.wait,
      signal: context.signal,
      onProgress: progress.step,
    });
    progress.end();
    results.push({ plan, applied });
    if (options.format === "json") continue;
    const { io } = context;
    const shown = renderApplied(applied, plan.prepared.plan, isOneOfSeveral, io.paint.out);
    if (applied.failure === null) io.out(shown);
    else {
      printDiagnostics(context, [applied.failure.diagnostic], new Map(), false);
      io.err(shown);
    }
  }
  return results;
}
