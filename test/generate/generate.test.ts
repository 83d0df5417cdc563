import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { generateDiagnosticsPages } from "../../scripts/generate/diagnostics-pages.ts";
import { bringUpToDate, findOutdated } from "../../scripts/generate/outdated.ts";
import { stripKeywords } from "../../scripts/generate/strip-keywords.ts";
import { generateValidator } from "../../scripts/generate/validator.ts";
import { generateWireTypes, makeReadonly } from "../../scripts/generate/wire.ts";

const schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "https://signpost.invalid/tiny.schema.json",
  title: "A tiny policy",
  type: "object",
  additionalProperties: false,
  required: ["name"],
  properties: {
    name: { type: "string", minLength: 2, maxLength: 3, description: "Its name." },
    tags: { type: "array", items: { type: "array", items: { type: "string" } }, uniqueItems: true },
    to: { $ref: "#/$defs/node" },
  },
  $defs: {
    node: {
      type: "object",
      required: ["kind"],
      discriminator: { propertyName: "kind" },
      oneOf: [
        { properties: { kind: { const: "one" }, to: { type: "string" } }, required: ["to"] },
        { properties: { kind: { const: "many" }, to: { type: "array", items: { $ref: "#/$defs/node" } } } },
      ],
    },
  },
};
const schemaText = JSON.stringify(schema);

interface Validator {
  (data: unknown): boolean;
  errors?: readonly { readonly instancePath: string; readonly keyword: string }[] | null;
}

/** Node itself loads it, as an ES module, so a left-over `require` fails here. */
async function loadValidator(): Promise<Validator> {
  const folder = mkdtempSync(join(resolve(import.meta.dirname, "../../node_modules"), ".validator-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "validator.mjs");
  writeFileSync(file, generateValidator("policy.schema.json", schemaText));
  const module: { validate: Validator } = await import(/* @vite-ignore */ pathToFileURL(file).href);
  return module.validate;
}

test("the validator runs as an ES module and counts characters, not code units", async () => {
  const validate = await loadValidator();
  expect(validate({ name: "𝒶𝒷𝒸", tags: [["a"], ["b"]] })).toBe(true);
  expect(validate({ name: "𝒶" })).toBe(false);
  expect(validate({ name: "ab", tags: [["a"], ["a"]] })).toBe(false);
});

test("it reports all mistakes, and each one once", async () => {
  const validate = await loadValidator();
  expect(validate({ name: 1, to: { kind: "many", to: [{ kind: "one" }] }, extra: true })).toBe(false);
  expect(validate.errors?.map(({ instancePath, keyword }) => `${instancePath} ${keyword}`).sort()).toEqual([
    " additionalProperties",
    "/name type",
    "/to/to/0 required",
  ]);
});

test("a schema with a misspelt keyword is refused", () => {
  expect(() =>
    generateValidator("policy.schema.json", JSON.stringify({ ...schema, propertees: {} })),
  ).toThrow("propertees");
});

test("the wire types are readonly throughout", async () => {
  const text = await generateWireTypes("policy.schema.json", schemaText, "PolicyFile");
  expect(text).toContain("export interface PolicyFile {");
  expect(text).toContain("readonly name: string;");
  expect(text).toContain("readonly tags?: readonly (readonly string[])[];");
  expect(text).toContain("* Its name.");
});

test("readonly goes in front of arrays of objects and index signatures too", () => {
  expect(makeReadonly("type A = { [k: string]: { b: string }[] } | [c: string[]];")).toBe(
    "type A = { readonly [k: string]: readonly { readonly b: string }[] } | readonly [c: readonly string[]];",
  );
});

test("each diagnostic has a page, and the index is sorted by code", () => {
  const pages = generateDiagnosticsPages({
    b: { severity: "error", title: "B title", explain: "Why B.\n" },
    a: { severity: "warning", title: "a title", explain: "Why A." },
  });
  expect(Object.keys(pages)).toEqual([
    "docs/diagnostics.md",
    "docs/diagnostics/a.md",
    "docs/diagnostics/b.md",
  ]);
  expect(pages["docs/diagnostics.md"]).toContain(
    "| [a](diagnostics/a.md) | warning | A title |\n| [b](diagnostics/b.md) | error | B title |",
  );
  expect(pages["docs/diagnostics/b.md"]).toMatch(/^# b\n.+\*\*B title\*\* · error\n\nWhy B\.\n/s);
});

test("what changed is written, and what is generated no more is removed", () => {
  const root = mkdtempSync(join(tmpdir(), "signpost-generate-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, "pages"));
  for (const [name, text] of [
    ["same.md", "same"],
    ["old.md", "old"],
    ["gone.md", "gone"],
  ] as const)
    writeFileSync(join(root, "pages", name), text);
  const wanted = { "pages/same.md": "same", "pages/old.md": "new", "pages/fresh.md": "fresh" };
  const outdated = findOutdated(root, wanted, ["pages"]);
  expect(outdated).toEqual({ changed: ["pages/old.md", "pages/fresh.md"], stale: ["pages/gone.md"] });
  bringUpToDate(root, wanted, outdated);
  expect(findOutdated(root, wanted, ["pages"])).toEqual({ changed: [], stale: [] });
  expect(readdirSync(join(root, "pages")).sort()).toEqual(["fresh.md", "old.md", "same.md"]);
});

test("stripping keywords spares properties of the same name, and data", () => {
  const described = {
    title: "x",
    properties: { title: { title: "y", const: { title: "z" } } },
    allOf: [{ title: "w", minLength: 1 }],
  };
  expect(stripKeywords(described, ["title"])).toEqual({
    properties: { title: { const: { title: "z" } } },
    allOf: [{ minLength: 1 }],
  });
});
