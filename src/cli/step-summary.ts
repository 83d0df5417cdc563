/** The summary of a step of GitHub Actions: a file that the steps of a job add to (GITHUB_STEP_SUMMARY). */
import { appendFileSync } from "node:fs";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Report, Surroundings } from "../report/report.ts";
import { statusOf } from "./status-of.ts";

/** Bytes that GitHub takes of a step's summary; of a larger one it takes nothing. */
const largestSummary = 1024 * 1024;

/**
 * Adds the report, in as much detail as there is still room for.
 *
 * @param path - of the summary; empty where there is none
 */
export async function appendSummary(
  path: string,
  report: Report,
  surroundings: Surroundings,
): Promise<readonly Diagnostic[]> {
  if (path === "") return [];
  const { renderMarkdown } = await import("../report/markdown/markdown.ts");
  const room = largestSummary - (statusOf(path)?.size ?? 0) - 1;
  const text = renderMarkdown(report, surroundings, room);
  if (Buffer.byteLength(text) > room) return [];
  try {
    appendFileSync(path, `${text}\n`);
    return [];
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return [diagnose("file-unwritable", { path, reason: String(error.code) }, null)];
  }
}
