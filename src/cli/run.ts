/** Runs one command line from its words to an exit code. */
import { CommanderError } from "commander";
import { describe } from "../diagnostic/describe.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { renderDiagnostics } from "../report/diagnostics.ts";
import type { Context, InFlight } from "./context.ts";
import { type ExitCode, exitCodes, worstOf } from "./exit-code.ts";
import { type Io, openTerminal } from "./io.ts";
import { describeProgram } from "./program.ts";
import { envelope, printJson } from "./result.ts";
import { trapSignals } from "./signals.ts";
import { UsageError } from "./usage-error.ts";

/** Never throws; sets nothing but the exit code, since ending the process would cut piped output. */
export async function run(argv: readonly string[], version: string): Promise<ExitCode> {
  const io = openTerminal();
  const inFlight: InFlight = { title: null, journal: null };
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
    code = fail(io, argv, error);
  } finally {
    signals.disarm();
  }
  const received = signals.received();
  // Commands know that they were stopped, not by which signal.
  const ended = received !== null && code === exitCodes.interrupted ? received : code;
  return received === null ? ended : worstOf([ended, received]);
}

function fail(io: Io, argv: readonly string[], error: unknown): ExitCode {
  if (error instanceof CommanderError) {
    // Help and version end like this too.
    if (error.exitCode === 0) return exitCodes.done;
    // In words Commander has said it already, on stderr.
    const [, detail = error.message, near = null] =
      /^(?:error: )?(.*?)(?:\n\(Did you mean (.*)\?\))?$/su.exec(error.message) ?? [];
    const hint = near === null ? null : `did you mean ${near}?`;
    if (wantsJson(argv)) say(io, argv, diagnose("usage", { detail, hint }, null));
    return exitCodes.usage;
  }
  if (error instanceof UsageError) {
    say(io, argv, diagnose("usage", { detail: error.message, hint: null }, null));
    return exitCodes.usage;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  say(io, argv, diagnose("internal", { detail }, null));
  return exitCodes.internalError;
}

/** Where JSON was asked for, a wrong command line is answered in JSON too. */
function say(io: Io, argv: readonly string[], diagnostic: Diagnostic): void {
  if (wantsJson(argv)) {
    const command = argv[2]?.startsWith("-") ? null : (argv[2] ?? null);
    printJson({ io }, envelope(command, false, [diagnostic], new Map()));
  } else if (diagnostic.code === "internal") {
    // With its line breaks: it is for whoever mends it.
    io.err(`${io.paint.err.red("error")}: ${describe(diagnostic).message}\n`);
  } else io.err(`${renderDiagnostics([diagnostic], new Map(), io.paint.err)}\n`);
}

function wantsJson(argv: readonly string[]): boolean {
  return argv.includes("--format=json") || argv[argv.indexOf("--format") + 1] === "json";
}
