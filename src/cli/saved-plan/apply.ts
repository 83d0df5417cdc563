/** Applying a saved plan: exactly what was approved, or nothing. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { findMoved, type Moved } from "../../plan/file/moved.ts";
import type { Planned, SavedPlan } from "../../plan/generated/wire.ts";
import { carryOut, type Errand } from "../carry-out.ts";
import { checkFiles } from "../check-files.ts";
import { openConnector } from "../connect.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { type Preparation, prepareAll } from "../prepare.ts";
import { envelope, printDiagnostics, printJson } from "../result.ts";
import { UsageError } from "../usage-error.ts";
import type { WritingFiles } from "../write-files.ts";
import { onlyPlan, openPlan } from "./open.ts";
import { findChangedPolicies, readingOf } from "./policies.ts";

/**
 * Applies the plan in a file if nothing speaks against it. Nothing of the file is carried out: it is planned again, and
 * must come to the same change.
 */
export async function applySavedPlan(
  context: Context,
  files: readonly string[],
  options: WritingFiles,
  errand: Errand,
): Promise<ExitCode> {
  const { format, verbose = false } = options;
  const file = onlyPlan(files);
  const stop = (code: ExitCode, found: readonly Diagnostic[], moved: readonly object[] = []): ExitCode => {
    if (format === "json") {
      const ended = envelope(errand.command, false, found, new Map());
      printJson(context, { ...ended, plans: [], moved, results: [] });
    } else printDiagnostics(context, found, new Map(), verbose);
    return code;
  };
  const saved = openPlan(file, context.folder);
  if ("code" in saved) return stop(exitCodes.stale, [saved]);
  refuseContradictions(saved, options);
  const found = judgeApproval(saved, file, errand.expect, Date.now());
  if (found !== null) return stop(exitCodes.stale, [found]);
  const changed = findChangedPolicies(saved, context.folder);
  if (changed.length > 0) return stop(exitCodes.stale, changed);
  const run = checkFiles(
    saved.policies.map((policy) => policy.file),
    context.folder,
    readingOf(saved),
  );
  if (!run.ok) {
    printProblems(context, errand.command, options, run);
    return exitCodes.policyInvalid;
  }
  const connector = await openConnector(context, saved.reading.sandbox);
  if ("code" in connector) return stop(exitCodes.unavailable, [connector]);
  try {
    const { provider } = saved.reading;
    const preparation = await prepareAll(
      context,
      run.checked,
      connector,
      provider ?? undefined,
      (target) => target,
    );
    const strayed = judgeWorld(saved, preparation);
    if (strayed !== null) return stop(exitCodes.stale, strayed.diagnostics, strayed.moved);
    // The plan was the approval.
    const approved = { ...options, yes: true };
    return await carryOut(context, { ...errand, expect: saved.change }, preparation, run, approved);
  } finally {
    await connector.close();
  }
}

function printProblems(
  context: Context,
  command: string,
  { format, verbose = false }: WritingFiles,
  { diagnostics, sources }: ReturnType<typeof checkFiles>,
): void {
  if (format === "json") printJson(context, envelope(command, false, diagnostics, sources));
  else printDiagnostics(context, diagnostics, sources, verbose);
}

/** Throws `UsageError` for options that say something else than the plan. */
function refuseContradictions({ reading }: SavedPlan, options: WritingFiles): void {
  const said = [
    ...(options.provider === undefined ? [] : ["--provider"]),
    ...(options.root === undefined ? [] : ["--root"]),
    ...(options.maxFileSize === undefined ? [] : ["--max-file-size"]),
  ];
  if (said.length > 0) {
    throw new UsageError(
      `${said.join(" and ")} can't be given with a saved plan, which was made with its own`,
    );
  }
  if (reading.sandbox && options.sandbox !== true) {
    throw new UsageError("this was planned in the sandbox: apply it with --sandbox");
  }
  if (!reading.sandbox && options.sandbox === true) {
    throw new UsageError("this was planned at the vendor, not in the sandbox: apply it without --sandbox");
  }
}

/** What speaks against a plan by itself. */
function judgeApproval(
  { expiresAt, change }: SavedPlan,
  path: string,
  expect: string | null,
  now: number,
): Diagnostic | null {
  if (now >= Date.parse(expiresAt)) return diagnose("plan-expired", { path, at: expiresAt }, null);
  return expect === null || expect === change
    ? null
    : diagnose("change-differs", { expected: expect, actual: change }, null);
}

interface Strayed {
  readonly diagnostics: readonly Diagnostic[];
  readonly moved: readonly object[];
}

/** Whether it is the same zone, and everything in it that counts is as it was. */
function judgeWorld(saved: SavedPlan, { plans }: Preparation): Strayed | null {
  const pairs = saved.policies.flatMap(({ file, plans: planned }) =>
    planned.flatMap((one) => {
      const fresh = plans.find(
        ({ file: other, prepared }) => other === file && prepared.plan.provider === one.plan.provider,
      );
      return fresh === undefined ? [] : [{ planned: one, fresh: fresh.prepared }];
    }),
  );
  const elsewhere = pairs.flatMap(({ planned: { plan }, fresh }) => {
    const [planned, actual] = [tellZone(plan.zone), tellZone(fresh.plan.zone)];
    return planned === actual
      ? []
      : [diagnose("plan-elsewhere", { provider: plan.title, planned, actual }, null)];
  });
  if (elsewhere.length > 0) return { diagnostics: elsewhere, moved: [] };
  const moved = pairs.flatMap(({ planned, fresh }) => {
    const found = findMoved(planned, fresh.snapshot, fresh.target.compiled.resources);
    return found.length === 0 ? [] : [{ planned, found }];
  });
  if (moved.length === 0) return null;
  return {
    diagnostics: moved.map(({ planned: { plan }, found }) =>
      diagnose("plan-moved", { provider: plan.title, zone: plan.zone.name, moved: found }, null),
    ),
    moved: moved.flatMap(({ planned, found }) => found.map((one) => movedToJson(planned, one))),
  };
}

function movedToJson({ plan: { provider } }: Planned, { key, how, before, now }: Moved): object {
  return { provider, key, how, before, now };
}

function tellZone({ id, name, account }: Planned["plan"]["zone"]): string {
  return `${name} (${account === null ? id : `${id} of account ${account}`})`;
}
