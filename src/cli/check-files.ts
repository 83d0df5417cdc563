/** Reading and checking the policies that a command is about. */
import { hasErrors } from "../diagnostic/describe.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { type Checked, checkParsed } from "../plan/check.ts";
import { type Claimant, claimantOf, findClashes } from "../plan/clashes.ts";
import { isPart } from "../policy/include.ts";
import type { Source, Sources } from "../report/located.ts";
import type { Parsed } from "../source/document.ts";
import { limitsFor } from "../source/limits.ts";
import { locateInText } from "../source/locate.ts";
import { parseSource } from "../source/read.ts";
import { type FoundFiles, type Reading, readPolicies } from "./files.ts";
import { today } from "./today.ts";
import { UsageError } from "./usage-error.ts";

export interface CheckedFiles<T = Checked> {
  readonly checked: readonly T[];
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: Sources;
  readonly ok: boolean;
}

export interface CheckOptions extends Reading {
  /** Whether the command has something to say where there are parts only. */
  readonly partsWillDo?: boolean;
}

/**
 * Checks every policy among the files, with the parts that it includes. Throws `UsageError` when no file is named and
 * there is no default, and when a policy is needed and there is none.
 */
export function checkFiles(
  named: readonly string[],
  folder: string,
  options: CheckOptions = {},
): CheckedFiles {
  return keepSources(checkEach(named, folder, options, (checked) => checked));
}

/** Checks files that were found in another way: those of a commit. Parts alone will do. */
export function checkFound(found: FoundFiles): CheckedFiles {
  return keepSources(checkEachFound(found, true, (checked) => checked));
}

function keepSources(run: CheckedFiles): CheckedFiles {
  const sources = run.checked.flatMap(({ files }) => files.map(sourceOf));
  return { ...run, sources: new Map([...run.sources, ...sources]) };
}

/**
 * The same for a command that needs little of each policy: one after the other is read, checked and let go, so that a
 * hundred thousand records in many files take no more memory than the largest of them.
 *
 * @param keep - takes from a policy what is needed in the end
 */
export function checkEach<T>(
  named: readonly string[],
  folder: string,
  { partsWillDo = false, ...reading }: CheckOptions,
  keep: (checked: Checked) => T,
): CheckedFiles<T> {
  const found = readPolicies(named, folder, reading);
  if (found === null) throw new UsageError("no policy file: name one, or make signpost.yaml or dns/");
  return checkEachFound(found, partsWillDo, keep);
}

function checkEachFound<T>(
  found: FoundFiles,
  partsWillDo: boolean,
  keep: (checked: Checked) => T,
): CheckedFiles<T> {
  const checked: T[] = [];
  const claimants: Claimant[] = [];
  const parts: Parsed[] = [];
  const told: Diagnostic[] = [];
  const sources = new Map<string, Source>();
  const included = new Set<string>();
  for (const { parsed, find } of found.files) {
    if (isPartFile(parsed)) {
      parts.push(parsed);
      continue;
    }
    const one = checkParsed(parsed, find, today());
    checked.push(keep(one));
    if (one.policy !== null) claimants.push(claimantOf(one.policy));
    const said = [...one.diagnostics, ...warnWithoutProvider(one)];
    for (const diagnostic of said) told.push(diagnostic);
    const spokenOf = new Set([...said, ...one.waived.map((waived) => waived.diagnostic)].map(fileOf));
    for (const file of one.files) {
      const { path } = file.file;
      if (path !== one.file.path) included.add(path);
      sources.set(...(spokenOf.has(path) ? sourceOf(file) : sourceOfText(file)));
    }
  }
  if (checked.length === 0 && parts.length > 0 && found.diagnostics.length === 0 && !partsWillDo) {
    throw new UsageError(
      "there is no policy in these files, which have no records: name the policy that includes them",
    );
  }
  for (const part of parts) if (!included.has(part.file.path)) sources.set(...sourceOf(part));
  const diagnostics = withoutRepetition([
    ...found.diagnostics,
    ...told,
    ...parts
      .filter(({ file }) => !included.has(file.path))
      // Nobody else tells what is wrong with its text.
      .flatMap((part) => [warnOfUnusedPart(part), ...part.diagnostics]),
    ...findClashes(claimants, (origin) => sources.get(origin.file)?.locate(origin).start.line ?? 1),
  ]);
  return { checked, diagnostics, sources, ok: !hasErrors(diagnostics) };
}

function isPartFile({ document }: Parsed): boolean {
  return document !== null && isPart(document);
}

function fileOf({ place }: Diagnostic): string | null {
  return place?.file ?? null;
}

function sourceOf({ file, document }: Parsed): [string, Source] {
  const locate: Source["locate"] = (place) => document?.locate(place) ?? locateInText(file, place);
  return [file.path, { text: file.text, locate }];
}

/** Of a file that nothing was said of: its places are read from the text if somebody asks after all. */
function sourceOfText({ file }: Parsed): [string, Source] {
  let read: Source | null = null;
  const locate: Source["locate"] = (place) => {
    read ??= sourceOf(parseSource(file, limitsFor(Number.POSITIVE_INFINITY)))[1];
    return read.locate(place);
  };
  return [file.path, { text: file.text, locate }];
}

function warnWithoutProvider({ policy, targets }: Checked): readonly Diagnostic[] {
  return policy !== null && targets.length === 0 ? [diagnose("no-provider", {}, policy.origin)] : [];
}

function warnOfUnusedPart({ file: { path } }: Parsed): Diagnostic {
  return diagnose("part-unused", { path }, { file: path, pointer: "", on: "key" });
}

/** What is wrong in a part is found once for each policy that includes it. */
function withoutRepetition(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
}
