/** Formatting keeps every comment, every anchor and all data, and twice is once. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, parseDocument } from "yaml";
import { orderKeys } from "../../src/policy/key-order.ts";
import { formatSource } from "../../src/source/format.ts";
import { parseSource } from "../../src/source/read.ts";
import { policyDocument } from "../property/policies.ts";
import { choices, writeUntidily } from "./untidy.ts";

const root = join(import.meta.dirname, "../..");

function format(text: string, path = "policy.yaml"): string {
  const formatted = formatSource(parseSource({ path, text }), orderKeys);
  expect(formatted.diagnostics).toEqual([]);
  return formatted.text ?? "";
}

function commentsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<=^|\s)#.*$/gmu)].map(([comment]) => comment.trimEnd()).sort();
}

const examples = readdirSync(join(root, "examples")).filter((name) => name.endsWith(".yaml"));
const golden = readdirSync(join(root, "test/golden"), { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

test.each(examples)("%s is written in the canonical style already", (name) => {
  const text = readFileSync(join(root, "examples", name), "utf8");
  expect(format(text)).toBe(text);
});

describe.each(golden)("golden %s", (name) => {
  const text = readFileSync(join(root, "test/golden", name, "policy.yaml"), "utf8");
  const file = { path: "policy.yaml", text };
  const before = parseSource(file);
  const readable =
    before.document !== null && before.diagnostics.every(({ severity }) => severity !== "error");

  test(readable ? "keeps data and comments, and twice is once" : "is not readable, and not touched", () => {
    const formatted = formatSource(before, orderKeys);
    if (!readable) {
      expect(formatted.text).toBeNull();
      expect(formatted.diagnostics.map(({ code }) => code)).toEqual(
        before.diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code),
      );
      return;
    }
    const once = format(text);
    expect(parseSource({ ...file, text: once }).document?.value).toEqual(before.document?.value);
    expect(commentsIn(once)).toEqual(commentsIn(text));
    expect(format(once)).toBe(once);
  });
});

test("random policies, written untidily and with comments everywhere", () => {
  fc.assert(
    fc.property(policyDocument(3), choices, (value, pick) => {
      const { text, comments } = writeUntidily(value, pick);
      // The library refuses some valid comments between brackets, and so do we.
      fc.pre(parseDocument(text).errors.length === 0);
      expect(parse(text)).toEqual(value);
      const once = format(text);
      expect(parse(once)).toEqual(value);
      const kept = [...once.matchAll(/# *c(\d+) \.$/gmu)].map(([, number]) => Number(number));
      expect(kept.sort((a, b) => a - b)).toEqual(Array.from({ length: comments }, (_, number) => number));
      expect(format(once), text).toBe(once);
    }),
    { numRuns: 400 },
  );
});

test("any data at all, whatever its names and texts are", () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.constantFrom("NO", "1e3", "a\n\nb\n", "- x", "'", '"\\'),
  );
  const key = text.filter((name) => name !== "" && name !== "__proto__");
  const value = fc.letrec((tie) => ({
    node: fc.oneof({ maxDepth: 4 }, text, fc.integer(), fc.constant(null), tie("list"), tie("mapping")),
    list: fc.array(tie("node"), { maxLength: 4 }),
    mapping: fc.dictionary(key, tie("node"), { maxKeys: 4 }),
  })).mapping;
  fc.assert(
    fc.property(value, choices, (data, pick) => {
      fc.pre(Object.keys(data as object).length > 0);
      const { text: written } = writeUntidily(data as object, pick);
      fc.pre(parseDocument(written).errors.length === 0);
      const once = format(written);
      expect(parse(once)).toEqual(data);
      expect(format(once)).toBe(once);
    }),
    { numRuns: 400 },
  );
});
