/** Tests and guarantees as JUnit XML, which every CI system reads. */
import { describe } from "../diagnostic/describe.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Checked } from "../plan/check.ts";
import type { Origin } from "../policy/policy.ts";
import { locateDiagnostic, type Sources } from "./located.ts";

/** One suite for each policy. What else is wrong with a policy is an error of a case of its own. */
export function renderJunit(
  checked: readonly Checked[],
  others: readonly Diagnostic[],
  sources: Sources,
): string {
  const suites = checked.map((one) => suiteOf(one, sources)).filter(({ cases }) => cases.length > 0);
  const all = [
    ...suites,
    ...(others.length === 0 ? [] : [{ name: "validate", cases: others.map((one) => errorOf(one, sources)) }]),
  ];
  const total = countCases(all.flatMap(({ cases }) => cases));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="signpost" ${total}>`,
    ...all.flatMap(({ name, cases }) => [
      `  <testsuite name="${escapeXml(name)}" ${countCases(cases)}>`,
      ...cases.map(({ xml }) => xml),
      "  </testsuite>",
    ]),
    "</testsuites>",
    "",
  ].join("\n");
}

interface Case {
  readonly outcome: "passed" | "failed" | "error";
  readonly xml: string;
}

function suiteOf(
  { file, promises }: Checked,
  sources: Sources,
): { readonly name: string; readonly cases: readonly Case[] } {
  const cases = [
    ...promises.tests.map(({ test, passed, diagnostics }) => ({ ...test, ok: passed, diagnostics })),
    ...promises.guarantees.map(({ guarantee, kept, diagnostics }) => ({
      ...guarantee,
      ok: kept,
      diagnostics,
    })),
  ].map((one) => caseOf(one, sources));
  return { name: file.path, cases };
}

function caseOf(
  {
    name,
    record,
    origin,
    ok,
    diagnostics,
  }: {
    readonly name: string;
    readonly record: string;
    readonly origin: Origin;
    readonly ok: boolean;
    readonly diagnostics: readonly Diagnostic[];
  },
  sources: Sources,
): Case {
  const line = sources.get(origin.file)?.locate(origin).start.line;
  const at = `file="${escapeXml(origin.file)}"${line === undefined ? "" : ` line="${line}"`}`;
  const open = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(record)}" ${at}`;
  if (ok) return { outcome: "passed", xml: `${open}/>` };
  const failures = diagnostics.map((diagnostic) => {
    const { message, hint, details } = describe(diagnostic);
    const text = [...details, ...(hint === null ? [] : [`→ ${hint}`])].join("\n");
    return `      <failure type="${diagnostic.code}" message="${escapeXml(message)}">${escapeXml(text)}</failure>`;
  });
  return { outcome: "failed", xml: [`${open}>`, ...failures, "    </testcase>"].join("\n") };
}

function errorOf(diagnostic: Diagnostic, sources: Sources): Case {
  const { message, hint, file, line } = locateDiagnostic(diagnostic, sources);
  const at = file === null ? "" : ` file="${escapeXml(file)}"${line === null ? "" : ` line="${line}"`}`;
  const name = `${file ?? "policy"}${line === null ? "" : `:${line}`}`;
  const error = `<error type="${diagnostic.code}" message="${escapeXml(message)}">${escapeXml(hint ?? "")}</error>`;
  const xml = `    <testcase name="${escapeXml(name)}" classname="${diagnostic.code}"${at}>${error}</testcase>`;
  return { outcome: "error", xml };
}

function countCases(cases: readonly Case[]): string {
  const number = (wanted: Case["outcome"]) => cases.filter(({ outcome }) => outcome === wanted).length;
  return `tests="${cases.length}" failures="${number("failed")}" errors="${number("error")}"`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** XML 1.0 has no way to write most control characters, half a surrogate pair and two noncharacters. */
const unwritable = /[\p{Cc}\p{Cf}\p{Cs}\uFFFE\uFFFF]/gu;

function escapeXml(text: string): string {
  return text
    .replace(unwritable, (character) => (character === "\n" ? character : "\uFFFD"))
    .replace(/[&<>"']/gu, (character) => entities[character] ?? character);
}
