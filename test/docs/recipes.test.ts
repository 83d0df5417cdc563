/** The policies of docs/recipes.md are sound, with the head that the page gives them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkPolicy } from "../../src/plan/check.ts";
import { root } from "../cli/command-line.ts";

const page = readFileSync(join(root, "docs/recipes.md"), "utf8");
const policies = page.split(/^## /mu).flatMap((section) =>
  [...section.matchAll(/^```yaml\n(.*?)^```/gmsu)].map(([, text = ""]) => ({
    title: section.slice(0, section.indexOf("\n")),
    text,
  })),
);
const [head, ...recipes] = policies;

test("each recipe that changes a policy has one", () => {
  expect(recipes.map(({ title }) => title)).toEqual([
    "Canary",
    "Blue/green",
    "Drain an endpoint",
    "Evacuate a region",
    "Residency",
    "From one vendor to both",
  ]);
});

test.each(recipes)("$title", ({ text }) => {
  const { diagnostics, policy } = checkPolicy({
    path: "recipe.yaml",
    text: text.startsWith("version:") ? text : `${head?.text}\n${text}`,
  });
  expect(diagnostics.filter(({ severity }) => severity !== "note")).toEqual([]);
  expect(policy?.records.length).toBeGreaterThan(0);
});
