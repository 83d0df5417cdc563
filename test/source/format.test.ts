/** Formatting keeps every comment, every anchor and all data, and twice is once. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
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
const golden = ["test/golden", "test/golden-valid"]
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}/policy.yaml`))
  .filter((path) => existsSync(join(root, path)));

test.each(examples)("%s is written in the canonical style already", (name) => {
  const text = readFileSync(join(root, "examples", name), "utf8");
  expect(format(text)).toBe(text);
});

describe.each(golden)("%s", (path) => {
  const text = readFileSync(join(root, path), "utf8");
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

const styles: readonly (readonly [string, string, string])[] = [
  [
    "keys stand in the schema's order, and comments move with them",
    "zone: z\n# b\nversion: 1 # c\n# d\n",
    "# b\nversion: 1 # c\nzone: z\n# d\n",
  ],
  [
    "the head of the file stays its head",
    "# modeline\n\nzone: z\nversion: 1\n",
    "# modeline\n\nversion: 1\nzone: z\n",
  ],
  ["names that people choose keep their order", "records:\n  z: 1\n  a: 2\n", "records:\n  z: 1\n  a: 2\n"],
  ["an alias never gets ahead of its anchor", "zone: &z a.b\nname: *z\n", "zone: &z a.b\nname: *z\n"],
  ["with anchors in order, keys are sorted", "zone: z\nname: &n a\nx: *n\n", "name: &n a\nzone: z\nx: *n\n"],
  [
    "an anchor that is there twice keeps all keys in place",
    "zone: &z a\nname: &z b\nx: *z\n",
    "zone: &z a\nname: &z b\nx: *z\n",
  ],
  [
    "a comment below a list that isn't indented ends it",
    "x:\n  a:\n  - b\n  # c\n  d: 1\n",
    "x:\n  a:\n    - b\n  # c\n  d: 1\n",
  ],
  ["a comment that is indented stays within", "a:\n    b: 1\n    # c\n# d\n", "a:\n  b: 1\n  # c\n# d\n"],
  [
    "many empty lines are one, and none stands at either end",
    "\n\na:\n\n\n  b: 1\n\n\n\n  c: 1\n\n\n",
    "a:\n  b: 1\n\n  c: 1\n",
  ],
  ["quotes go where they aren't needed", `a: 'b c'\n"d": "e/f"\n`, "a: b c\nd: e/f\n"],
  [
    "quotes come where a reader may be misled",
    "a: NO\nb: 2001:db8::1\nc: 1_000\n'4': ~\n",
    'a: "NO"\nb: "2001:db8::1"\nc: "1_000"\n"4": ~\n',
  ],
  ["a rule that is off stays so, with quotes or without", `a: off\nb: 'off'\n`, 'a: off\nb: "off"\n'],
  ["numbers stay as they were written", "a: 0x1F\nb: 1.50\nc: '1.50'\n", 'a: 0x1F\nb: 1.50\nc: "1.50"\n'],
  ["what is between brackets is on one line", "a: {b: [1,\n  2],}\n", "a: { b: [1, 2] }\n"],
  ["a comment between brackets writes them out", "a: {b: 1, # c\n  d: 2}\n", "a:\n  b: 1 # c\n  d: 2\n"],
  ["a block keeps its lines", "a: |- # c\n      x\n        y\nb: 1\n", "a: |- # c\n  x\n    y\n\nb: 1\n"],
  ["texts on several lines become one", "a: b\n  c\nd: 'e\n\n  f'\n", 'a: b c\nd: "e\\nf"\n'],
  ["a start and a directive stay", "%YAML 1.2\n--- # c\na: 1\n...\n# d\n", "%YAML 1.2\n--- # c\na: 1\n# d\n"],
  ["a tag keeps what it marks as it is", "a: !!str 12\n", "a: !!str 12\n"],
  ["explicit keys become plain ones", "? a # b\n: c\n", "# b\na: c\n"],
  [
    "Windows' line ends stay, in blocks too",
    "a: |\r\n    b\r\n    c\r\nd:  1\r\n",
    "a: |\r\n  b\r\n  c\r\n\r\nd: 1\r\n",
  ],
];

test.each(styles)("%s", (_, before, after) => {
  expect(format(before)).toBe(after);
  expect(format(after)).toBe(after);
});

test("what is long between brackets is written out, at the outermost first", () => {
  const names = Array.from({ length: 12 }, (_, number) => `endpoint-${number}`);
  const short = format(`a: { b: [${names.slice(0, 6).join(", ")}] }\n`);
  expect(short.split("\n")).toHaveLength(2);
  const long = format(`a: { b: [${names.slice(0, 8).join(", ")}], c: [1, 2] }\n`);
  expect(long).toBe(`a:\n  b: [${names.slice(0, 8).join(", ")}]\n  c: [1, 2]\n`);
  const longest = format(`a: { b: [${names.join(", ")}] }\n`);
  expect(longest).toBe(`a:\n  b:\n${names.map((name) => `    - ${name}\n`).join("")}`);
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
    { numRuns: 200 },
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
    { numRuns: 200 },
  );
});
