/** Opening a saved plan, whatever the file turns out to be. */
import { resolve } from "node:path";
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { readPlanFile } from "../../plan/file/read.ts";
import type { SavedPlan } from "../../plan/generated/wire.ts";
import { limitsFor } from "../../source/limits.ts";
import { planEnding } from "../files.ts";
import { readSource } from "../read-text.ts";
import { UsageError } from "../usage-error.ts";

/** Bytes. A plan says more of each record than its policy does. */
export const largestPlan = 32 * 1024 * 1024;

/** The only file that is named. Throws `UsageError` where others stand beside it, or where it is no plan. */
export function onlyPlan(files: readonly string[]): string {
  const [file = "", ...others] = files;
  if (others.length > 0) {
    throw new UsageError("a saved plan stands alone: name one, and no policy files beside it");
  }
  if (file.endsWith(planEnding)) return file;
  throw new UsageError(`"${file}" is not a saved plan: its name would end in ${planEnding}`);
}

/** Reads a plan and sees that it is whole. */
export function openPlan(file: string, folder: string): SavedPlan | Diagnostic {
  try {
    return readPlanFile(readSource(resolve(folder, file), file, limitsFor(largestPlan)));
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return diagnose("file-unreadable", { path: file, reason: String(error.code) }, null);
  }
}
