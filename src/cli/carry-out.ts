/** From a preparation to an exit code: show the plans, ask, write, tell. What every command that writes ends with. */
import { type Applied, applyPlan } from "../apply/apply.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { isEmpty } from "../plan/plan.ts";
import type { Wait } from "../provider/connection.ts";
import { providers } from "../provider/registry.ts";
import { renderApplied } from "../report/applied.ts";
import type { Sources } from "../report/located.ts";
import type { ReportedResult } from "../report/report.ts";
import type { Context, ReportOutput } from "./context.ts";
import { deliver } from "./deliver.ts";
import { type ExitCode, exitCodeOf, exitCodes, worstOf } from "./exit-code.ts";
import {
  comparisonsToJson,
  lineFinder,
  type Preparation,
  type PreparedFile,
  plansToJson,
  showPlans,
} from "./prepare.ts";
import { showProgress } from "./progress.ts";
import { envelope, printDiagnostics } from "./result.ts";

/** The options of every command that writes. */
export type WritingOptions = ReportOutput & WritingChoices;

interface WritingChoices {
  readonly verbose?: boolean;
  readonly yes?: boolean;
  /** False with `--no-input`. */
  readonly input: boolean;
  readonly wait: Wait;
}

/** The command, and what it asks before it writes. */
export interface Errand {
  readonly command: string;
  readonly question: string;
  /** The digest of the only change that may be made; null where any may. */
  readonly expect: string | null;
}

/** What was found before anything was planned. */
export interface Found {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: Sources;
}

/** Shows the plans, asks unless told not to, writes what nothing refuses, and tells how it ended. */
export async function carryOut(
  context: Context,
  { command, question, expect }: Errand,
  { policies, plans, diagnostics, drift, codes, refused, change }: Preparation,
  found: Found,
  options: WritingOptions,
): Promise<ExitCode> {
  const { format, verbose = false } = options;
  const { sources } = found;
  const told = [...found.diagnostics, ...diagnostics];
  const lineOf = lineFinder(sources);
  const finish = (code: ExitCode, ok: boolean, more: readonly Diagnostic[], results: readonly Result[]) =>
    deliver(context, options, code, () => ({
      ...envelope(command, ok, [...told, ...drift, ...more], sources),
      files: policies.map(({ file }) => file),
      change,
      plans: plansToJson(plans, lineOf),
      comparisons: comparisonsToJson(policies),
      results: results.map(resultToJson),
    }));
  if (format === "human") {
    printDiagnostics(context, told, sources, verbose);
    const ending = { change, next: null };
    for (const one of policies) context.io.out(await showPlans(context, one, lineOf, verbose, ending));
  }
  const stop = (code: ExitCode, more: readonly Diagnostic[]): Promise<ExitCode> => {
    if (format === "human") printDiagnostics(context, more, sources, verbose);
    return finish(code, false, more, []);
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
  if (expect !== null && change !== null && change !== expect) {
    return stop(exitCodes.stale, [diagnose("change-differs", { expected: expect, actual: change }, null)]);
  }
  const todo = plans.filter(({ prepared }) => !isEmpty(prepared.plan));
  if (todo.length > 0 && !options.yes) {
    if (!context.io.canAsk || !options.input || format !== "human") {
      return stop(exitCodes.declined, [diagnose("confirmation-needed", {}, null)]);
    }
    if (!(await confirm(context, question))) {
      const code = context.signal.aborted ? exitCodes.interrupted : exitCodes.declined;
      return stop(code, [diagnose("declined", {}, null)]);
    }
  }
  const results = await writeAll(context, todo, options);
  const failures = results.flatMap(({ applied }) => (applied.failure === null ? [] : [applied.failure]));
  const isDone = results.some(({ applied }) => applied.failure === null || applied.done.length > 0);
  const code = worstOf([
    // One provider has what the other hasn't.
    ...(failures.length > 0 && isDone ? [exitCodes.partlyApplied] : []),
    ...failures.map(({ kind }) => exitCodeOf(kind)),
  ]);
  const wrong = failures.map(({ diagnostic }) => diagnostic);
  return finish(code, failures.length === 0, wrong, results);
}

async function confirm({ io, signal }: Context, question: string): Promise<boolean> {
  const answer = await io.ask(`${question} [y/N] `, signal);
  return answer !== null && /^y(?:es)?$/iu.test(answer.trim());
}

interface Result {
  readonly plan: PreparedFile;
  readonly applied: Applied;
}

function resultToJson({ plan: { prepared }, applied }: Result): ReportedResult {
  const { provider, zone } = prepared.plan;
  const { done, failure, notStarted } = applied;
  return { provider, zone, done, failed: failure?.title ?? null, notStarted };
}

/** One after the other; what failed at one doesn't stop the others, unless the user did. */
async function writeAll(
  context: Context,
  plans: readonly PreparedFile[],
  options: WritingOptions,
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
    if (options.format !== "human") continue;
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
