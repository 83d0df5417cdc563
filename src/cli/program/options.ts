/** What commands have in common: arguments, options and how their help looks. */
import { type Command, Option } from "commander";
import { providerIds } from "../../policy/policy.ts";
import { fileFormats, formatNames, formats } from "../../report/formats.ts";
import { parseAllow } from "../allow.ts";
import type { Context } from "../context.ts";
import type { ExitCode } from "../exit-code.ts";
import { parseFileSize } from "../file-size.ts";
import type { Signals } from "../signals.ts";

/** What the action of a command is given. */
export interface Running {
  readonly context: Context;
  readonly signals: Signals;
  /** Takes the exit code of the command that ran. */
  readonly onEnd: (code: ExitCode) => void;
}

/** A command that reads policies. */
export function reads(command: Command) {
  return command
    .argument("[files...]", "policy files or directories (default: signpost.yaml, else dns/)")
    .option(...root)
    .option(...maxFileSize);
}

export const root = [
  "--root <dir>",
  "read policies below this directory only (default: the nearest with .git)",
] as const;

export const maxFileSize = [
  "--max-file-size <size>",
  "read policy files up to this size (default: 4MiB)",
  parseFileSize,
] as const;

export function format() {
  return new Option("--format <format>", "how to print the result")
    .choices(["human", "json"])
    .default("human");
}

/** A command whose result is a report: printed in one format, and written into files in others. */
export function reports<C extends Command>(command: C): C {
  for (const name of fileFormats) {
    command.option(`--out-${name} <file>`, `write the report into this file too, as ${formats[name].title}`);
  }
  command.addOption(
    new Option("--format <format>", "how to print the result")
      .choices(["human", ...formatNames])
      .default("human"),
  );
  return command;
}

export const verbose = ["-v, --verbose", "say more: notes, and each resource"] as const;

export function provider() {
  return new Option("--provider <id>", "only this provider of those that the policy names").choices([
    ...providerIds,
  ]);
}

export const sandbox = ["--sandbox", "use the local sandbox below .signpost/ instead of the vendor"] as const;

/** For options that are given several times. */
export function append(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function allow() {
  return new Option(
    "--allow <guard=target>",
    "let pass what a guard blocks, such as max-shift=www; can be given several times",
  ).argParser(parseAllow);
}

export function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}`;
}
