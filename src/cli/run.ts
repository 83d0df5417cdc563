/** Runs one command line from its words to an exit code. */
import { CommanderError } from "commander";
import type { Context } from "./context.ts";
import { type ExitCode, exitCodes, worstOf } from "./exit-code.ts";
import { type Io, openTerminal } from "./io.ts";
import { describeProgram } from "./program.ts";
import { trapSignals } from "./signals.ts";
import { UsageError } from "./usage-error.ts";

/** Never throws; sets nothing but the exit code, since ending the process would cut piped output. */
export async function run(argv: readonly string[], version: string): Promise<ExitCode> {
  const io = openTerminal();
  const signals = trapSignals(io);
  const context: Context = { io, signal: signals.signal, env: process.env, folder: process.cwd() };
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
  return received === null ? code : worstOf([code, received]);
}

function fail(io: Io, argv: readonly string[], error: unknown): ExitCode {
  if (error instanceof CommanderError) {
    // Help and version end like this too.
    if (error.exitCode === 0) return exitCodes.done;
    // On stderr Commander has said it already.
    if (wantsJson(argv)) say(io, argv, "usage", error.message.replace(/^error: /u, ""));
    return exitCodes.usage;
  }
  if (error instanceof UsageError) {
    say(io, argv, "usage", error.message);
    return exitCodes.usage;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  say(io, argv, "internal", `this is a mistake in Signpost, please report it: ${detail}`);
  return exitCodes.internalError;
}

/** Where JSON was asked for, a wrong command line is answered in JSON too. */
function say(io: Io, argv: readonly string[], id: string, message: string): void {
  if (!wantsJson(argv)) {
    io.err(`${io.paint.err.red("error")}: ${message}\n`);
    return;
  }
  const nowhere = { file: null, line: null, column: null, endLine: null, endColumn: null };
  const diagnostic = { code: id, severity: "error", message, hint: null, ...nowhere };
  const answer = { format: 1, command: argv[2] ?? null, ok: false, diagnostics: [diagnostic] };
  io.out(`${JSON.stringify(answer, null, 2)}\n`);
}

function wantsJson(argv: readonly string[]): boolean {
  return argv.includes("--format=json") || argv[argv.indexOf("--format") + 1] === "json";
}
