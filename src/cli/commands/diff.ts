/** `signpost diff`: what a change of policy files would do, by what they compile to. Offline. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Severity } from "../../diagnostic/severity.ts";
import { isDifferent, type Revision, type RevisionFile, revisePolicies } from "../../plan/revision.ts";
import { renderRevision } from "../../report/revision.ts";
import { type CheckedFiles, checkFound } from "../check-files.ts";
import type { Context, ReportOutput } from "../context.ts";
import { deliver } from "../deliver.ts";
import { findSides, type Side } from "../diff/sides.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import type { Reading } from "../files.ts";
import { lineFinder } from "../prepare.ts";
import { envelope, printDiagnostics } from "../result.ts";
import { revisionsToJson } from "../revisions-json.ts";
import { today } from "../today.ts";

export type DiffOptions = Reading &
  ReportOutput & { readonly exitCode?: boolean; readonly verbose?: boolean };

export async function runDiff(
  context: Context,
  words: readonly string[],
  options: DiffOptions,
): Promise<ExitCode> {
  const { format, verbose = false } = options;
  const { before, after } = findSides(context, words, options);
  const [was, is] = [checkFound(before.found), checkFound(after.found)];
  const revision: Revision = {
    before: before.label,
    after: after.label,
    policies: revisePolicies(filesOf(before, was), filesOf(after, is), today()),
  };
  const sources = new Map([...was.sources, ...is.sources]);
  const diagnostics = [
    // The side before is there already: what it is warned of is nobody's business now, what it can't mean is told.
    ...lower(was.diagnostics.filter(isError), "warning"),
    ...is.diagnostics,
    ...tellGuards(revision),
    ...tellLeft(revision),
  ];
  const lineOf = lineFinder(sources);
  if (format === "human") {
    printDiagnostics(context, diagnostics, sources, verbose);
    // Of policies without a meaning there is nothing to say but what is wrong with them.
    if (is.ok || isDifferent(revision)) {
      const { io } = context;
      const detailOf = verbose ? (await import("../../report/resource-diff.ts")).diffResource : () => [];
      io.out(renderRevision(revision, { paint: io.paint.out, width: io.width, lineOf, detailOf }));
    }
  }
  const code = options.exitCode && isDifferent(revision) ? exitCodes.differenceFound : exitCodes.done;
  return deliver(context, options, is.ok ? code : exitCodes.policyInvalid, () => ({
    ...envelope("diff", is.ok, diagnostics, sources),
    files: is.checked.map(({ file }) => file.path),
    before: before.label,
    after: after.label,
    ...revisionsToJson(revision.policies, lineOf),
  }));
}

function filesOf({ keyOf }: Side, { checked }: CheckedFiles): readonly RevisionFile[] {
  return checked.map((one) => ({ key: keyOf(one.file.path), checked: one }));
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

/** Nothing is applied here, so nothing is refused: whoever reviews is told what an apply would say. */
function tellGuards({ policies }: Revision): readonly Diagnostic[] {
  const told = policies.flatMap(({ plans }) =>
    plans.flatMap(({ refusals, warnings }) => [...lower(refusals, "warning"), ...warnings]),
  );
  return [...new Map(told.map((one) => [JSON.stringify(one), one])).values()];
}

/** That nothing is deleted isn't what a reviewer of a deleted file expects. */
function tellLeft({ policies }: Revision): readonly Diagnostic[] {
  return policies.flatMap(({ left, name: policy, zone, status }) =>
    left.map(({ title: provider, provider: only, file, names }) => {
      const isGone = status === "removed";
      return diagnose("names-left", { policy, zone, provider, names, file, isGone, only }, null);
    }),
  );
}

function lower(diagnostics: readonly Diagnostic[], severity: Severity): readonly Diagnostic[] {
  return diagnostics.map((one) => ({ ...one, severity }));
}
