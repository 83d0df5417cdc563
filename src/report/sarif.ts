/**
 * What was found as SARIF 2.1.0, in the subset that GitHub's code scanning reads
 * (https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
 */
import { catalogue, isCode } from "../diagnostic/catalogue.ts";
import type { Finding, Report, Surroundings } from "./report.ts";
import { repositoryPath } from "./repository-path.ts";
import { escapeControls, printable } from "./text.ts";
import { worstFirst } from "./worst-first.ts";

/** Code scanning shows so many results of an upload, and no more. */
const mostResults = 5000;
/** What files are relative to: the top of the repository, wherever that is. */
const base = "%SRCROOT%";

/** Ends with a line break. What no file is to blame for is a notification: a result has a place. */
export function renderSarif(report: Report, surroundings: Surroundings): string {
  const findings = worstFirst(report.diagnostics).map((finding) => ({
    ...finding,
    path: finding.file === null ? null : repositoryPath(finding.file, report, surroundings),
  }));
  const results = findings.filter(isPlaced).slice(0, mostResults);
  const unplaced = findings.filter((finding) => !isPlaced(finding)).slice(0, mostResults);
  const codes = [...new Set([...results, ...unplaced].map(({ code }) => code))].sort();
  const log = {
    version: "2.1.0",
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    runs: [
      {
        tool: { driver: { name: "Signpost", rules: codes.map(describeRule) } },
        // So that uploads of several commands stand beside one another.
        automationDetails: { id: `signpost/${report.command ?? "usage"}/` },
        originalUriBaseIds: { [base]: { description: { text: "The top of the repository" } } },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: report.ok,
            toolExecutionNotifications: unplaced.map((finding) => ({
              level: finding.severity,
              message: { text: sayFinding(finding) },
              associatedRule: { id: finding.code, index: codes.indexOf(finding.code) },
            })),
          },
        ],
        results: describeResults(results, codes),
      },
    ],
  };
  return `${escapeControls(JSON.stringify(log, null, 2))}\n`;
}

/** With the path of its file in the repository. */
interface PlacedFinding extends Finding {
  readonly path: string;
}

function isPlaced(finding: Finding & { readonly path: string | null }): finding is PlacedFinding {
  return finding.path !== null;
}

/** What is found twice in a file is told apart by its turn. */
function describeResults(findings: readonly PlacedFinding[], codes: readonly string[]): readonly object[] {
  const turns = new Map<string, number>();
  return findings.map((finding) => {
    const { code, severity, fingerprint, path } = finding;
    const turn = (turns.get(fingerprint) ?? 0) + 1;
    turns.set(fingerprint, turn);
    return {
      ruleId: code,
      ruleIndex: codes.indexOf(code),
      level: severity,
      message: { text: sayFinding(finding) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: encodePath(path), uriBaseId: base },
            region: describeRegion(finding),
          },
        },
      ],
      // Code scanning looks at this key alone.
      partialFingerprints: { primaryLocationLineHash: `${fingerprint}:${turn}` },
    };
  });
}

function describeRule(code: string): object {
  const said = isCode(code) ? catalogue[code] : null;
  const title = capitalize(said?.title ?? code);
  return {
    id: code,
    name: code,
    shortDescription: { text: title },
    fullDescription: { text: title },
    help: { text: said?.explain ?? title },
    defaultConfiguration: { level: said?.severity ?? "error" },
  };
}

/** Lines and columns count from 1, and the end is behind the last character, as in our diagnostics. */
function describeRegion({ line, column, endLine, endColumn }: Finding): object {
  if (line === null) return { startLine: 1 };
  if (column === null || endLine === null || endColumn === null) return { startLine: line };
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function sayFinding({ message, details, hint }: Finding): string {
  const told = details.length === 0 ? message : `${message}: ${details.join("; ")}`;
  const said = hint === null ? told : `${told}. ${capitalize(hint)}`;
  return unlink(printable(said));
}

function capitalize(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** In a message `[words](target)` is a link (SARIF 2.1.0, 3.11.6), and nobody's text shall be one. */
function unlink(text: string): string {
  return text.includes("](") ? text.replace(/[[\]\\]/gu, "\\$&") : text;
}

function encodePath(path: string): string {
  return path.split("/").map(encodeSegment).join("/");
}

/** Half of a surrogate pair has no bytes, so that it can't be encoded. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, "\uFFFD"));
}
