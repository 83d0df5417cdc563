/** Diagnostics, as tables. */
import type { Finding, Report } from "../report.ts";
import { count } from "../text.ts";
import { type Block, folded, paragraph, someOf, table } from "./blocks.ts";
import type { Detail } from "./detail.ts";
import { code, prose } from "./escape.ts";

/** Lines of one finding. */
const mostDetails = 12;

/** Errors are there to be seen. */
export function errorBlocks({ diagnostics }: Report, { findings }: Detail): readonly Block[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return errors.length === 0 ? [] : [[`**${count(errors.length, "error")}**`], ...tabulate(errors, findings)];
}

/** Warnings are what `validate` is for, and elsewhere there when somebody asks. Notes are for those who run it themselves. */
export function warningBlocks({ diagnostics, command }: Report, { findings }: Detail): readonly Block[] {
  const warnings = diagnostics.filter(({ severity }) => severity === "warning");
  if (warnings.length === 0) return [];
  const told = tabulate(warnings, findings);
  const title = count(warnings.length, "warning");
  return command === "validate" ? [[`**${title}**`], ...told] : [folded(title, told)];
}

function tabulate(findings: readonly Finding[], most: number): readonly Block[] {
  const { shown, left } = someOf(findings, most);
  const rows = shown.map((finding) => [placeOf(finding), sayFinding(finding), code(finding.code)]);
  return [
    table(["where", "what", "code"], rows),
    left > 0 ? paragraph([`_${left} more, left out to keep this short_`]) : [],
  ];
}

function placeOf({ file, line }: Finding): string {
  if (file === null) return "";
  return code(line === null ? file : `${file}:${line}`);
}

function sayFinding({ message, details, hint }: Finding): string {
  return [
    prose(message),
    ...details.slice(0, mostDetails).map(prose),
    ...(details.length > mostDetails ? [`_${details.length - mostDetails} more_`] : []),
    ...(hint === null ? [] : [`→ ${prose(hint)}`]),
  ].join("<br>");
}
