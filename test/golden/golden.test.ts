/**
 * Golden cases: a folder with a policy.yaml and what is expected of it. `UPDATE_GOLDEN=1` writes the
 * expectations anew; read the difference before committing it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe as group, expect, test } from "vitest";
import { describe } from "../../src/diagnostic/describe.ts";
import type { Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import { type Checked, checkPolicy } from "../../src/plan/check.ts";
import { findNothing } from "../../src/policy/include.ts";
import { locateInText } from "../../src/source/locate.ts";

const root = import.meta.dirname;
/** The day on which these policies are read, for those that waive something until a day. */
const today = "2026-07-01";
const cases = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());

group.each(cases.map((entry) => entry.name))("%s", (name) => {
  const file = { path: "policy.yaml", text: readFileSync(join(root, name, "policy.yaml"), "utf8") };
  const checked = checkPolicy(file, findNothing, today);
  const { diagnostics } = checked;

  test("is one mistake with one diagnostic that says what to write", () => {
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics.map((diagnostic) => describe(diagnostic).hint)).not.toContain(null);
  });

  test("says what is expected", () => {
    const said = diagnostics.map((diagnostic) => `${render(checked, diagnostic)}\n`).join("");
    expectFile(join(root, name, "expected.diagnostics.txt"), said);
  });
});

function render({ file, files: [own] }: Checked, diagnostic: Diagnostic): string {
  const { message, hint } = describe(diagnostic);
  const { place, severity, code } = diagnostic;
  const span = place === null ? null : (own?.document?.locate(place) ?? locateInText(file, place));
  const where = span === null ? file.path : `${file.path}:${span.start.line}:${span.start.column}`;
  return `${where} ${severity} ${code} ${message}${hint === null ? "" : ` / ${hint}`}`;
}

function expectFile(path: string, actual: string): void {
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(path, actual);
  expect(existsSync(path) ? readFileSync(path, "utf8") : "").toBe(actual);
}
