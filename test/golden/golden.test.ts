/**
 * Golden cases: a folder with a policy.yaml and what is expected of it. `UPDATE_GOLDEN=1` writes the
 * expectations anew; read the difference before committing it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe as group, expect, test } from "vitest";
import { describe } from "../../src/diagnostic/describe.ts";
import type { Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import type { SourceFile } from "../../src/source/document.ts";
import { locateInText } from "../../src/source/locate.ts";
import { lintRecords } from "../../src/lint/lint.ts";
import { type Loaded, loadPolicy } from "../../src/policy/load.ts";
import { steerPolicy } from "../../src/steering/steer.ts";

const root = import.meta.dirname;
const cases = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());

group.each(cases.map((entry) => entry.name))("%s", (name) => {
  const file = { path: "policy.yaml", text: readFileSync(join(root, name, "policy.yaml"), "utf8") };
  const loaded = loadPolicy(file);
  const steered = loaded.policy === null ? { records: [], diagnostics: [] } : steerPolicy(loaded.policy);
  const diagnostics = [...loaded.diagnostics, ...steered.diagnostics, ...lintRecords(steered.records)];

  test("is one mistake with one diagnostic that says what to write", () => {
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics.map((diagnostic) => describe(diagnostic).hint)).not.toContain(null);
  });

  test("says what is expected", () => {
    const said = diagnostics.map((diagnostic) => `${render(file, loaded, diagnostic)}\n`).join("");
    expectFile(join(root, name, "expected.diagnostics.txt"), said);
  });
});

function render(file: SourceFile, { document }: Loaded, diagnostic: Diagnostic): string {
  const { message, hint } = describe(diagnostic);
  const { place, severity, code } = diagnostic;
  const span = place === null ? null : (document?.locate(place) ?? locateInText(file, place));
  const where = span === null ? file.path : `${file.path}:${span.start.line}:${span.start.column}`;
  return `${where} ${severity} ${code} ${message}${hint === null ? "" : ` / ${hint}`}`;
}

function expectFile(path: string, actual: string): void {
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(path, actual);
  expect(existsSync(path) ? readFileSync(path, "utf8") : "").toBe(actual);
}
