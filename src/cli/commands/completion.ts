/** `signpost completion`: a script that completes commands, options and files in a shell. */
import type { Command } from "commander";
import { renderBash } from "../completion/bash.ts";
import { renderFish } from "../completion/fish.ts";
import { type CompletedCommand, listCommands } from "../completion/table.ts";
import { renderZsh } from "../completion/zsh.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";

const renderers: Readonly<Record<Shell, (commands: readonly CompletedCommand[]) => string>> = {
  bash: renderBash,
  zsh: renderZsh,
  fish: renderFish,
};

export type Shell = "bash" | "zsh" | "fish";

export function runCompletion(context: Context, shell: Shell, program: Command): ExitCode {
  context.io.out(renderers[shell](listCommands(program)));
  return exitCodes.done;
}
