/** `signpost apply`: makes the world as the policy says. */
import type { Context } from "../context.ts";
import type { ExitCode } from "../exit-code.ts";
import { type WritingFiles, writeFiles } from "../write-files.ts";

export function runApply(
  context: Context,
  files: readonly string[],
  options: WritingFiles,
): Promise<ExitCode> {
  const errand = { command: "apply", question: "Apply these changes?" };
  return writeFiles(context, files, options, errand);
}
