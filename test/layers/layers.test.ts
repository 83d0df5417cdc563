import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { checkLayers } from "../../scripts/check-layers.ts";
import { edge, exceptions, packages, rooms, vendors } from "../../scripts/layers.ts";
import { plantTree } from "../planted-tree.ts";

const breachesOf = (path: string, text: string) => checkLayers(plantTree({ [path]: text }));

describe("rooms", () => {
  // The order is written down here a second time, so that a slip in the table is seen.
  const order = [
    "diagnostic",
    "source",
    "policy",
    "steering",
    "proof",
    "provider",
    "plan",
    "apply",
    "report",
    "cli",
  ];

  test.each(order.flatMap((from, at) => order.slice(at + 1).map((to) => [from, to] as const)))(
    "%s may not import %s, not even its types",
    (from, to) => {
      const [breach, ...more] = breachesOf(`src/${from}/a.ts`, `\nimport type { B } from "../${to}/b.ts";\n`);
      expect(more).toEqual([]);
      expect(breach).toMatchObject({ file: `src/${from}/a.ts`, line: 2 });
      expect(breach?.message).toContain(`${from} may not import ${to}`);
      expect(breach?.message).toContain(rooms[from]?.reason);
    },
  );

  test.each([
    ["proof", "lint"],
    ["lint", "proof"],
    ["sandbox", "policy"],
    ["sandbox", "cli"],
    ["index", "cli"],
    ["plan", "sandbox"],
    ["report", "provider"],
  ])("%s may not import %s", (from, to) => {
    const path = from === "index" ? "src/index.ts" : `src/${from}/a.ts`;
    expect(breachesOf(path, `import { b } from "${from === "index" ? "." : ".."}/${to}/b.ts";`)).toHaveLength(
      1,
    );
  });

  test("what is written differently is the same import", () => {
    const ways = [
      `import "../cli/b.ts";`,
      `export { b } from "../cli/b.ts";`,
      `export type * from "../cli/b.ts";`,
      `const b = await import("../cli/b.ts");`,
      `const b = require("../cli/b.ts");`,
      `type B = import("../cli/b.ts").B;`,
      "const b = await import(name);",
    ];
    for (const way of ways) expect(breachesOf("src/plan/a.ts", way), way).toHaveLength(1);
  });

  test("report may see the types of a plan, and compute nothing with it", () => {
    expect(breachesOf("src/report/a.ts", `import type { Plan } from "../plan/plan.ts";`)).toEqual([]);
    expect(breachesOf("src/report/a.ts", `import { makePlan } from "../plan/plan.ts";`)).toHaveLength(1);
  });

  test("cli loads the sandbox lazily", () => {
    expect(breachesOf("src/cli/a.ts", `const b = await import("../sandbox/b.ts");`)).toEqual([]);
    expect(breachesOf("src/cli/a.ts", `import type { B } from "../sandbox/b.ts";`)).toEqual([]);
    expect(breachesOf("src/cli/a.ts", `import { b } from "../sandbox/b.ts";`)).toHaveLength(1);
  });

  test("leftwards is fine", () => {
    expect(
      breachesOf("src/apply/a.ts", `import { b } from "../plan/b.ts"; import { c } from "./c.ts";`),
    ).toEqual([]);
  });

  test("a file outside the rooms is refused", () => {
    expect(breachesOf("src/extra/a.ts", `import { b } from "../plan/b.ts";`)).toHaveLength(1);
    expect(breachesOf("src/plan/a.ts", `import { b } from "../../scripts/b.ts";`)).toHaveLength(1);
  });
});

describe("vendors", () => {
  test.each([
    ["src/provider/route53/a.ts", "../cloudflare/b.ts"],
    ["src/provider/route53/a.ts", "../registry.ts"],
    ["src/provider/provider.ts", "./route53/b.ts"],
    ["src/plan/a.ts", "../provider/route53/b.ts"],
    ["src/cli/a.ts", "../provider/route53/b.ts"],
  ])("%s may not import %s", (from, to) => {
    expect(breachesOf(from, `import { b } from "${to}";`)).toHaveLength(1);
  });

  test("the registry and the public API may", () => {
    expect(vendors.importers).toEqual(["src/provider/registry.ts", "src/index.ts"]);
    expect(breachesOf("src/provider/registry.ts", `import { b } from "./route53/b.ts";`)).toEqual([]);
  });

  test("the sandbox may use the evaluator alone", () => {
    expect(
      breachesOf("src/sandbox/dns/a.ts", `import { b } from "../../provider/route53/answer.ts";`),
    ).toEqual([]);
    expect(breachesOf("src/sandbox/a.ts", `import { b } from "../provider/route53/compile.ts";`)).not.toEqual(
      [],
    );
  });

  test("the schemas are for the rooms that speak of them", () => {
    const schema = (path: string) => breachesOf(path, `import s from "../../schemas/policy.schema.json";`);
    expect(schema("src/policy/a.ts")).toEqual([]);
    expect(schema("src/cli/a.ts")).toEqual([]);
    expect(schema("src/plan/a.ts")).toHaveLength(1);
    expect(exceptions).toHaveLength(8);
  });

  test("the sandbox's Cloudflare knows the evaluator, and nothing else of the adapter", () => {
    const asking = "src/sandbox/cloudflare/dns/evaluate.ts";
    const evaluator = `import { a } from "../../../provider/cloudflare/answer.ts";`;
    expect(breachesOf(asking, evaluator)).toEqual([]);
    expect(breachesOf("src/sandbox/cloudflare/dns/lookup.ts", evaluator)).not.toEqual([]);
    for (const room of ["canonical", "client", "compile", "marker"]) {
      expect(breachesOf(asking, `import { a } from "../../../provider/cloudflare/${room}.ts";`)).not.toEqual(
        [],
      );
    }
  });
});

describe("packages", () => {
  test.each(Object.keys(packages).filter((name) => !packages[name]?.homes.includes("lint")))(
    "%s stays at home",
    (name) => {
      const [breach] = breachesOf("src/lint/a.ts", `import { b } from "${name}";`);
      expect(breach?.message).toContain(packages[name]?.reason);
    },
  );

  test("the SDK is imported by client.ts alone, also as types", () => {
    const sdk = `import type { B } from "@aws-sdk/client-route-53";`;
    expect(breachesOf("src/provider/route53/client.ts", sdk)).toEqual([]);
    expect(breachesOf("src/provider/route53/read.ts", sdk)).toHaveLength(1);
    expect(breachesOf("src/provider/route53/client.ts", `import { b } from "@smithy/core";`)).toHaveLength(1);
  });

  test("a package without a home is refused", () => {
    expect(breachesOf("src/cli/a.ts", `import { b } from "left-pad/sub";`)[0]?.message).toContain(
      "left-pad has no home",
    );
  });
});

describe("the edge", () => {
  test.each([
    `import { readFileSync } from "node:fs";`,
    `import { readFile } from "node:fs/promises";`,
    `import process from "node:process";`,
    `import { request } from "node:http";`,
    "const a = process.env;",
    "const a = await fetch(url);",
    "const a = Date.now();",
    "const a = new Date();",
    "const a = Math.random();",
  ])("%s is for the edge", (text) => {
    const [breach] = breachesOf("src/plan/a.ts", text);
    expect(breach?.message).toContain(edge.reason);
    expect(breachesOf("src/cli/a.ts", text)).toEqual([]);
  });

  test("what computes alone is not", () => {
    const pure = `import { createHash } from "node:crypto"; const a = new Date(0); const b = { process: 1 }.process;`;
    expect(breachesOf("src/plan/a.ts", pure)).toEqual([]);
  });

  test("a built-in module is written with node:", () => {
    expect(breachesOf("src/cli/a.ts", `import { join } from "path";`)).toHaveLength(1);
  });
});

test("this repository keeps its layers", () => {
  expect(checkLayers(resolve(import.meta.dirname, "../.."))).toEqual([]);
});
