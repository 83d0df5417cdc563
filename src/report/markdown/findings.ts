/** Diagnostics, as tables. */
import type { Finding, Report } from "../report.ts";
import { count } from "../text.ts";
import { worstFirst } from "../worst-first.ts";
import { type Block, folded, paragraph, someOf, table } from "./blocks.ts";
import type { Detail } from "./detail.ts";
import { code, prose } from "./escape.ts";

/** Errors are there to be seen, warnings when somebody asks; notes are for those who run it themselves. */
export function findingBlocks(
  { diagnostics, command }: Report,
  { findings: most }: Detail,
): readonly Block[] {
  const findings = worstFirst(diagnostics);
  const errors = findings.filter(({ severity }) => severity === "error");
  const warnings = findings.filter(({ severity }) => severity === "warning");
  const isOpen = command === "validate";
  const told = tabulate(warnings, most);
  return [
    ...(errors.length === 0 ? [] : [[`**${count(errors.length, "error")}**`], ...tabulate(errors, most)]),
    ...(warnings.length === 0
      ? []
      : isOpen
        ? [[`**${count(warnings.length, "warning")}**`], ...told]
        : [folded(count(warnings.length, "warning"), told)]),
  ];
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

function sayFinding({ message, hint }: Finding): string {
  return hint === null ? prose(message) : `${prose(message)}<br>→ ${prose(hint)}`;
}
