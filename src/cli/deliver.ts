/** Handing a report over: printed in the format that was asked for, and into files beside what is shown. */
import { join, resolve } from "node:path";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { type FileFormat, fileFormats, formats } from "../report/formats.ts";
import type { Sources } from "../report/located.ts";
import type { Report, Surroundings } from "../report/report.ts";
import { beginsWith } from "./begins-with.ts";
import type { Context, ReportOutput } from "./context.ts";
import { type ExitCode, exitCodes, worstOf } from "./exit-code.ts";
import { envelope, printDiagnostics } from "./result.ts";
import { findRoot } from "./root.ts";
import { statusOf } from "./status-of.ts";
import { appendSummary } from "./step-summary.ts";
import { writeReportFile } from "./write-file.ts";

/**
 * Writes the files and prints the report, unless it is for people: a command tells those itself, as it goes along. What
 * can't be written is told like everything else that went wrong.
 *
 * @param compose - makes the report, where anybody asks for it
 * @returns the code that was given, or one that says that a file couldn't be written
 */
export async function deliver(
  context: Context,
  output: ReportOutput,
  code: ExitCode,
  compose: () => Report,
): Promise<ExitCode> {
  const files = filesOf(output);
  if (output.format === "human" && files.length === 0) return code;
  const report = compose();
  const surroundings: Surroundings = {
    folder: context.folder,
    root: findRoot(join(context.folder, "policy"), null).path,
  };
  const failures: Diagnostic[] = [];
  for (const [format, file] of files) {
    const render = await formats[format].load();
    failures.push(...writeReport(context, format, file, render(report, surroundings)));
  }
  if (output.format === "github") {
    const summary = context.env.GITHUB_STEP_SUMMARY ?? "";
    failures.push(...(await appendSummary(summary, report, surroundings)));
  }
  const told: Report =
    failures.length === 0
      ? report
      : {
          ...report,
          ok: false,
          diagnostics: [...report.diagnostics, ...envelope(null, false, failures, new Map()).diagnostics],
        };
  if (output.format === "human") printDiagnostics(context, failures, new Map(), false);
  else context.io.out((await formats[output.format].load())(told, surroundings));
  return worstOf([code, ...(failures.length === 0 ? [] : [exitCodes.notAllowed])]);
}

/** Ends a command that has nothing to show: what is wrong, or why there is nothing to do. */
export function deliverFailure(
  context: Context,
  output: ReportOutput & { readonly verbose?: boolean },
  {
    command,
    code,
    files,
  }: { readonly command: string; readonly code: ExitCode; readonly files?: readonly string[] },
  diagnostics: readonly Diagnostic[],
  sources: Sources,
): Promise<ExitCode> {
  if (output.format === "human") printDiagnostics(context, diagnostics, sources, output.verbose ?? false);
  return deliver(context, output, code, () => ({
    ...envelope(command, code === exitCodes.done, diagnostics, sources),
    ...(files !== undefined && { files }),
  }));
}

/** The files that were asked for, in the order of the formats. */
function filesOf(output: ReportOutput): readonly (readonly [FileFormat, string])[] {
  const given = new Map(Object.entries(output));
  return fileFormats.flatMap((format) => {
    const file = given.get(outputKey(format));
    return file === undefined ? [] : [[format, file] as const];
  });
}

/** What its option is called where options are keys. */
export function outputKey(format: FileFormat): string {
  return `out${format.charAt(0).toUpperCase()}${format.slice(1)}`;
}

function writeReport(
  { folder }: Context,
  format: FileFormat,
  file: string,
  text: string,
): readonly Diagnostic[] {
  const path = resolve(folder, file);
  const status = statusOf(path);
  // Half of an older report is one too.
  if (
    status !== null &&
    !(status.isFile() && (status.size === 0 || beginsWith(path, formats[format].beginning)))
  ) {
    return [diagnose("report-not-overwritten", { path: file, format }, null)];
  }
  const failure = writeReportFile(path, text, file, status !== null);
  return failure === null ? [] : [failure];
}
