/** From the name of a journal to its policy and its zone: what going on with one and taking one back begin with. */
import type { ReadJournal } from "../apply/read-journal.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Checked, Target } from "../plan/check.ts";
import { digestChanges } from "../plan/digest.ts";
import { refuseUnusedAllowances } from "../plan/judge-guards.ts";
import { isEmpty, type Prepared } from "../plan/plan.ts";
import type { Policy } from "../policy/policy.ts";
import type { Connection } from "../provider/connection.ts";
import { ProviderError } from "../provider/provider-error.ts";
import { providers } from "../provider/registry.ts";
import type { Sources } from "../report/located.ts";
import type { WrittenAllowance } from "./allow.ts";
import { carryOut, type Errand, type WritingOptions } from "./carry-out.ts";
import { checkFiles } from "./check-files.ts";
import { openConnector } from "./connect.ts";
import type { Context } from "./context.ts";
import { deliverFailure } from "./deliver.ts";
import { type ExitCode, exitCodeOf, exitCodes } from "./exit-code.ts";
import { readJournalFile } from "./journal-file.ts";
import type { Preparation } from "./prepare.ts";

/** A journal with what it is about, as it is now. */
export interface Reopened {
  /** As it was named. */
  readonly path: string;
  readonly journal: ReadJournal;
  readonly checked: Checked;
  readonly policy: Policy;
  readonly target: Target;
  readonly connection: Connection;
}

export interface JournalOptions extends WritingOptions {
  readonly allow?: readonly WrittenAllowance[];
}

/** What comes next, or why nothing does. */
export type Planned =
  | { readonly kind: "planned"; readonly prepared: Prepared }
  | { readonly kind: "refused"; readonly code: ExitCode; readonly why: Diagnostic };

/** A reason to stop before anything is read from the vendor, or to be done already. */
export interface Stop {
  readonly code: ExitCode;
  readonly why: readonly Diagnostic[];
}

/**
 * Reads a journal, finds its policy and its zone, plans, and carries that out.
 *
 * @param judge - what stands in the way before the vendor is asked
 */
export async function carryOutJournal(
  context: Context,
  path: string,
  options: JournalOptions,
  errand: Errand,
  judge: (journal: ReadJournal, found: Pick<Reopened, "checked" | "target"> | null) => Stop | null,
  prepare: (reopened: Reopened) => Promise<Planned>,
): Promise<ExitCode> {
  const end = (code: ExitCode, why: readonly Diagnostic[], sources: Sources = new Map()) =>
    deliverFailure(context, options, { command: errand.command, code }, why, sources);
  const journal = readJournalFile(context.folder, path);
  if ("code" in journal) return end(exitCodes.stale, [journal]);
  const early = judge(journal, null);
  if (early !== null) return end(early.code, early.why);
  const { file, policy: name, zone, provider, sandbox } = journal;
  const reading = { root: journal.root ?? undefined, maxFileSize: journal.maxFileSize ?? undefined };
  const read = checkFiles([file], context.folder, { ...reading, partsWillDo: true });
  const { sources } = read;
  const checked = read.checked.find(({ policy }) => policy?.name === name && policy.zone === zone.name);
  const target = checked?.targets.find((one) => one.provider === provider);
  if (checked === undefined || checked.policy === null || target === undefined) {
    const elsewhere = checked === undefined ? null : providers[provider].title;
    const args = { path, policy: name, zone: zone.name, file, elsewhere };
    const gone = diagnose("journal-policy-gone", args, null);
    return end(
      exitCodes.stale,
      [gone, ...read.diagnostics.filter(({ severity }) => severity === "error")],
      sources,
    );
  }
  const late = judge(journal, { checked, target });
  if (late !== null) return end(late.code, late.why, sources);
  const connector = await openConnector(context, sandbox, { dns: options.wait === "authoritative" });
  if ("code" in connector) return end(exitCodes.unavailable, [connector]);
  try {
    const connection = await connector.connect(provider, checked.policy);
    if (connection.zone.id !== zone.id) {
      const args = { path, written: zone.id, found: connection.zone.id };
      return end(exitCodes.stale, [diagnose("journal-other-zone", args, null)]);
    }
    const planned = await prepare({ path, journal, checked, policy: checked.policy, target, connection });
    if (planned.kind === "refused") return end(planned.code, [planned.why], sources);
    const { plan } = planned.prepared;
    const cut = journal.isCut ? [diagnose("journal-cut", { path }, null)] : [];
    const told = [...cut, ...read.diagnostics];
    const isBack = errand.undoes !== undefined;
    // What was let pass may be done already, of a run that is finished or a rollback that is done once more: it is told.
    const unused = isBack ? refuseUnusedAllowances(options.allow ?? [], [plan]).map(toWarning) : [];
    const refused = plan.refusals.length > 0;
    if (isBack && options.format === "human" && isEmpty(plan) && !refused) {
      context.io.out("No changes: all is as it was before that run.\n");
      return end(exitCodes.done, [...told, ...unused, ...plan.warnings], sources);
    }
    const found = { diagnostics: [...told, ...unused], sources };
    // Who finishes this one in turn has to know as well what it is to come to.
    const finished = { begunBy: journal.command, ...(journal.to === null ? {} : { to: journal.to }) };
    const own = isBack ? errand : { ...errand, ...finished };
    const again = { ...options, ...reading, sandbox };
    const preparation = preparationOf(planned.prepared, file, refused);
    return await carryOut(context, own, preparation, found, again);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return end(exitCodeOf(error.kind), [error.diagnostic], sources);
  } finally {
    await connector.close();
  }
}

function toWarning(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, severity: "warning" };
}

function preparationOf(prepared: Prepared, file: string, refused: boolean): Preparation {
  const plans = [{ file, prepared }];
  return {
    policies: [{ file, plans, comparison: null, failed: [] }],
    plans,
    diagnostics: [...prepared.plan.warnings, ...prepared.plan.refusals],
    drift: [],
    codes: [],
    refused,
    change: digestChanges([prepared]),
  };
}
