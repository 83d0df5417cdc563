/** The package as a stranger gets it: what is in it, and whether it works where there is nothing else. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, expect, test } from "vitest";

const repository = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "signpost-pack-"));
const home = join(folder, "empty");
const manifest: { name: string; version: string } = JSON.parse(
  readFileSync(join(repository, "package.json"), "utf8"),
);
let packed: readonly string[] = [];

const run = (command: string, args: readonly string[], cwd: string): string =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

beforeAll(() => {
  if (!existsSync(join(repository, "dist/main.js"))) throw new Error("dist/ is missing: run `npm run build`");
  // Without scripts: `prepare` would rebuild dist/ under the feet of tests that run at the same time.
  const pack = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const [tarball]: { filename: string; files: { path: string }[] }[] = JSON.parse(
    run("npm", pack, repository),
  );
  if (tarball === undefined) throw new Error("npm packed nothing");
  packed = tarball.files.map(({ path }) => path);
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), `{ "private": true, "type": "module" }`);
  const install = ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  run("npm", [...install, join(folder, tarball.filename)], home);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("it holds the bundle, the schemas and the documents alone", () => {
  const expected =
    /^(bin\/signpost\.js|dist\/.+\.(js|d\.ts)|dist\/program\.cjs(\.compiled)?|schemas\/.+\.schema\.json|docs\/.+|README\.md|CHANGELOG\.md|LICENSE|THIRD-PARTY-NOTICES|package\.json)$/;
  expect(packed.filter((path) => !expected.test(path))).toEqual([]);
  expect(packed).toEqual(
    expect.arrayContaining([
      "bin/signpost.js",
      "dist/main.js",
      "dist/program.cjs",
      "dist/index.js",
      "dist/types/index.d.ts",
      "schemas/policy.schema.json",
      "docs/diagnostics.md",
      "README.md",
      "CHANGELOG.md",
      "LICENSE",
      "THIRD-PARTY-NOTICES",
      "package.json",
    ]),
  );
});

test("it brings no dependencies along", () => {
  const lock: { packages: Record<string, unknown> } = JSON.parse(
    readFileSync(join(home, "package-lock.json"), "utf8"),
  );
  expect(Object.keys(lock.packages)).toEqual(["", `node_modules/${manifest.name}`]);
});

test("the command runs", () => {
  const command = join(home, "node_modules/.bin/signpost");
  expect(run(command, ["--version"], home).trim()).toBe(manifest.version);
});

test("the command validates a policy", () => {
  const example = join(repository, "examples/global-web.yaml");
  expect(() => run(join(home, "node_modules/.bin/signpost"), ["validate", example], home)).not.toThrow();
});

test("the API can be imported, and its schema found", () => {
  const script = `
    const api = await import("${manifest.name}");
    const schema = await import("${manifest.name}/schemas/policy.schema.json", { with: { type: "json" } });
    console.log(JSON.stringify({ names: Object.keys(api), id: schema.default.$id }));`;
  const output = run(process.execPath, ["--no-warnings", "--input-type=module", "--eval", script], home);
  const { names, id }: { names: string[]; id: string } = JSON.parse(output);
  expect(names).toEqual(expect.arrayContaining(["load", "compile", "plan", "apply", "simulate"]));
  expect(id).toMatch(/policy\.schema\.json$/);
});

test("its types hold for a strict consumer that knows no more than AbortSignal", () => {
  const file = join(home, "consumer.ts");
  writeFileSync(file, `import { load } from "${manifest.name}";\nexport const use: typeof load = load;\n`);
  const program = ts.createProgram([file], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    // AbortSignal: every Node project has it, by this library or by @types/node.
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
  });
  const complaints = ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  expect(complaints).toEqual([]);
});
