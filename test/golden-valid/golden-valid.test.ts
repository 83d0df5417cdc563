/**
 * Golden cases of policies that are in order: a folder with a policy.yaml, and what `compile`, `plan` (in an empty
 * sandbox) and `simulate` print of it; the examples are cases too. `UPDATE_GOLDEN=1` writes the expectations anew;
 * read the difference before committing it.
 */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { runCompile } from "../../src/cli/commands/compile.ts";
import { runPlan } from "../../src/cli/commands/plan.ts";
import { runSimulate } from "../../src/cli/commands/simulate.ts";
import type { Context } from "../../src/cli/context.ts";
import { checkPolicy } from "../../src/plan/check.ts";
import { endpointsOf } from "../../src/steering/walk.ts";

const root = import.meta.dirname;
const cases = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(cases)("%s", (name) => {
  const example = join(root, "../../examples", `${name.replace(/^example-/u, "")}.yaml`);
  const written = name.startsWith("example-") ? example : join(root, name, "policy.yaml");

  test("compiles to what is expected", () => {
    const { context, shown } = openCase(written);
    expect(runCompile(context, [], { format: "json" })).toBe(0);
    const { diagnostics: _, ...payload }: { readonly diagnostics?: unknown } = JSON.parse(shown());
    expectFile(join(root, name, "expected.compile.json"), `${JSON.stringify(payload, null, 2)}\n`);
  });

  test("plans what is expected", async () => {
    const { context, shown } = openCase(written);
    expect(await runPlan(context, [], { format: "human", sandbox: true })).toBe(0);
    expectFile(
      join(root, name, "expected.plan.txt"),
      shown()
        .replaceAll(/\bZ[0-9A-Z]{10,}/gu, "Z0123456789")
        .replaceAll(/\b[0-9a-f]{32}\b/gu, "0123456789abcdef"),
    );
  });

  test("answers what is expected, and so do its vendors", () => {
    const said = simulateAll(written, "policy");
    expectFile(join(root, name, "expected.simulate.txt"), said);
    for (const provider of providersOf(written)) {
      const answered = simulateAll(written, provider);
      // Where nothing is healthy a vendor may answer something else, and the policy has a warning for it.
      if (hasOtherLastResort(written)) {
        expectFile(join(root, name, `expected.simulate.${provider}.txt`), answered);
        expect(healthyPart(answered)).toBe(healthyPart(said));
      } else expect(answered).toBe(said);
    }
  });
});

test("every example is a case", () => {
  const examples = readdirSync(join(root, "../../examples")).filter((file) => file.endsWith(".yaml"));
  expect(cases.filter((name) => name.startsWith("example-"))).toEqual(
    examples.map((file) => `example-${file.replace(".yaml", "")}`).toSorted(),
  );
});

function providersOf(written: string): readonly string[] {
  const { targets } = checkPolicy({ path: "signpost.yaml", text: readFileSync(written, "utf8") });
  return targets.map(({ provider }) => provider);
}

function hasOtherLastResort(written: string): boolean {
  const { diagnostics } = checkPolicy({ path: "signpost.yaml", text: readFileSync(written, "utf8") });
  return diagnostics.some(({ code }) => code === "last-resort");
}

/** Without the tables of everything down. */
function healthyPart(said: string): string {
  return said
    .split(/^(?=\S)/mu)
    .filter((table) => !/ with .* down\n/u.test(table))
    .join("");
}

/** Each record and type as a table of everybody and each single failure, and that with all endpoints down. */
function simulateAll(written: string, at: string): string {
  const { context, shown } = openCase(written);
  const { records } = checkPolicy({ path: "signpost.yaml", text: readFileSync(written, "utf8") });
  for (const { record, tree } of records) {
    const names = endpointsOf(tree).map((endpoint) => endpoint.name);
    const downs = ["", ...(names.length > 1 ? [names.join(",")] : [])];
    for (const type of record.types) {
      for (const down of downs) {
        expect(runSimulate(context, [], { format: "human", record: record.label, type, down, at })).toBe(0);
      }
    }
  }
  return shown();
}

/** A project with this policy, and the terminal of somebody who looks at it. */
function openCase(written: string): { readonly context: Context; readonly shown: () => string } {
  const folder = mkdtempSync(join(tmpdir(), "signpost-golden-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(written, join(folder, "signpost.yaml"));
  const shown: string[] = [];
  const plain = { bold: String, dim: String, red: String, green: String, yellow: String, cyan: String };
  const context: Context = {
    io: {
      out: (text) => void shown.push(text),
      err: () => {},
      paint: { out: plain, err: plain },
      width: 140,
      live: false,
      canAsk: false,
      ask: async () => null,
    },
    signal: new AbortController().signal,
    env: {},
    folder,
    inFlight: { title: null, journal: null, undoes: null },
  };
  return { context, shown: () => shown.join("") };
}

function expectFile(path: string, actual: string): void {
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(path, actual);
  expect(existsSync(path) ? readFileSync(path, "utf8") : "").toBe(actual);
}
