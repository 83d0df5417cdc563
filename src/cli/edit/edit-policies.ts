/** Changing policy files: show what it does, check what comes of it, write it. What `drain` and `ramp` have in common. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { hasErrors } from "../../diagnostic/describe.ts";
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { type RevisedPolicy, type RevisionFile, revisePolicies } from "../../plan/revision.ts";
import type { Included } from "../../policy/include.ts";
import { renderPolicy } from "../../report/revision.ts";
import { printable } from "../../report/text.ts";
import { diffTexts } from "../../report/text-diff.ts";
import type { Parsed, SourceDocument, SourceFile } from "../../source/document.ts";
import { type Edit, editSource } from "../../source/edit.ts";
import { limitsFor } from "../../source/limits.ts";
import { parseSource } from "../../source/read.ts";
import type { WrittenAllowance } from "../allow.ts";
import { writeApply } from "../apply-command.ts";
import { type CheckedFiles, checkFound } from "../check-files.ts";
import type { Context, ReportOutput } from "../context.ts";
import { deliver, deliverFailure } from "../deliver.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { type FoundFile, type FoundFiles, type Reading, readPolicies } from "../files.ts";
import { lineFinder } from "../prepare.ts";
import { readSource } from "../read-text.ts";
import { envelope, printDiagnostics } from "../result.ts";
import { revisionsToJson } from "../revisions-json.ts";
import { today } from "../today.ts";
import { replaceFile } from "../write-file.ts";

/** The options of every command that changes policy files. */
export type EditOptions = Reading & ReportOutput & EditChoices;

interface EditChoices {
  readonly verbose?: boolean;
  /** Shows it all, and writes nothing. */
  readonly dryRun?: boolean;
  /** For the command that is shown: where the change will be applied. */
  readonly sandbox?: boolean;
  readonly provider?: string;
}

/** What a command changes. */
export interface Errand {
  readonly command: string;
  /** By the file's path. */
  readonly edits: ReadonlyMap<string, readonly Edit[]>;
  /** In words, a line each. */
  readonly said: readonly string[];
  /** Its own part of the JSON. */
  readonly json: object;
  /** What was found on the way. */
  readonly notices: readonly Diagnostic[];
}

/** Carries it out, if what comes of it is valid. */
export async function editPolicies(
  context: Context,
  named: readonly string[],
  options: EditOptions,
  before: CheckedFiles,
  errand: Errand,
): Promise<ExitCode> {
  const { format, verbose = false } = options;
  const fail = (found: readonly Diagnostic[], { sources }: Pick<CheckedFiles, "sources">) =>
    deliverFailure(
      context,
      options,
      { command: errand.command, code: exitCodes.policyInvalid },
      found,
      sources,
    );
  const edited = editFiles(before, errand.edits);
  if ("code" in edited) return fail([edited], before);
  const after = checkFound(replaceIn(readPolicies(named, context.folder, options), edited));
  if (!after.ok) return fail(after.diagnostics, after);
  const policies = revisePolicies(filesOf(before), filesOf(after), today()).filter(
    ({ status }) => status !== "unchanged",
  );
  const paths = [...edited.keys()];
  const { written, failures } = options.dryRun ? nothingWritten : writeAll(context, edited);
  const next =
    edited.size === 0 || failures.length > 0
      ? null
      : writeApply(named, { ...options, allow: allowanceFor(policies) });
  const diagnostics = [...errand.notices, ...after.diagnostics, ...failures];
  const lineOf = lineFinder(after.sources);
  if (format === "human") {
    printDiagnostics(context, diagnostics, after.sources, verbose);
    const { io } = context;
    const detailOf = verbose ? (await import("../../report/resource-diff.ts")).diffResource : () => [];
    const view = { paint: io.paint.out, width: io.width, lineOf, detailOf };
    const texts = [...edited.values()].map(({ file, text }) =>
      diffTexts(file.path, file.text, text, io.paint.out),
    );
    const told = policies.flatMap((policy) => renderPolicy(policy, view));
    io.out(`${[...errand.said, "", ...texts, ...told].join("\n").trimEnd()}\n`);
    if (edited.size === 0) io.out("Nothing to change\n");
    else if (options.dryRun) io.out("Dry run: nothing was written\n");
    else io.out(`Written: ${written.length === 0 ? "nothing" : written.map(printable).join(", ")}\n`);
    if (next !== null) io.out(`Next: ${io.paint.out.bold(next)}\n`);
  }
  const code = failures.length > 0 ? exitCodes.notAllowed : exitCodes.done;
  return deliver(context, options, code, () => ({
    ...envelope(errand.command, !hasErrors(diagnostics), diagnostics, after.sources),
    ...errand.json,
    files: paths,
    written,
    ...revisionsToJson(policies, lineOf),
    next,
  }));
}

interface EditedFile {
  readonly file: SourceFile;
  readonly text: string;
}

/** The new texts by path; of files that stay as they are, none. */
function editFiles(
  before: CheckedFiles,
  edits: Errand["edits"],
): ReadonlyMap<string, EditedFile> | Diagnostic {
  const documents = new Map<string, SourceDocument>(
    before.checked.flatMap(({ files }) =>
      files.flatMap(({ file, document }) => (document === null ? [] : [[file.path, document] as const])),
    ),
  );
  const edited = new Map<string, EditedFile>();
  for (const [path, wanted] of edits) {
    const document = documents.get(path);
    if (document === undefined) continue;
    const result = editSource(document, wanted);
    if ("code" in result) return result;
    if (result.text !== document.file.text) edited.set(path, { file: document.file, text: result.text });
  }
  return edited;
}

/** The same files, as they would be. */
function replaceIn(found: FoundFiles | null, edited: ReadonlyMap<string, EditedFile>): FoundFiles {
  if (found === null) return { files: [], diagnostics: [] };
  const known = new Map<string, Parsed>();
  const replace = (parsed: Parsed): Parsed => {
    const { path } = parsed.file;
    const one = edited.get(path);
    if (one === undefined) return parsed;
    const again =
      known.get(path) ?? parseSource({ path, text: one.text }, limitsFor(Number.POSITIVE_INFINITY));
    known.set(path, again);
    return again;
  };
  const { files, diagnostics } = found;
  function* each(): Generator<FoundFile> {
    for (const { parsed, find } of files) {
      const follow = (path: string, from: string): Included => {
        const included = find(path, from);
        return included.kind === "file" ? { ...included, parsed: replace(included.parsed) } : included;
      };
      yield { parsed: replace(parsed), find: follow };
    }
  }
  return { files: each(), diagnostics };
}

function filesOf({ checked }: CheckedFiles): readonly RevisionFile[] {
  return checked.map((one) => ({ key: one.file.path, checked: one }));
}

/** Of several files some may be written where others can't be. */
interface Written {
  readonly written: readonly string[];
  readonly failures: readonly Diagnostic[];
}

const nothingWritten: Written = { written: [], failures: [] };

function writeAll(context: Context, edited: ReadonlyMap<string, EditedFile>): Written {
  const tried = [...edited].map(([path, one]) => ({ path, failure: writeOne(context, path, one) }));
  return {
    written: tried.flatMap(({ path, failure }) => (failure === null ? [path] : [])),
    failures: tried.flatMap(({ failure }) => failure ?? []),
  };
}

function writeOne({ folder }: Context, path: string, { file, text }: EditedFile): Diagnostic | null {
  const at = resolve(folder, path);
  if (readSource(at, path, limitsFor(Number.POSITIVE_INFINITY)).file.text !== file.text) {
    return diagnose("edit-overtaken", { path }, null);
  }
  return replaceFile(at, `${markOf(at)}${text}`, path);
}

/** The mark that some editors write at the start, which no text that was read has. */
function markOf(path: string): string {
  return readFileSync(path)
    .subarray(0, 3)
    .equals(Buffer.from([0xef, 0xbb, 0xbf]))
    ? "\ufeff"
    : "";
}

/** What an apply has to be told, if the zone is as the file was. */
function allowanceFor(policies: readonly RevisedPolicy[]): readonly WrittenAllowance[] {
  const blocked = policies.flatMap(({ plans }) =>
    plans.flatMap(({ guards: { findings } }) => findings.filter(({ status }) => status === "blocked")),
  );
  return [...new Map(blocked.map(({ guard, target }) => [`${guard}=${target}`, { guard, target }])).values()];
}
