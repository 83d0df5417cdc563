import { readdirSync, readFileSync } from "node:fs";
import { expect, describe as group, test } from "vitest";
import { describe } from "../../src/diagnostic/describe.ts";
import { checkPolicy } from "../../src/plan/check.ts";

const folder = new URL("../../examples/", import.meta.url);
const examples = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

group.each(examples)("examples/%s", (name) => {
  const text = readFileSync(new URL(name, folder), "utf8");

  test("is valid without a warning", () => {
    const { diagnostics, records } = checkPolicy({ path: name, text });
    const told = diagnostics.filter(({ severity }) => severity !== "note");
    expect(told.map((found) => describe(found).message)).toEqual([]);
    expect(records.length).toBeGreaterThan(0);
  });

  test("begins with its schema, for editors", () => {
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/schemas\/policy\.schema\.json\n/);
  });
});
