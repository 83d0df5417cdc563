/** `signpost destroy`: takes away everything that carries the policy's mark. */
import type { Target } from "../../plan/check.ts";
import type { Allowance } from "../../plan/judge-guards.ts";
import type { Context } from "../context.ts";
import type { ExitCode } from "../exit-code.ts";
import { type WritingFiles, writeFiles } from "../write-files.ts";

export function runDestroy(
  context: Context,
  files: readonly string[],
  options: WritingFiles,
): Promise<ExitCode> {
  const errand = { command: "destroy", question: "Destroy all of this?", expect: null };
  return writeFiles(context, files, options, errand, { shape: withNothing, allow: meant });
}

/** The same policy with nothing left in it. */
export function withNothing(target: Target): Target {
  return {
    ...target,
    compiled: { ...target.compiled, resources: [], units: new Map(), diagnostics: [] },
    proof: { ...target.proof, records: 0 },
  };
}

/** Whoever destroys a policy has said that all its names are to go. */
const meant: readonly Allowance[] = (
  ["max-delete", "last-answer", "max-shift", "apex", "wildcard"] as const
).map((guard) => ({ guard, target: null }));
