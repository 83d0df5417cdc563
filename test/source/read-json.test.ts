import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSource } from "../../src/source/read.ts";

function read(text: string) {
  return parseSource({ path: "p.json", text });
}

/** Text that is almost JSON. */
const nearlyJson = fc
  .tuple(
    fc.json({ maxDepth: 3 }),
    fc.nat(),
    fc.constantFrom("", ",", "}", "]", '"', "\\", "1", "0", "-", ".", "e", "\n", "\t", "x", "true", "{", "["),
  )
  .map(([json, at, inserted]) => {
    const offset = at % (json.length + 1);
    return `{"a":${json.slice(0, offset)}${inserted}${json.slice(offset)}}`;
  });

test("reads what JSON.parse reads, and refuses what it refuses", () => {
  fc.assert(
    fc.property(nearlyJson, (text) => {
      const { document, diagnostics } = read(text);
      // A key that is there twice is no mistake to JSON, and may stand before one that is.
      const others = diagnostics.filter(({ code }) => code !== "yaml-duplicate-key");
      let wanted: unknown = null;
      try {
        wanted = JSON.parse(text);
      } catch {
        expect(others).toMatchObject([{ code: "json-syntax" }]);
        expect(document).toBeNull();
        return;
      }
      expect(others).toEqual([]);
      if (diagnostics.length === 0) expect(JSON.stringify(document?.value)).toBe(JSON.stringify(wanted));
    }),
    { numRuns: 2000, examples: [['{"a":{"b":1,"b": "c":2}}'], ['{"a":1,"a":2}']] },
  );
});

describe("mistakes", () => {
  test.each([
    ["a comma too many", '{"a": 1,}', "a key in double quotes", "}", 8],
    ["a comma too few", '{"a": 1 "b": 2}', "a comma or }", '"', 8],
    ["a single quote", "{'a': 1}", "a key in double quotes", "'", 1],
    ["a comment", '{"a": 1} // b', "the end of the file", "/", 9],
    ["an end too early", '{"a": ', "a value", "the end of the file", 6],
    ["an open text", '{"a": "b}', "text with its closing quote", '"', 6],
  ])("%s", (_, text, expected, found, start) => {
    const [diagnostic, ...more] = read(text).diagnostics;
    expect(more).toEqual([]);
    expect(diagnostic).toMatchObject({ code: "json-syntax", args: { expected, found }, place: { start } });
  });

  test("a key that is there twice", () => {
    const { diagnostics } = read('{\n  "a": 1,\n  "a": 2\n}');
    expect(diagnostics).toMatchObject([{ code: "yaml-duplicate-key", args: { key: "a", firstLine: 2 } }]);
  });

  test("values nested too deep", () => {
    expect(read(`{"a":${"[".repeat(200_000)}`).diagnostics).toMatchObject([{ code: "file-too-deep" }]);
  });
});
