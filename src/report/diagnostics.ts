/** Diagnostics for a terminal. */
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { frameOf, type LocatedDiagnostic, locateDiagnostic, type Sources } from "./located.ts";
import type { Paint } from "./paint.ts";
import { count, printable } from "./text.ts";

/** Each with its place, its lines and what to do; an empty line between two of them. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: Sources,
  paint: Paint,
): string {
  return diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, sources, paint)).join("\n");
}

function renderDiagnostic(diagnostic: Diagnostic, sources: Sources, paint: Paint): string {
  return renderLocated(locateDiagnostic(diagnostic, sources), paint, frameOf(diagnostic, sources));
}

/** One that is in words already. */
export function renderLocated(
  { code, severity, message, details, hint, file, line, column }: LocatedDiagnostic,
  paint: Paint,
  frame: string | null = null,
): string {
  const colour = { error: paint.red, warning: paint.yellow, note: paint.cyan }[severity];
  const where = file === null ? "" : `${printable(file)}${line === null ? "" : `:${line}:${column}`}: `;
  return [
    `${where}${colour(severity)}: ${paint.bold(printable(message))} ${paint.dim(`[${printable(code)}]`)}`,
    ...(frame === null ? [] : [frame]),
    ...details.map((line) => `    ${printable(line)}`),
    ...(hint === null ? [] : [`  ${paint.green("→")} ${printable(hint)}`]),
    "",
  ].join("\n");
}

/** "2 errors and 1 warning"; notes aren't counted. */
export function summarize(diagnostics: readonly Pick<Diagnostic, "severity">[]): string {
  const number = (severity: Diagnostic["severity"]) =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const parts = [
    ...(number("error") > 0 ? [count(number("error"), "error")] : []),
    ...(number("warning") > 0 ? [count(number("warning"), "warning")] : []),
  ];
  return parts.join(" and ");
}
