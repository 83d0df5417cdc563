import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { checkStyle } from "../../scripts/check-style.ts";
import { plantTree } from "../planted-tree.ts";

const messagesOf = (path: string, text: string) =>
  checkStyle(plantTree({ [path]: text })).map(({ line, message }) => `${line} ${message}`);

describe("casts", () => {
  test.each(["const a = b as string;", "const a = b as unknown as C;", "const a = <C>b;"])(
    "%s is refused",
    (text) => {
      expect(messagesOf("src/plan/a.ts", text)[0]).toContain("check it with a type guard");
    },
  );

  test("as const, satisfies and renamed imports are no casts", () => {
    const text = `import { a as b } from "./b.ts"; const c = [b] as const; const d = c satisfies readonly string[];`;
    expect(messagesOf("src/plan/a.ts", text)).toEqual([]);
  });

  test.each([
    "src/source/a.ts",
    "src/policy/validate.ts",
    "src/provider/route53/read.ts",
    "src/sandbox/route53/xml.ts",
  ])("%s is a parser, which may", (path) => {
    expect(messagesOf(path, "const a = b as C;")).toEqual([]);
  });
});

describe("names", () => {
  test.each([
    "class ZoneManager {}",
    "interface DnsHelper {}",
    "type ZoneUtils = 1;",
    "function zoneUtil() {}",
  ])("%s is refused", (text) => {
    expect(messagesOf("src/plan/a.ts", text)[0]).toContain("the field's own word");
  });

  test("a file says what it does", () => {
    expect(messagesOf("src/plan/utils.ts", "")).toHaveLength(1);
    expect(messagesOf("src/plan/index.ts", "")).toHaveLength(1);
    expect(messagesOf("src/index.ts", "")).toEqual([]);
  });
});

describe("traces", () => {
  // Put together here, so that the check of this repository doesn't find them in this file.
  const home = ["", "home", "somebody", "dns"].join("/");
  const mark = ["TO", "DO"].join("");

  test.each(["README.md", "src/plan/a.ts", "examples/a.yaml"])(
    "a path of one machine in %s is refused",
    (path) => {
      expect(messagesOf(path, `\n# see ${home}/x\n`)).toEqual([
        `2 ${["", "home", "somebody"].join("/")} is a path of one machine; write a relative one.`,
      ]);
    },
  );

  test("addresses of pages are no paths", () => {
    expect(messagesOf("README.md", "https://example.com/home/page and src/work/x")).toEqual([]);
  });

  test("unfinished work is refused", () => {
    expect(messagesOf("src/plan/a.ts", `// ${mark}: later`)).toHaveLength(1);
  });
});

test("this repository keeps the house rules", () => {
  expect(checkStyle(resolve(import.meta.dirname, "../.."))).toEqual([]);
});
