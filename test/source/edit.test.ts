/** Edits change what they should, where it stands, and lose no comment. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { type Edit, editSource } from "../../src/source/edit.ts";
import { listComments } from "../../src/source/format-yaml.ts";
import { parseSource } from "../../src/source/read.ts";
import { choices, writeUntidily } from "./untidy.ts";

function edit(text: string, edits: readonly Edit[], path = "web.yaml"): string {
  const { document } = parseSource({ path, text });
  if (document === null) throw new Error(`no document: ${text}`);
  const edited = editSource(document, edits);
  return "code" in edited ? edited.code : edited.text;
}

const drain: Edit = { kind: "put", pointer: "/endpoints/a", key: "drained", value: true };
const undrain: Edit = { kind: "remove", pointer: "/endpoints/a", key: "drained", otherwise: false };
const weigh: Edit = { kind: "set", pointer: "/weighted/a", value: 25 };

describe("an entry comes and goes", () => {
  test.each([
    [
      "in brackets",
      "endpoints:\n  a: { ip: x, hc: web } # why\n  b: {}\n",
      "endpoints:\n  a: { ip: x, hc: web, drained: true } # why\n  b: {}\n",
    ],
    [
      "before a last comma",
      "endpoints: { a: { ip: x, }, }\n",
      "endpoints: { a: { ip: x, drained: true, }, }\n",
    ],
    [
      "in brackets on several lines, with comments",
      "endpoints:\n  a: {\n    ip: x, # the first\n    hc: web # the check\n  }\n",
      "endpoints:\n  a: {\n    ip: x, # the first\n    hc: web, drained: true # the check\n  }\n",
    ],
    [
      "in lines of its own",
      "endpoints:\n  a: # rack 1\n    ip: x\n    hc: web # the check\n    # drain it on Friday\n\n  b: { ip: y }\n",
      "endpoints:\n  a: # rack 1\n    ip: x\n    hc: web # the check\n    drained: true\n    # drain it on Friday\n\n  b: { ip: y }\n",
    ],
    [
      "behind what is itself a mapping, at the end of a file without a line break",
      "endpoints:\n  a:\n    ip: x\n    alias:\n      dns: y # of the balancer",
      "endpoints:\n  a:\n    ip: x\n    alias:\n      dns: y # of the balancer\n    drained: true",
    ],
    [
      "with the line breaks of Windows",
      "endpoints:\r\n  a:\r\n    ip: x\r\n",
      "endpoints:\r\n  a:\r\n    ip: x\r\n    drained: true\r\n",
    ],
    [
      "before an alias",
      "hc: &hc web\nendpoints:\n  a: { ip: x, hc: *hc }\n",
      "hc: &hc web\nendpoints:\n  a: { drained: true, ip: x, hc: *hc }\n",
    ],
  ])("%s", (_, before, after) => {
    expect(edit(before, [drain])).toBe(after);
    expect(edit(after, [undrain])).toBe(before);
  });

  test.each([
    [
      "on one line",
      '{ "endpoints": { "a": { "ip": "x" } } }\n',
      '{ "endpoints": { "a": { "ip": "x", "drained": true } } }\n',
    ],
    [
      "on several",
      '{\n  "endpoints": {\n    "a": {\n      "ip": "x"\n    }\n  }\n}\n',
      '{\n  "endpoints": {\n    "a": {\n      "ip": "x",\n      "drained": true\n    }\n  }\n}\n',
    ],
  ])("in JSON, %s", (_, before, after) => {
    expect(edit(before, [drain], "web.json")).toBe(after);
    expect(edit(after, [undrain], "web.json")).toBe(before);
  });

  test("where its comment would go with it, it stays and says the opposite", () => {
    const before = "endpoints:\n  a:\n    ip: x\n    drained: true # until Friday\n";
    expect(edit(before, [undrain])).toBe(before.replace("true", "false"));
    const between = "endpoints: { a: { drained: true # until Friday\n  , ip: x } }\n";
    expect(listComments(edit(between, [undrain]))).toEqual(["# until Friday"]);
  });
});

test("a value is changed where it stands", () => {
  expect(edit("weighted: { b: 0x5A , a:  10 } # c\n", [weigh])).toBe("weighted: { b: 0x5A , a:  25 } # c\n");
  expect(edit("weighted:\n  a:\n    # most\n    10\n  b: 90\n", [weigh])).toBe(
    "weighted:\n  a:\n    # most\n    25\n  b: 90\n",
  );
});

test.each([
  ["a value that another place repeats", "x: &x 10\nweighted: { a: *x, b: 90 }\n", weigh],
  ["a mapping that another place repeats", "endpoints:\n  b: &b { ip: x }\n  a: *b\n", drain],
])("%s is left alone", (_, text, change) => {
  expect(edit(text, [change])).toBe("edit-unsafe");
});

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,6}$/u);
const endpoint = fc.record(
  { ip: fc.constant("192.0.2.1"), hc: name, alias: fc.record({ dns: name }), drained: fc.boolean() },
  { requiredKeys: ["ip"] },
);
const policy = fc.record({
  name,
  endpoints: fc.dictionary(name, endpoint, { minKeys: 1, maxKeys: 3 }),
  weighted: fc.dictionary(name, fc.nat(255), { minKeys: 1, maxKeys: 4 }),
  list: fc.array(fc.record({ to: name, weight: fc.nat(255) }), { minLength: 1, maxLength: 3 }),
});

test("random policies, written untidily and with comments everywhere", () => {
  fc.assert(
    fc.property(policy, choices, fc.nat(255), (value, pick, weight) => {
      const { text } = writeUntidily(value, pick);
      // The library refuses some valid comments between brackets, and so do we.
      fc.pre(parseDocument(text).errors.length === 0);
      const [key = ""] = Object.keys(value.endpoints);
      const [member = ""] = Object.keys(value.weighted);
      const pointer = `/endpoints/${key}`;
      const weighed = edit(text, [
        { kind: "set", pointer: `/weighted/${member}`, value: weight },
        { kind: "set", pointer: "/list/0/weight", value: weight },
      ]);
      expect(differingLines(text, weighed)).toBeLessThanOrEqual(2);
      expect(read(weighed)).toMatchObject({ weighted: { [member]: weight } });
      expect(read(weighed).list[0]).toMatchObject({ weight });
      const drained = edit(text, [{ kind: "put", pointer, key: "drained", value: true }]);
      expect(read(drained)).toMatchObject({ endpoints: { [key]: { drained: true } } });
      const back = edit(drained, [{ kind: "remove", pointer, key: "drained", otherwise: false }]);
      expect([undefined, false]).toContain(read(back).endpoints[key]?.drained);
      for (const edited of [weighed, drained, back]) expect(listComments(edited)).toEqual(listComments(text));
    }),
    { numRuns: 100 },
  );
});

interface Read {
  readonly list: readonly { readonly weight: number }[];
  readonly endpoints: Readonly<Record<string, { readonly drained?: boolean }>>;
}

function read(text: string): Read {
  const { document } = parseSource({ path: "web.yaml", text });
  return JSON.parse(JSON.stringify(document?.value ?? null));
}

function differingLines(one: string, other: string): number {
  const lines = other.split("\n");
  return one.split("\n").filter((line, position) => line !== lines[position]).length;
}
