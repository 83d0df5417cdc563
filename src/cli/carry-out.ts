/** From a preparation to an exit code: show the plans, ask, write, tell. What every command that writes ends with. */
import { type Applied, applyPlan } from "../apply/apply.ts";
import { describeRun, type JournalAbout } from "../apply/journal.ts";
import { hasErrors } from "../diagnostic/describe.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { isEmpty } from "../plan/plan.ts";
import type { Wait } from "../provider/connection.ts";
import { providers } from "../provider/registry.ts";
import { renderApplied } from "../report/applied.ts";
import type { Sources } from "../report/located.ts";
import type { ReportedResult } from "../report/report.ts";
import type { Vantage } from "../verify/clients.ts";
import type { WrittenAllowance } from "./allow.ts";
import type { Context, ReportOutput } from "./context.ts";
import { deliver } from "./deliver.ts";
import { type ExitCode, exitCodeOf, exitCodes, worstOf } from "./exit-code.ts";
import { openJournalFile } from "./journal-file.ts";
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
import type { KnownPlaces } from "./verify/places.ts";
import { goBackFrom, goOnWith, tellWays, type WaysOn } from "./ways-on.ts";

/** The options of every command that writes. */
export type WritingOptions = ReportOutput & WritingChoices;

interface WritingChoices {
  readonly verbose?: boolean;
  readonly yes?: boolean;
  /** False with `--no-input`. */
  readonly input: boolean;
  /** `authoritative`: until the zone's name servers answer what was applied. */
  readonly wait: Wait | "authoritative";
  readonly place?: readonly Vantage[];
  readonly mmdb?: string;
  /** The directory for journals, when another than the usual one. */
  readonly journal?: string;
  /** How the policies were read, so that whoever goes on can read them again. */
  readonly root?: string | undefined;
  readonly maxFileSize?: number | undefined;
  readonly sandbox?: boolean;
}

/** The command, and what it asks before it writes. */
export interface Errand {
  readonly command: string;
  readonly question: string;
  /** The digest of the only change that may be made; null where any may. */
  readonly expect: string | null;
  /** The journal that a rollback undoes, as it was named, and what was let pass for it. */
  readonly undoes?: string;
  readonly allow?: readonly WrittenAllowance[];
  /** The journal of the run that this one finishes, as it was named. */
  readonly resumes?: string;
  /** The endpoint that `destroy --to` leaves. */
  readonly to?: string;
  /** The command that began the run which this one finishes. */
  readonly begunBy?: string;
  /** A word that has to be typed instead of a yes, and the question for it; null where a yes will do. */
  readonly wordFor?: (
    plans: readonly PreparedFile[],
  ) => { readonly word: string; readonly question: string } | null;
}

/** What was found before anything was planned. */
export interface Found {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: Sources;
}

/** Shows the plans, asks unless told not to, writes what nothing refuses, and tells how it ended. */
export async function carryOut(
  context: Context,
  errand: Errand,
  { policies, plans, diagnostics, drift, codes, refused, change }: Preparation,
  found: Found,
  options: WritingOptions,
): Promise<ExitCode> {
  const { command, question, expect, wordFor = () => null } = errand;
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
      results: results.map((result) => resultToJson(result, findWays(result, results, errand))),
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
  const todo = plans.filter(({ prepared }) => !isEmpty(prepared.plan));
  if (expect !== null && change !== null && change !== expect) {
    const args = { expected: expect, actual: change };
    if (todo.length > 0) return stop(exitCodes.stale, [diagnose("change-differs", args, null)]);
    // Whoever runs it once more, as a job that is started again does, finds it done.
    const done = diagnose("change-made", args, null);
    if (format === "human") printDiagnostics(context, [done], sources, verbose);
    return finish(exitCodes.done, true, [done], []);
  }
  // What can't be read is told while nothing is written yet.
  const places = options.wait === "authoritative" ? await readPlacesOf(context, options) : null;
  if (places !== null && "code" in places) return stop(exitCodes.usage, [places]);
  if (todo.length > 0 && !options.yes) {
    if (!context.io.canAsk || !options.input || format !== "human") {
      return stop(exitCodes.declined, [diagnose("confirmation-needed", {}, null)]);
    }
    if (!(await confirm(context, question, wordFor(todo)))) {
      const code = context.signal.aborted ? exitCodes.interrupted : exitCodes.declined;
      return stop(code, [diagnose("declined", {}, null)]);
    }
  }
  const results = await writeAll(context, todo, errand, options);
  const unseen = await seeApplied(context, results, places);
  const failures = results.flatMap(({ applied }) => (applied.failure === null ? [] : [applied.failure]));
  if (format === "human") printDiagnostics(context, unseen, sources, verbose);
  const isDone = results.some(({ applied }) => applied.failure === null || applied.done.length > 0);
  const code = worstOf([
    // One provider has what the other hasn't.
    ...(failures.length > 0 && isDone ? [exitCodes.partlyApplied] : []),
    ...failures.map(({ kind }) => exitCodeOf(kind)),
    ...(hasErrors(unseen) ? [exitCodes.unavailable] : []),
  ]);
  const wrong = [...failures.map(({ diagnostic }) => diagnostic), ...unseen];
  return finish(code, failures.length === 0 && !hasErrors(unseen), wrong, results);
}

/** As whom name servers are asked. Loaded only where they are. */
async function readPlacesOf({ folder }: Context, options: WritingOptions): Promise<KnownPlaces | Diagnostic> {
  return (await import("./verify/places.ts")).readPlaces(folder, options);
}

/** Waits for the name servers where that is wanted. What they don't answer yet is applied all the same. */
async function seeApplied(
  context: Context,
  results: readonly Result[],
  places: KnownPlaces | null,
): Promise<readonly Diagnostic[]> {
  if (places === null || context.signal.aborted) return [];
  const { awaitAuthoritative } = await import("./verify/await-authoritative.ts");
  const written = results.filter(({ applied }) => applied.failure === null).map(({ plan }) => plan);
  return awaitAuthoritative(context, written, places);
}

async function confirm(
  { io, signal }: Context,
  question: string,
  typed: ReturnType<NonNullable<Errand["wordFor"]>>,
): Promise<boolean> {
  if (typed !== null) return (await io.ask(typed.question, signal))?.trim() === typed.word;
  const answer = await io.ask(`${question} [y/N] `, signal);
  return answer !== null && /^y(?:es)?$/iu.test(answer.trim());
}

interface Result {
  readonly plan: PreparedFile;
  readonly applied: Applied;
  /** The path of its journal, null when there is none. */
  readonly journal: string | null;
}

function resultToJson({ plan: { prepared }, applied, journal }: Result, ways: WaysOn): ReportedResult {
  const { provider, zone, policy } = prepared.plan;
  const { done, failure, notStarted } = applied;
  return { policy, provider, zone, done, failed: failure?.title ?? null, notStarted, journal, ...ways };
}

/** One after the other; what failed at one doesn't stop the others, unless the user did. */
async function writeAll(
  context: Context,
  plans: readonly PreparedFile[],
  errand: Errand,
  options: WritingOptions,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const isOneOfSeveral = new Set(plans.map(({ prepared }) => prepared.plan.provider)).size > 1;
  for (const plan of plans) {
    const { applied, journal } = await writeOne(context, plan, errand, options);
    results.push({ plan, applied, journal });
    if (options.format !== "human") continue;
    const { io } = context;
    const isMore = errand.resumes !== undefined;
    const shown = renderApplied(applied, plan.prepared.plan, { isOneOfSeveral, isMore }, io.paint.out);
    if (applied.failure === null) io.out(shown);
    else {
      printDiagnostics(context, [applied.failure.diagnostic], new Map(), false);
      io.err(shown);
    }
  }
  const told = results.map((result) => tellWays(findWays(result, results, errand)));
  if (options.format === "human") context.io.err(told.join(""));
  return results;
}

const nowhere: WaysOn = { resume: null, rollback: null };

/**
 * On from what broke off, and back from all that is done. What is done at one provider is a part of the same run as what
 * failed at another, even before its first step.
 */
function findWays(
  { applied, journal }: Result,
  all: readonly Result[],
  { undoes, allow, resumes }: Errand,
): WaysOn {
  const isBegun = all.some((one) => one.applied.failure === null || one.applied.partly);
  if (!isBegun && resumes !== undefined) return goOnWith(resumes);
  if (journal === null || !isBegun) return nowhere;
  if (applied.failure === null) return goBackFrom(journal);
  const ways = goOnWith(journal, undoes, allow);
  return applied.partly ? ways : { ...ways, rollback: null };
}

/** Writes one plan, with a journal of it. */
async function writeOne(
  context: Context,
  { file, prepared }: PreparedFile,
  errand: Errand,
  options: WritingOptions,
): Promise<Pick<Result, "applied" | "journal">> {
  const { root = null, maxFileSize = null, sandbox = false, journal: directory } = options;
  const wait = options.wait === "authoritative" ? "insync" : options.wait;
  const { undoes = null, to = null, begunBy: command = errand.command } = errand;
  const place = { directory, command, undoes, to, file, root, maxFileSize, sandbox };
  const describe = (about: JournalAbout) => describeRun(prepared, about);
  // Nothing is begun any more, so there is nothing to write down.
  if (context.signal.aborted) {
    const applied = await applyPlan(prepared, { wait, signal: context.signal, onProgress: () => {} });
    return { applied, journal: null };
  }
  const opened = openJournalFile(context.folder, place, describe, Date.now());
  if ("code" in opened) {
    const failure = { title: "write the journal", diagnostic: opened, kind: "rejected" } as const;
    return { applied: { done: [], notStarted: [], failure, partly: false }, journal: null };
  }
  const { journal, path } = opened;
  const progress = showProgress(context);
  context.inFlight.journal = path;
  context.inFlight.undoes = undoes;
  const applied = await applyPlan(prepared, {
    wait,
    signal: context.signal,
    journal,
    now: Date.now,
    onProgress(step) {
      if (step.kind === "started") context.inFlight.title = step.title;
      else if (step.kind === "done") context.inFlight.title = null;
      progress.step(step);
    },
  });
  context.inFlight.title = null;
  // What came to its end has nothing to go on with.
  if (applied.failure === null) context.inFlight.journal = null;
  progress.end();
  return { applied, journal: path };
}
