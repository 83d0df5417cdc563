import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { bundleModules, bundleScript } from "../../scripts/build/bundle.ts";
import { emitTypes } from "../../scripts/build/emit-types.ts";
import { findHeavyPackages } from "../../scripts/build/entry-weight.ts";
import { collectNotices } from "../../scripts/build/notices.ts";
import { plantTree } from "../planted-tree.ts";

const sdk = "node_modules/@aws-sdk/client-route-53";

const repository: Readonly<Record<string, string>> = {
  "package.json": `{ "name": "x", "version": "1.2.3", "type": "module" }`,
  "tsconfig.json": `{ "compilerOptions": { "target": "es2023", "lib": ["es2023"], "types": [], "module": "nodenext", "strict": true, "rewriteRelativeImportExtensions": true } }`,
  [`${sdk}/package.json`]: `{ "name": "@aws-sdk/client-route-53", "version": "3.0.0", "license": "Apache-2.0", "type": "module", "main": "./index.cjs", "module": "./index.js" }`,
  [`${sdk}/index.js`]: `export class Route53Client { name = "the module build"; }`,
  [`${sdk}/index.cjs`]: `module.exports = {};`,
  [`${sdk}/LICENSE`]: "Apache License, Version 2.0\n",
  "node_modules/unused/package.json": `{ "name": "unused", "version": "1.0.0", "sideEffects": false }`,
  "node_modules/unused/index.js": "export const unused = 1;",
  "node_modules/small/package.json": `{ "name": "small", "version": "0.1.0", "license": "MIT" }`,
  "node_modules/small/index.js": `exports.sep = require("node:path").posix.sep;`,
  "src/client.ts": `import { Route53Client } from "@aws-sdk/client-route-53";\nexport const client = new Route53Client();\n`,
  "src/cli/main.ts": `import { sep } from "small";\nimport { unused } from "unused";\nconsole.log(SIGNPOST_VERSION, sep, (await import("../client.ts")).client.name);\n`,
  "src/cli/run.ts": `import { sep } from "small";\nexport const run = async () => [SIGNPOST_VERSION, sep, "\u2713", (await import("../client.ts")).client.name];\n`,
  "src/index.ts": `import { hidden } from "./hidden.ts";\nimport type { Plan } from "./plan.ts";\nexport type { Step } from "./plan.ts";\nexport { count } from "./count.ts";\nexport function load(): Plan {\n  return { steps: hidden };\n}\n`,
  "src/plan.ts": `export interface Step {\n  readonly to: string;\n}\nexport interface Plan {\n  readonly steps: readonly Step[];\n}\n`,
  "src/count.ts": `import type { Plan } from "./plan.ts";\nexport const count = (plan: Plan) => plan.steps.length;\n`,
  "src/hidden.ts": `import type { Step } from "./plan.ts";\nexport const hidden: readonly Step[] = [];\n`,
};

const entries = { main: "src/cli/main.ts", index: "src/index.ts" };

const plant = (changes: Readonly<Record<string, string>> = {}): string =>
  plantTree({ ...repository, ...changes });

const build = (root: string) => bundleModules({ root, outFolder: join(root, "dist") }, entries);
const buildScript = (root: string) =>
  bundleScript({ root, outFolder: join(root, "dist") }, "program", "src/cli/run.ts");

describe("the bundle", () => {
  test("runs without node_modules, knows the version, and takes the SDK's module build", async () => {
    const root = plant();
    await build(root);
    rmSync(join(root, "node_modules"), { recursive: true });
    const output = execFileSync(process.execPath, [join(root, "dist/main.js")], { encoding: "utf8" });
    expect(output).toBe("1.2.3 / the module build\n");
  });

  test("as a script is ASCII, and gives its exports to whoever hands it a require", async () => {
    const root = plant();
    await buildScript(root);
    rmSync(join(root, "node_modules"), { recursive: true });
    const text = readFileSync(join(root, "dist/program.cjs"), "latin1");
    expect(text).not.toMatch(/[^\0-\x7f]/u);
    const exports = runInThisContext(text)(createRequire(import.meta.url));
    expect(await exports.run()).toEqual(["1.2.3", "/", "\u2713", "the module build"]);
  });

  test("as a script holds no character that would be read as another", async () => {
    const root = plant({ "src/cli/run.ts": "export const run = (text: string) => /[×÷]/.test(text);\n" });
    await expect(buildScript(root)).rejects.toThrow("Write this with escapes: ");
  });

  test("an SDK that is loaded lazily weighs nothing at the start", async () => {
    expect(findHeavyPackages(await build(plant()), entries.main)).toEqual([]);
    expect(findHeavyPackages(await buildScript(plant()), "src/cli/run.ts")).toEqual([]);
  });

  test("an SDK that is imported by the entry is found", async () => {
    const metafile = await build(
      plant({ "src/cli/main.ts": `import { client } from "../client.ts";\nconsole.log(client);\n` }),
    );
    expect(findHeavyPackages(metafile, entries.main)).toEqual([
      { name: "@aws-sdk/client-route-53", via: "src/client.ts" },
    ]);
  });

  test("so is Cloudflare's", async () => {
    const metafile = await build(
      plant({
        "node_modules/cloudflare/package.json": `{ "name": "cloudflare", "version": "7.0.0", "type": "module", "main": "./index.js" }`,
        "node_modules/cloudflare/index.js": "export class BaseCloudflare {}\n",
        "src/cli/main.ts": `import { BaseCloudflare } from "cloudflare";\nconsole.log(BaseCloudflare);\n`,
      }),
    );
    expect(findHeavyPackages(metafile, entries.main)).toEqual([{ name: "cloudflare", via: entries.main }]);
  });

  test("in a script too", async () => {
    const root = plant({
      "src/cli/run.ts": `import { client } from "../client.ts";\nexport const run = () => client;\n`,
    });
    const heavy = findHeavyPackages(await buildScript(root), "src/cli/run.ts");
    expect(heavy).toEqual([{ name: "@aws-sdk/client-route-53", via: "src/client.ts" }]);
  });

  test("an entry that isn't there is no reason to be content", async () => {
    const metafile = await build(plant());
    expect(() => findHeavyPackages(metafile, "src/main.ts")).toThrow("not in this bundle");
  });
});

describe("notices", () => {
  test("name each package in the bundle with its licence, and no other", async () => {
    const root = plant();
    const notices = collectNotices(root, [await build(root)], "dist");
    expect(notices).toContain("@aws-sdk/client-route-53 3.0.0 (Apache-2.0)\n\nApache License, Version 2.0");
    expect(notices).toContain("small 0.1.0 (MIT)");
    expect(notices).not.toContain("unused");
  });

  test("a package without a licence stops the build", async () => {
    const root = plant({ "node_modules/small/package.json": `{ "name": "small", "version": "0.1.0" }` });
    const metafile = await build(root);
    expect(() => collectNotices(root, [metafile], "dist")).toThrow("small names no licence");
  });
});

describe("the types", () => {
  test("hold what the public API names, and no more", () => {
    const root = plant();
    emitTypes(root, entries.index, join(root, "dist/types"));
    for (const file of ["index", "plan", "count"])
      expect(existsSync(join(root, `dist/types/${file}.d.ts`))).toBe(true);
    expect(existsSync(join(root, "dist/types/hidden.d.ts"))).toBe(false);
  });

  test("serve a strict consumer", () => {
    const root = plant();
    emitTypes(root, entries.index, join(root, "dist/types"));
    expect(
      complaintsOf(
        root,
        `import { count, load, type Step } from "./dist/types/index.js";\nexport const a: number = count(load());\nexport const b: Step = { to: "x" };\n`,
      ),
    ).toEqual([]);
    expect(
      complaintsOf(
        root,
        `import { load } from "./dist/types/index.js";\nexport const a: number = load().steps;\n`,
      ),
    ).toHaveLength(1);
  });

  test("must not name types of a package", () => {
    const root = plant({
      "src/index.ts": `export type { Route53Client } from "@aws-sdk/client-route-53";\n`,
      [`${sdk}/index.d.ts`]: "export declare class Route53Client {}\n",
    });
    expect(() => emitTypes(root, entries.index, join(root, "dist/types"))).toThrow(
      "@aws-sdk/client-route-53",
    );
  });
});

function complaintsOf(root: string, consumer: string): readonly string[] {
  const file = join(root, "consumer.ts");
  writeFileSync(file, consumer);
  const program = ts.createProgram([file], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.es2023.d.ts"],
    types: [],
    strict: true,
    noEmit: true,
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
