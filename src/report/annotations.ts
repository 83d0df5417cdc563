/**
 * What was found as workflow commands, which GitHub Actions shows at the lines of a pull request
 * (https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions).
 */
import { summarizeReport } from "./headline.ts";
import type { Finding, Report, Surroundings } from "./report.ts";
import { repositoryPath } from "./repository-path.ts";
import { count, printable } from "./text.ts";
import { worstFirst } from "./worst-first.ts";

/** GitHub keeps so many of each sort of a step, and 50 of a job. */
const mostOfSort = 10;
/** Letters of a message; GitHub cuts those that are much longer. */
const longest = 2000;

/** Each is one line. Errors come first; notes are for those who ask. The last line says what all of it comes to. */
export function renderAnnotations(report: Report, surroundings: Surroundings): string {
  const findings = worstFirst(report.diagnostics);
  const lines = (["error", "warning"] as const).flatMap((severity) => {
    const those = findings.filter((finding) => finding.severity === severity);
    const most = those.length > mostOfSort ? mostOfSort - 1 : mostOfSort;
    const left = those.length - most;
    return [
      ...those.slice(0, most).map((finding) => annotate(severity, finding, report, surroundings)),
      ...(left > 0
        ? [command(severity, { title: "signpost" }, `${left} more ${severity}s, which the summary has`)]
        : []),
    ];
  });
  const { title, facts } = summarizeReport(report);
  const files = report.files ?? [];
  const about = files.length === 1 ? (files[0] ?? "") : count(files.length, "file");
  const said = [...(files.length === 0 ? [] : [about]), ...facts].join(" · ");
  return [...lines, command("notice", { title }, said), ""].join("\n");
}

function annotate(
  severity: "error" | "warning",
  finding: Finding,
  report: Report,
  surroundings: Surroundings,
): string {
  const { code, message, details, hint } = finding;
  const text = [message, ...details, ...(hint === null ? [] : [`→ ${hint}`])].join("\n");
  return command(severity, { ...placeOf(finding, report, surroundings), title: code }, text);
}

/** Columns only where they are on one line: GitHub shows no others. */
function placeOf(
  { file, line, column, endLine, endColumn }: Finding,
  report: Report,
  surroundings: Surroundings,
): Properties {
  const path = file === null ? null : repositoryPath(file, report, surroundings);
  if (path === null) return {};
  if (line === null) return { file: path, line: 1 };
  const columns = column !== null && endColumn !== null && line === endLine ? { col: column, endColumn } : {};
  return { file: path, line, endLine: endLine ?? line, ...columns };
}

type Properties = Readonly<Record<string, string | number>>;

/** Whatever the text holds, it stays within its command. */
function command(name: "error" | "warning" | "notice", properties: Properties, text: string): string {
  const said = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${said.join(",")}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  const lines = text.split("\n").map(printable).join("\n");
  const shown = lines.length > longest ? `${lines.slice(0, longest)}…` : lines;
  return shown.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
