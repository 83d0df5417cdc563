/** `signpost destroy`: takes away everything that carries the policy's mark. */
import type { Target } from "../../plan/check.ts";
import type { Context } from "../context.ts";
import type { ExitCode } from "../exit-code.ts";
import { type WritingFiles, writeFiles } from "../write-files.ts";

export function runDestroy(
  context: Context,
  files: readonly string[],
  options: WritingFiles,
): Promise<ExitCode> {
  const errand = { command: "destroy", question: "Destroy all of this?" };
  return writeFiles(context, files, options, errand, withNothing);
}

/** The same policy with nothing left in it. */
export function withNothing(target: Target): Target {
  return {
    ...target,
    compiled: { ...target.compiled, resources: [], units: new Map(), diagnostics: [] },
    proof: { ...target.proof, records: 0 },
  };
}
