/** A report as JSON: the report itself. */
import { escapeControls } from "./text.ts";

/** What a terminal or an editor would act on, such as direction marks, is escaped. */
export function renderJson(report: object): string {
  return `${escapeControls(JSON.stringify(report, null, 2))}\n`;
}
