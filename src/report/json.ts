/** A report as JSON: the report itself. */
import type { Report } from "./report.ts";
import { escapeControls } from "./text.ts";

/** What a terminal or an editor would act on, such as direction marks, is escaped. */
export function renderJson(report: Report): string {
  return `${escapeControls(JSON.stringify(report, null, 2))}\n`;
}
