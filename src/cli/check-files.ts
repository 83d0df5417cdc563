/** Reading and checking the policies that a command is about. */
import { hasErrors } from "../diagnostic/describe.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { type Checked, checkParsed } from "../plan/check.ts";
import { findClashes } from "../plan/clashes.ts";
import { isPart } from "../policy/include.ts";
import type { Source, Sources } from "../report/located.ts";
import type { Parsed } from "../source/document.ts";
import { locateInText } from "../source/locate.ts";
import { type Reading, readPolicies } from "./files.ts";
import { today } from "./today.ts";
import { UsageError } from "./usage-error.ts";

export interface CheckedFiles {
  readonly checked: readonly Checked[];
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
  { partsWillDo = false, ...reading }: CheckOptions = {},
): CheckedFiles {
  const found = readPolicies(named, folder, reading);
  if (found === null) throw new UsageError("no policy file: name one, or make signpost.yaml or dns/");
  const policies = found.files.filter(({ parsed }) => !isPartFile(parsed));
  const parts = found.files.flatMap(({ parsed }) => (isPartFile(parsed) ? [parsed] : []));
  if (policies.length === 0 && parts.length > 0 && found.diagnostics.length === 0 && !partsWillDo) {
    throw new UsageError("there is no policy in these files: they have no records");
  }
  const checked = policies.map(({ parsed, find }) => checkParsed(parsed, find, today()));
  const included = new Set(
    checked.flatMap(({ file, files }) => pathsOf(files).filter((path) => path !== file.path)),
  );
  const diagnostics = withoutRepetition([
    ...found.diagnostics,
    ...checked.flatMap((one) => [...one.diagnostics, ...warnWithoutProvider(one)]),
    ...parts
      .filter(({ file }) => !included.has(file.path))
      // Nobody else tells what is wrong with its text.
      .flatMap((part) => [warnOfUnusedPart(part), ...part.diagnostics]),
    ...findClashes(checked),
  ]);
  const sources = new Map([...checked.flatMap(({ files }) => files), ...parts].map(sourceOf));
  return { checked, diagnostics, sources, ok: !hasErrors(diagnostics) };
}

function isPartFile({ document }: Parsed): boolean {
  return document !== null && isPart(document);
}

function pathsOf(files: readonly Parsed[]): readonly string[] {
  return files.map(({ file }) => file.path);
}

function sourceOf({ file, document }: Parsed): [string, Source] {
  const locate: Source["locate"] = (place) => document?.locate(place) ?? locateInText(file, place);
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
