import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { commands, inputNames } from "../../src/action/inputs.ts";
import { outputNames } from "../../src/action/outputs.ts";
import { root } from "../cli/command-line.ts";

test("action.yml, the code and the page of the action agree on inputs and outputs", () => {
  const action: {
    readonly inputs: Readonly<Record<string, { readonly description: string }>>;
    readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  } = parse(readFileSync(join(root, "action.yml"), "utf8"));
  expect(Object.keys(action.inputs)).toEqual([...inputNames]);
  expect(Object.keys(action.outputs)).toEqual([...outputNames]);
  for (const command of commands) expect(action.inputs.command?.description).toContain(command);
  const page = readFileSync(join(root, "docs/github.md"), "utf8");
  const tables = page.slice(page.indexOf("\n## Inputs\n"));
  const told = [...tables.matchAll(/^\| `([\w-]+)` \|/gmu)].map(([, name]) => name);
  expect(told).toEqual([...inputNames, ...outputNames]);
});
