import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { generateDiagnosticsPage } from "../../scripts/generate/diagnostics-page.ts";
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
  writeFileSync(file, generateValidator(schemaText));
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
  expect(() => generateValidator(JSON.stringify({ ...schema, propertees: {} }))).toThrow("propertees");
});

test("the wire types are readonly throughout", async () => {
  const text = await generateWireTypes(schemaText);
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

test("the page of diagnostics is sorted by code", () => {
  const page = generateDiagnosticsPage({
    b: { severity: "error", title: "B title", explain: "Why B.\n" },
    a: { severity: "warning", title: "A title", explain: "Why A." },
  });
  expect(page).toContain("| [a](#a) | warning | A title |\n| [b](#b) | error | B title |");
  expect(page.endsWith("## b\n\n**B title** · error\n\nWhy B.\n")).toBe(true);
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
