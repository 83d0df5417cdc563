/** The command line: its commands and their options. Each command's code is loaded when it runs. */
import { Command } from "commander";
import { describeAbout } from "./program/about.ts";
import { describeLive } from "./program/live.ts";
import { describeOffline } from "./program/offline.ts";
import { examples, type Running } from "./program/options.ts";
import { describeSandbox } from "./program/sandbox.ts";

export interface Program extends Running {
  readonly version: string;
}

/** Describes the command line. Parsing it runs a command. */
export function describeProgram({ version, ...running }: Program): Command {
  const { io } = running.context;
  const program = new Command("signpost")
    .description("Write once where DNS should point your users; validate, prove, plan and apply it.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err, getOutHelpWidth: () => io.width })
    .addHelpText(
      "after",
      examples(["signpost validate", "signpost plan --sandbox", "signpost apply --sandbox"]),
    )
    .addHelpText("after", exitCodeHelp);
  describeOffline(program, running);
  describeLive(program, running);
  describeSandbox(program, running);
  describeAbout(program, running);
  return program;
}

const exitCodeHelp = `
Exit codes:
  0 done, or no difference   1 internal error        2 difference found      3 policy invalid
  4 not allowed              5 refused               6 stale                 7 partly applied
  8 declined                 9 conflict             10 vendor unavailable   64 usage
130 interrupted            143 terminated`;
