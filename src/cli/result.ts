/** Handing a result over: JSON on stdout, or words there and diagnostics on stderr. */
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { renderDiagnostics } from "../report/diagnostics.ts";
import { fingerprintOf } from "../report/fingerprint.ts";
import { renderJson } from "../report/json.ts";
import { locateDiagnostic, type Sources } from "../report/located.ts";
import type { Envelope } from "../report/report.ts";
import type { Context, OutputFormat } from "./context.ts";

/** The version of every JSON shape that commands print. */
const jsonFormat = 1;

/** What every command's JSON has in common. */
export function envelope(
  command: string | null,
  ok: boolean,
  diagnostics: readonly Diagnostic[],
  sources: Sources,
): Envelope {
  return {
    format: jsonFormat,
    command,
    ok,
    diagnostics: diagnostics.map((diagnostic) => ({
      ...locateDiagnostic(diagnostic, sources),
      fingerprint: fingerprintOf(diagnostic),
    })),
  };
}

/** Prints JSON, as a report is written. */
export function printJson({ io }: Pick<Context, "io">, value: object): void {
  io.out(renderJson(value));
}

/** Diagnostics beside a result go to stderr. Notes are for those who ask. */
export function printDiagnostics(
  { io }: Context,
  diagnostics: readonly Diagnostic[],
  sources: Sources,
  verbose: boolean,
): void {
  const shown = verbose ? diagnostics : diagnostics.filter(({ severity }) => severity !== "note");
  if (shown.length > 0) io.err(`${renderDiagnostics(shown, sources, io.paint.err)}\n`);
}

export interface Failing {
  readonly command: string;
  readonly format: OutputFormat;
  readonly verbose: boolean;
}

/** Ends a command that has nothing to show but what is wrong. */
export function printFailure(
  context: Context,
  { command, format, verbose }: Failing,
  diagnostics: readonly Diagnostic[],
  sources: Sources,
): void {
  if (format === "json") printJson(context, envelope(command, false, diagnostics, sources));
  else printDiagnostics(context, diagnostics, sources, verbose);
}
