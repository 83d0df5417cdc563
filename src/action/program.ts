/** Running the command line inside the step, which is then the process that GitHub's signals go to. */
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { ExitCode } from "../cli/exit-code.ts";
import { run } from "../cli/run.ts";
import type { Report } from "../report/report.ts";
import type { ReportFiles } from "./command-line.ts";

declare const SIGNPOST_VERSION: string;

export interface Ran {
  readonly code: ExitCode;
  /** Null where it came to none. */
  readonly report: Report | null;
  readonly markdown: string | null;
}

/**
 * Runs it and reads its reports. Whatever it prints stands in the log and commands nothing: GitHub takes lines with `::`
 * for workflow commands (docs.github.com, "Stopping and starting workflow commands").
 */
export async function runProgram(words: readonly string[], files: ReportFiles): Promise<Ran> {
  const token = randomUUID();
  process.stdout.write(`::stop-commands::${token}\n`);
  // The runner reads two streams, and nobody knows which one first: all must be said before commands are heard again.
  const { write } = process.stderr;
  process.stderr.write = process.stdout.write.bind(process.stdout);
  try {
    const code = await run([process.execPath, "signpost", ...words], SIGNPOST_VERSION);
    return { code, report: readReport(files.json), markdown: readIfThere(files.markdown) };
  } finally {
    process.stderr.write = write;
    process.stdout.write(`\n::${token}::\n`);
  }
}

function readReport(path: string): Report | null {
  const text = readIfThere(path);
  const value: unknown = text === null ? null : JSON.parse(text);
  return isReport(value) ? value : null;
}

/** The program wrote it a moment ago, in the shape of schemas/report.schema.json. */
function isReport(value: unknown): value is Report {
  return typeof value === "object" && value !== null && "format" in value && value.format === 1;
}

function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}
