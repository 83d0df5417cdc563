import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSource } from "../../src/source/read.ts";

function read(text: string) {
  return parseSource({ path: "p.yaml", text });
}

function codes(text: string): readonly string[] {
  return read(text).diagnostics.map((diagnostic) => diagnostic.code);
}

describe("values", () => {
  test("are those of YAML 1.2: NO is Norway and 1:30 is text", () => {
    const { document } = read("countries: [NO, on, yes]\ntime: 1:30\nzero: 0o17\nnone: ~\n");
    expect(document?.value).toEqual({ countries: ["NO", "on", "yes"], time: "1:30", zero: 15, none: null });
  });

  test("are held by objects without a prototype", () => {
    const { document } = read("__proto__: { a: 1 }\nconstructor: 2\n");
    const value = document?.value;
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(Object.keys(Object(value))).toEqual(["__proto__", "constructor"]);
  });

  test("are the same with a byte order mark and with CRLF", () => {
    const plain = "a: 1\nb:\n  - x\n  - y\n";
    const value = read(plain).document?.value;
    expect(read(`\ufeff${plain}`).document?.value).toEqual(value);
    expect(read(plain.replaceAll("\n", "\r\n")).document?.value).toEqual(value);
  });

  test("are shared by aliases", () => {
    const { document, diagnostics } = read("a: &x { b: 1 }\nc: *x\nd: [*x, *x]\n");
    expect(diagnostics).toEqual([]);
    expect(document?.value).toEqual({ a: { b: 1 }, c: { b: 1 }, d: [{ b: 1 }, { b: 1 }] });
  });

  test("come back as they were written, whatever JSON says", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        fc.pre(!("<<" in value));
        const { document, diagnostics } = read(JSON.stringify(value));
        expect(diagnostics).toEqual([]);
        expect(JSON.stringify(document?.value)).toBe(JSON.stringify(value));
      }),
      { numRuns: 300 },
    );
  });
});

describe("mistakes", () => {
  test.each([
    ["an empty file", "", ["file-empty"]],
    ["comments only", "# a\n\n# b\n", ["file-empty"]],
    ["a list", "- a\n- b\n", ["file-not-mapping"]],
    ["a text", "hello\n", ["file-not-mapping"]],
    ["two documents", "a: 1\n---\nb: 2\n", ["yaml-several-documents"]],
    ["a number as a key", "a:\n  1: x\n", ["yaml-key-not-text"]],
    ["a list as a key", "a:\n  ? [b]\n  : x\n", ["yaml-key-not-text"]],
    ["an unknown tag", "a: !env HOME\n", ["yaml-tag"]],
    ["YAML 1.1", "%YAML 1.1\n---\na: yes\n", ["yaml-version"]],
    ["an alias of nothing", "a: *b\n", ["yaml-unknown-anchor"]],
    ["an alias of what holds it", "a: &x [1, *x]\n", ["yaml-unknown-anchor"]],
    ["a merge key", "a: &x { b: 1 }\nc: { <<: *x }\n", ["yaml-merge-key"]],
    ["tabs on several lines", "a:\n\tb: 1\n\tc: 2\n\td: 3\n", ["yaml-tab"]],
    ["a key that is there twice", "a: 1\nb: 2\na: 3\n", ["yaml-duplicate-key"]],
    ["a key that is there three times", "a: 1\na: 2\na: 3\n", ["yaml-duplicate-key", "yaml-duplicate-key"]],
  ])("%s", (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  test("far from one another are all reported", () => {
    expect(codes("a:\n\tb: 1\nc: 2\nd: 3\ne: @x\n")).toEqual(["yaml-tab", "yaml-quote-needed"]);
  });

  test("of duplicate keys keep what both hold, so that nothing seems to be missing", () => {
    expect(read("a: { b: 1 }\na: { c: 2 }\n").document?.value).toEqual({ a: { c: 2, b: 1 } });
  });
});

describe("limits", () => {
  test.each([
    ["brackets", `a: ${"[".repeat(200_000)}`],
    ["braces", `a: ${"{a: ".repeat(200_000)}`],
    ["dashes", "- ".repeat(200_000)],
    ["question marks", "? ".repeat(200_000)],
    ["indentation", Array.from({ length: 1500 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("")],
  ])("refuse deep %s before anything recursive sees them", (_, text) => {
    expect(codes(text)).toEqual(["file-too-deep"]);
  });

  test("let a hundred levels through", () => {
    expect(codes(`a: ${"[".repeat(98)}${"]".repeat(98)}\n`)).toEqual([]);
  });

  test("do not count what is beside one another", () => {
    const wide = Array.from({ length: 500 }, (_, index) => `k${index}: { a: [1, 2], b: { c: [3] } }`);
    expect(
      codes(`${wide.join("\n")}\ntext: |\n  - - - -\n    - - - -\nlist:\n${"  - a: 1\n".repeat(500)}`),
    ).toEqual([]);
  });

  test("refuse aliases that multiply", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 12; level += 1) {
      const alias = `*a${level - 1}`;
      lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => alias).join(", ")}]`);
    }
    expect(codes(lines.join("\n"))).toEqual(["yaml-alias-expansion"]);
  });

  test("refuse a file over 4 MiB", () => {
    expect(codes(`# ${"ä".repeat(2_097_152)}`)).toEqual(["file-too-large"]);
  });
});
