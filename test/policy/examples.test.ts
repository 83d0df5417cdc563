import { readdirSync, readFileSync } from "node:fs";
import { expect, describe as group, test } from "vitest";
import { describe } from "../../src/diagnostic/describe.ts";
import { lintRecords } from "../../src/lint/lint.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import { steerPolicy } from "../../src/steering/steer.ts";

const folder = new URL("../../examples/", import.meta.url);
const examples = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

group.each(examples)("examples/%s", (name) => {
  const text = readFileSync(new URL(name, folder), "utf8");

  test("is valid without a warning", () => {
    const { policy, diagnostics } = loadPolicy({ path: name, text });
    const steered = policy === null ? { records: [], diagnostics: [] } : steerPolicy(policy);
    const all = [...diagnostics, ...steered.diagnostics, ...lintRecords(steered.records)];
    expect(all.map((found) => describe(found).message)).toEqual([]);
    expect(steered.records.length).toBeGreaterThan(0);
  });

  test("begins with its schema, for editors", () => {
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/schemas\/policy\.schema\.json\n/);
  });
});
