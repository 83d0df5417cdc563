import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { nodeKinds } from "../../scripts/generate/node-kinds.ts";
import { generatePolicyReference } from "../../scripts/generate/policy-reference.ts";
import { checkPolicy } from "../../src/plan/check.ts";

interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly $defs: Readonly<Record<string, { readonly properties?: Readonly<Record<string, unknown>> }>>;
}

const root = resolve(import.meta.dirname, "../..");
const schemaText = readFileSync(join(root, "schemas/policy.schema.json"), "utf8");
const schema: Schema = JSON.parse(schemaText);
const page = generatePolicyReference(schemaText);

const keys = [schema, ...Object.values(schema.$defs)].flatMap(({ properties = {} }) =>
  Object.keys(properties),
);

test.each([...new Set(keys)])("the key %s has a line", (key) => {
  expect(
    page.split("\n").some((line) => line.startsWith(`| \`${key}\` |`) || line.startsWith(`| [\`${key}\`]`)),
  ).toBe(true);
});

test("defaults and required keys are told", () => {
  expect(page).toMatch(/\| `interval` \|[^|]+\| `30s` \|/);
  expect(page).toMatch(/\| `ttl` \|[^|]+\| \*\*required\*\* \|/);
});

describe("examples", () => {
  const examples = page.split("\n### ").flatMap((section) => {
    const kind = section.split("\n")[0] ?? "";
    const text = /```yaml\n(.+?)```/s.exec(section)?.[1];
    return text === undefined ? [] : [[kind, text] as const];
  });

  test("stand in the section of each node", () => {
    expect(examples.map(([kind]) => kind)).toEqual(Object.keys(schema.$defs.node?.properties ?? {}));
    expect(examples.map(([kind]) => kind).sort()).toEqual(Object.keys(nodeKinds).sort());
  });

  test.each(examples)("of %s is a policy in which nothing is wrong", (kind, text) => {
    const checked = checkPolicy({ path: "example.yaml", text });
    expect(checked.diagnostics.filter(({ severity }) => severity !== "note")).toEqual([]);
    expect(checked.policy?.records[0]?.to.kind).toBe(kind);
  });
});

test("a definition that the page would pass over stops the generator", () => {
  const more = { ...schema, $defs: { ...schema.$defs, novelty: { properties: { a: {} } } } };
  expect(() => generatePolicyReference(JSON.stringify(more))).toThrow("novelty");
});

test.each(["title", "description", "examples"])("a key without %s stops the generator", (missing) => {
  const told = { title: "a word", description: "A word.", examples: ["word"], [missing]: undefined };
  const more = { ...schema, properties: { ...schema.properties, motto: told } };
  expect(() => generatePolicyReference(JSON.stringify(more))).toThrow("motto");
});

test("a node without words of its own stops the generator", () => {
  const node = { properties: { ...schema.$defs.node?.properties, lottery: { description: "By chance." } } };
  const more = { ...schema, $defs: { ...schema.$defs, node } };
  expect(() => generatePolicyReference(JSON.stringify(more))).toThrow("lottery");
});
