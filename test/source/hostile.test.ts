/**
 * Files that are made to hurt. What counts is the CPU time, which doesn't depend on what else the machine does: the
 * slowest of these refusals takes 0.9 s and the slowest text of nothing but mistakes 3 s.
 */
import { describe, expect, test } from "vitest";
import { parseBytes } from "../../src/cli/read-text.ts";
import { describe as say } from "../../src/diagnostic/describe.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import { limitsFor, usualLimits } from "../../src/source/limits.ts";
import { parseSource } from "../../src/source/read.ts";

const megabyte = 1024 * 1024;
/** Seconds of CPU. */
const [refusing, reading] = [2, 10];
const { bytes: mostBytes, tokens: mostTokens } = usualLimits;

function read(text: string, path = "p.yaml") {
  const begun = process.cpuUsage();
  const { diagnostics, document } = parseSource({ path, text });
  const { user, system } = process.cpuUsage(begun);
  return { codes: diagnostics.map(({ code }) => code), document, took: (user + system) / 1e6 };
}

/** The text, over and over, to so many characters. */
function fill(text: string, length: number): string {
  return text.repeat(Math.floor(length / text.length));
}

describe("is refused before it is composed", () => {
  test.each<readonly [string, string, string, string]>([
    ["ten megabytes", fill("a: 1\n", 10 * megabyte), "file-too-large", "p.yaml"],
    ["ten megabytes of JSON", `[${fill("1,", 10 * megabyte)}1]`, "file-too-large", "p.json"],
    ["empty lists", fill("[]\n", 4 * megabyte), "file-too-complex", "p.yaml"],
    ["empty lists in a list", `a: [${fill("[],", 4 * megabyte - 10)}]`, "file-too-complex", "p.yaml"],
    ["commas", `a: [${fill(",", 4 * megabyte - 10)}]`, "file-too-complex", "p.yaml"],
    ["colons", `a: {${fill(":,", 4 * megabyte - 10)}}`, "file-too-complex", "p.yaml"],
    ["dashes on lines of their own", fill("-\n", 4 * megabyte), "file-too-complex", "p.yaml"],
    ["question marks", fill("?\n", 4 * megabyte), "file-too-complex", "p.yaml"],
    ["anchors", fill("- &a\n", 4 * megabyte), "file-too-complex", "p.yaml"],
    ["documents", fill("---\n", 4 * megabyte), "file-too-complex", "p.yaml"],
    ["directives", fill("%a\n", 4 * megabyte), "file-too-complex", "p.yaml"],
    ["blank lines", fill(" \n", 4 * megabyte), "file-too-complex", "p.yaml"],
    ["closing brackets", fill("]", 4 * megabyte), "file-too-complex", "p.yaml"],
    ["keys", fill("ab: c\n", 4 * megabyte), "file-too-complex", "p.yaml"],
    ["keys that change objects", fill("__proto__: {}\n", 4 * megabyte), "file-too-complex", "p.yaml"],
    ["keys of JSON", `{${fill('"k":1,', 4 * megabyte - 10)}"k":1}`, "file-too-complex", "p.json"],
    ["JSON of many values", `[${fill("1,", 4 * megabyte - 10)}1]`, "file-too-complex", "p.json"],
    ["deep JSON", fill("[", 4 * megabyte), "file-too-deep", "p.json"],
    ["deep JSON with keys", fill('{"a":', 4 * megabyte), "file-too-deep", "p.json"],
    ["deep brackets", fill("[", megabyte), "file-too-deep", "p.yaml"],
  ])("%s", (_, text, code, path) => {
    const { codes, took } = read(text, path);
    expect(codes).toEqual([code]);
    expect(took).toBeLessThan(refusing);
  });
});

describe("as much as is accepted is read in seconds", () => {
  test.each<readonly [string, string, readonly string[]]>([
    ["commas", `a: [${",".repeat(mostTokens - 20)}]`, ["yaml-syntax"]],
    ["unknown tags", `a:\n${"- !a b\n".repeat(mostTokens / 8)}`, ["yaml-tag"]],
  ])("%s", (_, text, expected) => {
    const { codes, took } = read(text);
    expect([...new Set(codes)]).toEqual(expected);
    expect(took).toBeLessThan(reading);
  });

  test("one text of four megabytes", () => {
    const { codes, took } = read(`a: "${"x".repeat(mostBytes - 10)}"`);
    expect([codes, took < reading]).toEqual([[], true]);
  });
});

test("what is allowed to be larger may hold more in proportion", () => {
  const text = fill("- a\n", 1.4 * megabyte);
  const codes = (limits?: ReturnType<typeof limitsFor>) =>
    parseSource({ path: "p.yaml", text }, limits).diagnostics.map(({ code }) => code);
  expect(codes()).toEqual(["file-too-complex"]);
  expect(codes(limitsFor(8 * megabyte))).toEqual(["file-not-mapping"]);
  expect(codes(limitsFor(megabyte))).toEqual(["file-too-large"]);
});

describe("is no text", () => {
  test.each([
    ["a zero byte", "a: \0b", "U+0000", 3],
    ["an escape character", "a: b\n# \u001b[31m", "U+001B", 7],
    ["a bell in JSON", '{"a": "\u0007"}', "U+0007", 7],
  ])("%s", (_, text, character, start) => {
    const { diagnostics } = parseSource({ path: text.startsWith("{") ? "p.json" : "p.yaml", text });
    expect(diagnostics).toMatchObject([
      { code: "file-not-text", args: { code: character }, place: { start } },
    ]);
  });

  test("UTF-16, with a hint at UTF-8", () => {
    const { diagnostics } = parseBytes("p.yaml", Buffer.from("\ufeffversion: 1\n", "utf16le"));
    expect(diagnostics.map(({ code }) => code)).toEqual(["file-not-text"]);
    expect(diagnostics.map((found) => say(found).hint)).toEqual(["save the file as UTF-8 text"]);
  });

  test("another encoding, with the place of its first character", () => {
    const { diagnostics } = parseBytes("p.yaml", Buffer.from("a: 1\nb: caf\xe9\n", "latin1"));
    expect(diagnostics).toMatchObject([{ code: "file-encoding", place: { start: 11 } }]);
  });

  test("a picture", () => {
    const bytes = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(64, 7)]);
    expect(parseBytes("p.yaml", bytes).diagnostics.map(({ code }) => code)).toEqual(["file-encoding"]);
  });
});

describe("means what it says", () => {
  test("a byte order mark, CRLF and no line break at the end", () => {
    const plain = read("a:\n  b: 1\n  c: [x, y]\n").document?.value;
    expect(read("\ufeffa:\r\n  b: 1\r\n  c: [x, y]").document?.value).toEqual(plain);
    expect(read('\ufeff{ "a":\r\n { "b": 1, "c": ["x", "y"] } }', "p.json").document?.value).toEqual(plain);
  });

  test("anchors and aliases", () => {
    const { codes, document } = read("a: &x { b: 1 }\nc: *x\n");
    expect(codes).toEqual([]);
    expect(JSON.stringify(document?.value)).toBe('{"a":{"b":1},"c":{"b":1}}');
  });

  test.each([
    ["an alias of itself", "a: &x [*x]\n", ["yaml-unknown-anchor"]],
    ["a merge key", "a: &x { b: 1 }\nc: { <<: *x }\n", ["yaml-merge-key"]],
    ["a tab as indentation", "a:\n\tb: 1\n", ["yaml-tab"]],
    ["a key that is a list", "? [a, b]\n: 1\n", ["yaml-key-not-text"]],
  ])("%s", (_, text, expected) => {
    expect(read(text).codes).toEqual(expected);
  });

  test.each([
    ["p.yaml", "__proto__: { polluted: 1 }\nconstructor: { prototype: { polluted: 1 } }\n"],
    ["p.json", '{ "__proto__": { "polluted": 1 }, "constructor": { "prototype": { "polluted": 1 } } }'],
  ])("keys that change objects elsewhere are keys like any other in %s", (path, text) => {
    const { document } = read(text, path);
    expect(Object.keys(Object(document?.value))).toEqual(["__proto__", "constructor"]);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("polluted");
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  test("a number that JSON can't hold stays what JSON.parse makes of it", () => {
    expect(read('{ "a": 1e999 }', "p.json").document?.value).toEqual({ a: Number.POSITIVE_INFINITY });
  });
});

describe("names", () => {
  function told(endpoint: string, target: string, zone = "example.com", record = "www"): readonly string[] {
    const endpoints = `endpoints: { ${JSON.stringify(endpoint)}: { ipv4: 192.0.2.1 } }`;
    const records = `records: { ${JSON.stringify(record)}: { ttl: 30s, to: ${JSON.stringify(target)} } }`;
    const text = `version: 1\nname: web\nzone: ${JSON.stringify(zone)}\n${endpoints}\n${records}\n`;
    return loadPolicy({ path: "p.yaml", text }).diagnostics.map((found) => {
      const { message, hint } = say(found);
      return `${found.code}: ${message} / ${hint}`;
    });
  }

  test.each(["__proto__", "toString", "hasOwnProperty"])("%s is no endpoint", (name) => {
    expect(told(name, name).map((line) => line.split(":")[0])).toEqual(["bad-name"]);
    expect(told("a", name).map((line) => line.split(":")[0])).toEqual(["unknown-endpoint"]);
  });

  test("constructor is an endpoint's name like any other", () => {
    expect(told("constructor", "constructor")).toEqual([]);
    expect(told("a", "constructor").map((line) => line.split(":")[0])).toContain("unknown-endpoint");
  });

  test("a letter of another alphabet in an endpoint's name is named", () => {
    expect(told("\u0435u-a", "\u0435u-a")).toEqual([
      'bad-name: "\u0435u-a" is no name: names have a-z, 0-9 and -, up to 40 characters; \u0435 is U+0435 / type it in a-z, 0-9 and -',
    ]);
  });

  test("a zone that mixes alphabets is not translated into the name of another zone", () => {
    expect(told("a", "a", "ex\u0430mple.com")).toEqual([
      'bad-domain-name: "ex\u0430mple.com" is no zone name: it mixes Latin letters with letters that only look like them, \u0430 is U+0430 / type it anew in one alphabet',
    ]);
  });

  test("an international name is written in the form of DNS", () => {
    expect(told("a", "a", "b\u00fccher.example")).toEqual([
      'bad-domain-name: "b\u00fccher.example" is no zone name: DNS carries ASCII only / write xn--bcher-kva.example',
    ]);
    expect(told("a", "a", "xn--bcher-kva.example", "xn--e1aybc")).toEqual([]);
  });
});
