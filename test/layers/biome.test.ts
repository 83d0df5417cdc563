/** The linter's own rules are trusted, our configuration of them is not: each one is broken here and seen. */
import { execFile } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { plantTree } from "../planted-tree.ts";

const repository = resolve(import.meta.dirname, "../..");
const biome = join(repository, "node_modules/@biomejs/biome/bin/biome");

const planted: Readonly<Record<string, string>> = {
  "src/plan/a.ts": `import { b } from "./b.ts";\n\nexport const a = b;\n`,
  "src/plan/b.ts": `import type { a } from "./a.ts";\n\nexport type A = typeof a;\nexport const b = 1;\n`,
  "src/plan/barrel.ts": `export { a } from "./a.ts";\n`,
  "src/plan/long.ts": Array.from({ length: 301 }, (_, index) => `export const a${index} = 1;\n`).join(""),
  "src/plan/narrow.ts":
    `type Kind = { readonly kind: "a" } | { readonly kind: "b" };\n` +
    `export function f(k: Kind): number {\n  switch (k.kind) {\n    case "a":\n      return 1;\n  }\n  return 0;\n}\n`,
  "src/plan/floating.ts": `export async function f(): Promise<void> {}\nexport function g(): void {\n  f();\n}\n`,
  "src/plan/any.ts": "export const a: any = 1;\n",
  "src/plan/assert.ts": "export const f = (a: string | null): string => a!;\n",
  "src/plan/default.ts": "export default function f(): void {}\n",
  "src/plan/enum.ts": "export enum E {\n  A = 1,\n}\n",
  "src/plan/space.ts": "export namespace N {\n  export const a = 1;\n}\n",
  "src/plan/print.ts": "console.error(1);\n",
  "src/plan/extension.ts": `import { a } from "./a";\n\nexport const c = a;\n`,
  "src/plan/type.ts": `import { A } from "./b.ts";\n\nexport type C = A;\n`,
  "src/plan/quotes.ts": "export const a = 'x';\n",
  "src/plan/skip.test.ts": "test.skip('x', () => {});\n",
  "src/cli/io.ts": "console.error(1);\n",
};

const expected: Readonly<Record<string, string>> = {
  "src/plan/a.ts": "lint/suspicious/noImportCycles",
  "src/plan/b.ts": "lint/suspicious/noImportCycles",
  "src/plan/barrel.ts": "lint/performance/noBarrelFile",
  "src/plan/long.ts": "lint/style/noExcessiveLinesPerFile",
  "src/plan/narrow.ts": "lint/nursery/useExhaustiveSwitchCases",
  "src/plan/floating.ts": "lint/nursery/noFloatingPromises",
  "src/plan/any.ts": "lint/suspicious/noExplicitAny",
  "src/plan/assert.ts": "lint/style/noNonNullAssertion",
  "src/plan/default.ts": "lint/style/noDefaultExport",
  "src/plan/enum.ts": "lint/style/noEnum",
  "src/plan/space.ts": "lint/style/noNamespace",
  "src/plan/print.ts": "lint/suspicious/noConsole",
  "src/plan/extension.ts": "lint/correctness/useImportExtensions",
  "src/plan/type.ts": "lint/style/useImportType",
  "src/plan/quotes.ts": "format",
  "src/plan/skip.test.ts": "lint/suspicious/noSkippedTests",
};

test("each rule of biome.json catches what it is there for", async () => {
  const root = plantTree({ ...planted, ".gitignore": "dist/\n" });
  copyFileSync(join(repository, "package.json"), join(root, "package.json"));
  copyFileSync(join(repository, "biome.json"), join(root, "biome.json"));
  const seen = await runBiome(root);
  for (const [file, rule] of Object.entries(expected)) expect(seen, file).toContain(`${file} ${rule}`);
  expect(seen.filter((line) => line.startsWith("src/cli/io.ts"))).toEqual([]);
  expect(readFileSync(join(root, "src/plan/a.ts"), "utf8")).toBe(planted["src/plan/a.ts"]);
});

/** What Biome complains about, as `file rule`. */
async function runBiome(root: string): Promise<readonly string[]> {
  const command = [biome, "check", "--error-on-warnings", "--max-diagnostics=none", "--colors=off", "."];
  const output = await promisify(execFile)(process.execPath, command, { cwd: root }).then(
    () => "",
    (failure: { stdout: string; stderr: string }) => failure.stdout + failure.stderr,
  );
  return [...output.matchAll(/^(\S+?)(?::\d+:\d+)? ((?:lint\/\w+\/\w+)|format)\b/gm)].map(
    ([, file, rule]) => `${file} ${rule}`,
  );
}
