import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { validate } from "../../src/policy/generated/validator.js";
import { expectationAt } from "../../src/policy/schema.ts";

type Json = Readonly<Record<string, unknown>>;

const schema: Json = JSON.parse(
  readFileSync(new URL("../../schemas/policy.schema.json", import.meta.url), "utf8"),
);
const definitions = Object.entries(asObject(schema.$defs));

function asObject(value: unknown): Json {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** Every schema in the file, with the way to it. */
function allSchemas(node: Json, path: string): readonly { readonly path: string; readonly node: Json }[] {
  const inner = [
    ...Object.entries(asObject(node.properties)).map(([key, child]) => [`${path}.${key}`, child] as const),
    [`${path}[]`, node.items] as const,
    [`${path}{}`, node.additionalProperties] as const,
  ];
  return [
    { path, node },
    ...inner.flatMap(([where, child]) =>
      typeof child === "object" && child !== null ? allSchemas({ ...child }, where) : [],
    ),
  ];
}

const everything = [["policy", schema] as const, ...definitions].flatMap(([name, node]) =>
  allSchemas(asObject(node), name),
);

describe("every schema", () => {
  test.each(everything.filter(({ node }) => node.$ref === undefined))(
    "$path has words for people",
    ({ node }) => {
      expect(node.title).toMatch(/\S/);
      expect(node.description).toMatch(/\.$/);
    },
  );

  test.each(everything.filter(({ node }) => node.properties !== undefined))(
    "$path knows all its keys",
    ({ node }) => {
      expect(node.additionalProperties === false || typeof node.additionalProperties === "object").toBe(true);
    },
  );
});

test("uses no alternatives, so that one mistake is one error", () => {
  const text = JSON.stringify(schema);
  expect(text).not.toMatch(/"(oneOf|anyOf|allOf|not|if)":/);
});

test("its examples are in order", () => {
  const example = {
    version: 1,
    name: "web",
    zone: "example.com",
    endpoints: { a: {} },
    records: { x: { ttl: 1, to: "a" } },
  };
  expect(validate(example)).toBe(true);
  for (const [key, section] of Object.entries(asObject(schema.properties))) {
    const definition = asObject(
      asObject(schema.$defs)[String(asObject(section).$ref).replace("#/$defs/", "")],
    );
    const examples = asObject(section).examples ?? definition.examples;
    for (const written of Array.isArray(examples) ? examples : []) {
      expect([key, validate({ ...example, [key]: written })]).toEqual([key, true]);
    }
  }
});

test("tells what is wanted anywhere in a file", () => {
  expect(expectationAt(["records", "www", "ttl"])).toMatchObject({ concept: "ttl" });
  expect(expectationAt(["records", "www", "to", "failover", "0", "weighted", "eu-a"])).toMatchObject({
    concept: "weight",
  });
  expect(expectationAt(["records", "www", "to", "weighted", "0", "to", "use"])).toMatchObject({
    concept: "reference",
    example: "europe",
  });
  expect(expectationAt(["records", "www", "to"]).keys).toContain("geolocation");
});
