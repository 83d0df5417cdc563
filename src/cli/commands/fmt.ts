/** `signpost fmt`: policy files in one style, comments kept. */
import { resolve } from "node:path";
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { orderKeys } from "../../policy/key-order.ts";
import type { Source, Sources } from "../../report/located.ts";
import { count, printable } from "../../report/text.ts";
import { diffTexts } from "../../report/text-diff.ts";
import type { Parsed, SourceFile } from "../../source/document.ts";
import { formatSource } from "../../source/format.ts";
import { limitsFor, usualLimits } from "../../source/limits.ts";
import { locateInText } from "../../source/locate.ts";
import { parseSource } from "../../source/read.ts";
import type { Context, OutputFormat } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { type Reading, readPolicies } from "../files.ts";
import { readStdin } from "../read-stdin.ts";
import { refuseOptions } from "../refuse-options.ts";
import { envelope, printDiagnostics, printJson } from "../result.ts";
import { UsageError } from "../usage-error.ts";
import { replaceFile } from "../write-file.ts";

export interface FmtOptions extends Reading {
  readonly format: OutputFormat;
  readonly check?: boolean;
  readonly diff?: boolean;
}

interface FormattedFile {
  readonly file: SourceFile;
  /** Null when the file can't be formatted. */
  readonly text: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Rewrites the files; with `--check` or `--diff` it only says what it would do. */
export async function runFmt(
  context: Context,
  named: readonly string[],
  options: FmtOptions,
): Promise<ExitCode> {
  if (named.includes("-")) return formatStdin(context, named, options);
  const found = readPolicies(named, context.folder, options);
  if (found === null) throw new UsageError("no policy file: name one, or make signpost.yaml or dns/");
  const files = Array.from(found.files, ({ parsed }) => formatFile(parsed));
  const changed = files.filter(isChanged);
  const failures: Diagnostic[] = [];
  if (!options.check && !options.diff) {
    for (const { file, text } of changed) {
      const failure = text === null ? null : replaceFile(resolve(context.folder, file.path), text, file.path);
      if (failure !== null) failures.push(failure);
    }
  }
  const diagnostics = [...found.diagnostics, ...files.flatMap((one) => one.diagnostics), ...failures];
  report(context, options, { files, changed, diagnostics });
  if (failures.length > 0) return exitCodes.notAllowed;
  if (diagnostics.length > 0) return exitCodes.policyInvalid;
  return options.check && changed.length > 0 ? exitCodes.differenceFound : exitCodes.done;
}

function formatFile(parsed: Parsed): FormattedFile {
  return { file: parsed.file, ...formatSource(parsed, orderKeys) };
}

function isChanged({ file, text }: FormattedFile): boolean {
  return text !== null && text !== file.text;
}

/** From standard input to standard output. */
async function formatStdin(
  context: Context,
  named: readonly string[],
  options: FmtOptions,
): Promise<ExitCode> {
  if (named.length > 1) throw new UsageError("- is standard input, and stands alone");
  refuseOptions(options, ["root"], (flag) => `- is standard input, in no directory: leave ${flag} out`);
  const { io } = context;
  const limits = limitsFor(options.maxFileSize ?? usualLimits.bytes);
  const text = await readStdin(limits.bytes);
  if (text === null) {
    const place = { file: "standard input", start: 0, end: 0 };
    report(context, options, { files: [], changed: [], diagnostics: [diagnose("file-encoding", {}, place)] });
    return exitCodes.policyInvalid;
  }
  // A document in braces is JSON, as far as JSON goes; YAML with braces is not.
  const path = isJson(text) ? "stdin.json" : "stdin.yaml";
  const one = formatFile(parseSource({ path, text }, limits));
  const changed = isChanged(one) ? [one] : [];
  if (options.check || options.diff || options.format === "json" || one.text === null) {
    report(context, options, { files: [one], changed, diagnostics: one.diagnostics });
  } else io.out(one.text);
  if (one.text === null) return exitCodes.policyInvalid;
  return options.check && changed.length > 0 ? exitCodes.differenceFound : exitCodes.done;
}

function isJson(text: string): boolean {
  if (!/^\s*\{/u.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

interface Outcome {
  readonly files: readonly FormattedFile[];
  readonly changed: readonly FormattedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

function report(context: Context, options: FmtOptions, { files, changed, diagnostics }: Outcome): void {
  const sources: Sources = new Map(
    files.map(({ file }): [string, Source] => [
      file.path,
      { text: file.text, locate: (place) => locateInText(file, place) },
    ]),
  );
  const { io } = context;
  if (options.format === "json") {
    const listed = files.map((one) => ({ file: one.file.path, changed: isChanged(one) }));
    printJson(context, { ...envelope("fmt", diagnostics.length === 0, diagnostics, sources), files: listed });
    return;
  }
  printDiagnostics(context, diagnostics, sources, false);
  for (const { file, text } of changed) {
    if (options.diff) io.out(diffTexts(file.path, file.text, text ?? "", io.paint.out));
    else io.out(`${printable(file.path)}\n`);
  }
  if (options.diff || changed.length === 0) return;
  io.err(`${options.check ? "Not formatted" : "Formatted"}: ${count(changed.length, "file")}\n`);
}
