/** Runs one command line from its words to an exit code. */
import { CommanderError } from "commander";
import { describe } from "../diagnostic/describe.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { renderDiagnostics } from "../report/diagnostics.ts";
import { fileFormats, formatNames } from "../report/formats.ts";
import type { Context, InFlight, ReportOutput } from "./context.ts";
import { deliver, outputKey } from "./deliver.ts";
import { type ExitCode, exitCodes, worstOf } from "./exit-code.ts";
import { openTerminal } from "./io.ts";
import { describeProgram } from "./program.ts";
import { envelope } from "./result.ts";
import { trapSignals } from "./signals.ts";
import { UsageError } from "./usage-error.ts";

/** Never throws; sets nothing but the exit code, since ending the process would cut piped output. */
export async function run(argv: readonly string[], version: string): Promise<ExitCode> {
  const io = openTerminal();
  const inFlight: InFlight = { title: null, journal: null, undoes: null };
  const signals = trapSignals(io, inFlight);
  const context: Context = {
    io,
    signal: signals.signal,
    env: process.env,
    folder: process.cwd(),
    inFlight,
  };
  let code: ExitCode = exitCodes.done;
  try {
    const program = describeProgram({
      context,
      signals,
      version,
      onEnd(ended) {
        code = ended;
      },
    });
    if (argv.length <= 2) program.outputHelp();
    else await program.parseAsync(argv);
  } catch (error) {
    code = await fail(context, argv, error);
  } finally {
    signals.disarm();
  }
  const received = signals.received();
  // Commands know that they were stopped, not by which signal.
  const ended = received !== null && code === exitCodes.interrupted ? received : code;
  return received === null ? ended : worstOf([ended, received]);
}

async function fail(context: Context, argv: readonly string[], error: unknown): Promise<ExitCode> {
  if (error instanceof CommanderError) {
    // Help and version end like this too.
    if (error.exitCode === 0) return exitCodes.done;
    // In words Commander has said it already, on stderr.
    const [, detail = error.message, near = null] =
      /^(?:error: )?(.*?)(?:\n\(Did you mean (.*)\?\))?$/su.exec(error.message) ?? [];
    const hint = near === null ? null : `did you mean ${near}?`;
    return report(context, argv, diagnose("usage", { detail, hint }, null), null);
  }
  if (error instanceof UsageError) {
    const wrong = diagnose("usage", { detail: error.message, hint: null }, null);
    return report(context, argv, wrong, renderDiagnostics([wrong], new Map(), context.io.paint.err));
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const wrong = diagnose("internal", { detail }, null);
  // With its line breaks: it is for whoever mends it.
  return report(context, argv, wrong, `${context.io.paint.err.red("error")}: ${describe(wrong).message}`);
}

/** Where a report was asked for, a command that never got so far is answered with one too. */
async function report(
  context: Context,
  argv: readonly string[],
  wrong: Diagnostic,
  words: string | null,
): Promise<ExitCode> {
  const code = wrong.code === "internal" ? exitCodes.internalError : exitCodes.usage;
  const output = readOutput(argv);
  if (output.format === "human" && words !== null) context.io.err(`${words}\n`);
  const command = argv[2]?.startsWith("-") ? null : (argv[2] ?? null);
  try {
    return await deliver(context, output, code, () => envelope(command, false, [wrong], new Map()));
  } catch (error) {
    context.io.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return exitCodes.internalError;
  }
}

/** As far as it can be told of a command line that may be wrong. */
function readOutput(argv: readonly string[]): ReportOutput {
  const wordAfter = (option: string) =>
    argv.find((word) => word.startsWith(`${option}=`))?.slice(option.length + 1) ??
    (argv.includes(option) ? argv[argv.indexOf(option) + 1] : undefined);
  const format = formatNames.find((name) => name === wordAfter("--format")) ?? "human";
  const files = fileFormats.flatMap((name) => {
    const file = wordAfter(`--out-${name}`);
    return file === undefined ? [] : [[outputKey(name), file] as const];
  });
  return { format, ...Object.fromEntries(files) };
}
