import { describe, expect, test } from "vitest";
import { parseSource } from "../../src/source/read.ts";

const yaml = `version: 1
endpoints:
  web-a: { ipv4: 203.0.113.10 }   # first
  "a/b~c":
    ipv4: 203.0.113.11
list: [one, { two: 2 }]
shared: &s { x: 1 }
again: *s
`;

function locate(text: string, pointer: string, on: "key" | "value", path = "p.yaml"): string {
  const { document } = parseSource({ path, text });
  const span = document?.locate({ file: path, pointer, on });
  if (span === undefined) return "nowhere";
  return `${span.start.line}:${span.start.column} ${text.slice(span.start.offset, span.end.offset)}`;
}

describe("a pointer leads to", () => {
  test.each([
    ["/version", "value", "1:10 1"],
    ["/version", "key", "1:1 version"],
    ["/endpoints/web-a", "key", "3:3 web-a"],
    ["/endpoints/web-a/ipv4", "value", "3:18 203.0.113.10"],
    ["/endpoints/a~1b~0c", "key", '4:3 "a/b~c"'],
    ["/list/0", "value", "6:8 one"],
    ["/list/1/two", "key", "6:15 two"],
    ["/list/1", "key", "6:13 { two: 2 }"],
    ["/again/x", "value", "7:17 1"],
  ] as const)("%s, its %s", (pointer, on, expected) => {
    expect(locate(yaml, pointer, on)).toBe(expected);
  });

  test("what should hold a missing value", () => {
    expect(locate(yaml, "/endpoints/web-a/port", "key")).toBe("3:3 web-a");
    expect(locate(yaml, "", "key")).toBe("1:1 version");
  });

  test("the same place with CRLF", () => {
    expect(locate(yaml.replaceAll("\n", "\r\n"), "/list/1/two", "key")).toBe("6:15 two");
  });

  test("columns that do not count a byte order mark", () => {
    expect(locate(`\ufeff${yaml}`, "/version", "key")).toBe("1:1 version");
  });

  test("places in JSON", () => {
    const json = '{\n  "endpoints": { "web-a": { "ipv4": "203.0.113.10" } }\n}\n';
    expect(locate(json, "/endpoints/web-a", "key", "p.json")).toBe('2:18 "web-a"');
    expect(locate(json, "/endpoints/web-a/ipv4", "value", "p.json")).toBe('2:37 "203.0.113.10"');
  });
});
