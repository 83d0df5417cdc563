/** `signpost apply`: makes the world as the policy says, or as a saved plan does. */
import type { Errand } from "../carry-out.ts";
import type { Context } from "../context.ts";
import type { ExitCode } from "../exit-code.ts";
import { planEnding } from "../files.ts";
import { type WritingFiles, writeFiles } from "../write-files.ts";

export interface ApplyOptions extends WritingFiles {
  /** The digest of the only change that may be made. */
  readonly expect?: string;
}

export async function runApply(
  context: Context,
  files: readonly string[],
  options: ApplyOptions,
): Promise<ExitCode> {
  const errand: Errand = {
    command: "apply",
    question: "Apply these changes?",
    expect: options.expect ?? null,
  };
  if (files.some((name) => name.endsWith(planEnding))) {
    return (await import("../saved-plan/apply.ts")).applySavedPlan(context, files, options, errand);
  }
  return writeFiles(context, files, options, errand);
}
