import { expect, describe as group, test } from "vitest";
import { catalogue, isCode } from "../../src/diagnostic/catalogue.ts";
import { describe, hasErrors } from "../../src/diagnostic/describe.ts";
import { diagnose } from "../../src/diagnostic/diagnose.ts";

group.each(Object.entries(catalogue))("%s", (code, said) => {
  test("has a code and words that read well", () => {
    expect(code).toMatch(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);
    expect(said.title).toMatch(/^\S.*[^.\s]$/);
    expect(said.explain.trim().length).toBeGreaterThan(40);
  });

  test("keeps its explanation narrow enough for a terminal", () => {
    for (const line of said.explain.split("\n")) expect(line.length).toBeLessThanOrEqual(115);
  });
});

test("a diagnostic takes its severity from the catalogue unless told otherwise", () => {
  const place = { file: "a.yaml", pointer: "/endpoints/a", on: "key" } as const;
  expect(diagnose("unused-endpoint", { name: "a" }, place).severity).toBe("warning");
  expect(hasErrors([diagnose("unused-endpoint", { name: "a" }, place)])).toBe(false);
  expect(hasErrors([diagnose("unused-endpoint", { name: "a" }, place, "error")])).toBe(true);
});

test("describes with the particulars", () => {
  const diagnostic = diagnose("yaml-duplicate-key", { key: "ttl", firstLine: 7 }, null);
  expect(describe(diagnostic)).toEqual({
    title: "The same key twice",
    message: '"ttl" was already given on line 7',
    details: [],
    hint: "keep one of the two, or give this one another name",
  });
});

test("tells codes from other words", () => {
  expect(isCode("yaml-tab")).toBe(true);
  expect(isCode("toString")).toBe(false);
});
