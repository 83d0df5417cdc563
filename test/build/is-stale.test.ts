import { rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isStale } from "../../scripts/build/is-stale.ts";
import { plantTree } from "../planted-tree.ts";

const files = [
  "dist/main.js",
  "src/cli/main.ts",
  "src/plan/plan.ts",
  "schemas/policy.schema.json",
  "package.json",
];
const folders = ["src", "src/cli", "src/plan", "schemas"];

/** Everything changed at second 100, the product at second 200. */
function plantBuilt(): string {
  const root = plantTree(Object.fromEntries(files.map((file) => [file, ""])));
  for (const path of [...files, ...folders]) utimesSync(join(root, path), 100, 100);
  utimesSync(join(root, "dist/main.js"), 200, 200);
  return root;
}

test("a product that is younger than its sources is kept", () => {
  expect(isStale(plantBuilt(), "dist/main.js")).toBe(false);
});

test("a missing product is stale", () => {
  expect(isStale(plantBuilt(), "dist/index.js")).toBe(true);
});

test.each(["src/plan/plan.ts", "schemas/policy.schema.json", "package.json"])(
  "a change of %s is seen",
  (file) => {
    const root = plantBuilt();
    utimesSync(join(root, file), 300, 300);
    expect(isStale(root, "dist/main.js")).toBe(true);
  },
);

test("a deleted source is seen", () => {
  const root = plantBuilt();
  rmSync(join(root, "src/plan/plan.ts"));
  expect(isStale(root, "dist/main.js")).toBe(true);
});
