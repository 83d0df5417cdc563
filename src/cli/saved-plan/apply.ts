/** Applying a saved plan: exactly what was approved, or nothing. */
import { carryOut, type Errand } from "../carry-out.ts";
import { openConnector } from "../connect.ts";
import type { Context } from "../context.ts";
import { deliver } from "../deliver.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { envelope, printDiagnostics } from "../result.ts";
import type { WritingFiles } from "../write-files.ts";
import { onlyPlan } from "./open.ts";
import { readingOf } from "./policies.ts";
import { type Refused, reviewFile, reviewWorld } from "./review.ts";

/**
 * Applies the plan in a file if nothing speaks against it. Nothing of the file is carried out: it is planned again, and
 * must come to the same change.
 */
export async function applySavedPlan(
  context: Context,
  files: readonly string[],
  options: WritingFiles,
  errand: Errand,
): Promise<ExitCode> {
  const { format, verbose = false } = options;
  const stop = ({ code, diagnostics, sources, moved }: Refused): Promise<ExitCode> => {
    if (format === "human") printDiagnostics(context, diagnostics, sources, verbose);
    return deliver(context, options, code, () => ({
      ...envelope(errand.command, false, diagnostics, sources),
      plans: [],
      moved,
      results: [],
    }));
  };
  const saved = reviewFile(onlyPlan(files), context.folder, options, errand.expect, Date.now());
  if ("code" in saved) return stop(saved);
  const connector = await openConnector(context, saved.reading.sandbox);
  if ("code" in connector) {
    return stop({
      code: exitCodes.unavailable,
      diagnostics: [connector],
      sources: new Map(),
      moved: [],
    });
  }
  try {
    const reviewed = await reviewWorld(context, saved, connector, options.allow ?? []);
    if ("code" in reviewed) return stop(reviewed);
    const { preparation, run } = reviewed;
    // The plan was the approval.
    const approved = { ...options, ...readingOf(saved), yes: true };
    return await carryOut(context, { ...errand, expect: saved.change }, preparation, run, approved);
  } finally {
    await connector.close();
  }
}
