/** The recipes of docs/recipes.md: their policies are sound, and their commands do what they are there for. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkPolicy } from "../../src/plan/check.ts";
import { root, writeIn } from "../cli/command-line.ts";
import { inSandbox, Walk } from "./walk.ts";

const page = readFileSync(join(root, "docs/recipes.md"), "utf8");
const [preface = "", ...sections] = page.split(/^## /mu);
const [head = ""] = blocksOf(preface, "yaml");

/** With the head that the page gives them; what is no policy stands in a list. */
const recipes = sections.flatMap((section) => {
  const [policy] = blocksOf(section, "yaml");
  if (policy === undefined) return [];
  return [
    {
      title: section.slice(0, section.indexOf("\n")),
      policy: policy.startsWith("version:") ? policy : `${head}\n${policy}`,
      commands: blocksOf(section, "sh").flatMap((block) =>
        block.split("\n").filter((line) => /^[^#]/u.test(line)),
      ),
    },
  ];
});

function blocksOf(text: string, language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gmsu"))].map(
    ([, inner = ""]) => inner,
  );
}

test("each recipe that changes a policy has one", () => {
  expect(recipes.map(({ title }) => title)).toEqual([
    "Canary",
    "Blue/green",
    "Drain an endpoint",
    "Evacuate a region",
    "Residency",
    "From one vendor to both",
  ]);
});

test.each(recipes)("the policy: $title", ({ policy: text }) => {
  const { diagnostics, policy } = checkPolicy({ path: "recipe.yaml", text });
  expect(diagnostics.filter(({ severity }) => severity !== "note")).toEqual([]);
  expect(policy?.records.length).toBeGreaterThan(0);
});

/** Somebody whose zone has what the policy says, an hour after the last command each time. */
async function begin(walk: Walk, policy: string): Promise<(command: string) => Promise<string>> {
  writeIn(walk.folder, "signpost.yaml", policy);
  await walk.run("signpost apply");
  return (command) => {
    age(walk.folder, 60);
    return walk.run(command);
  };
}

/** What stands in the sandbox was applied so many minutes earlier. */
function age(folder: string, minutes: number): void {
  const path = join(folder, ".signpost/sandbox/state.json");
  const [, before = "", state = ""] =
    /^(\{"format":\d+,"sha256":")[0-9a-f]{64}","state":(.*)\}\s*$/su.exec(readFileSync(path, "utf8")) ?? [];
  const aged = state.replace(/;t=(\d+)/gu, (_, at) => `;t=${Number(at) - minutes}`);
  expect(aged, "a marker has its time").not.toBe(state);
  const sha256 = createHash("sha256").update(aged).digest("hex");
  writeFileSync(path, `${before}${sha256}","state":${aged}}`);
}

const walked = recipes.flatMap((recipe) =>
  recipe.commands.length > 0 ? [{ ...recipe, walk: new Walk(inSandbox) }] : [],
);
const again = new Walk(inSandbox);

describe("the commands", () => {
  test("there is a way to walk in each of them", () => {
    expect(walked).toHaveLength(recipes.length);
  });

  test.concurrent.each(walked)("$title", { timeout: 120_000 }, async ({ policy, commands, walk }) => {
    const take = await begin(walk, policy);
    for (const command of commands) {
      // The sandbox knows places of its own, and takes no file of them.
      await take(command.replace(" --mmdb GeoLite2-Country.mmdb", ""));
    }
  });

  test("a canary goes to the last step and back, each time by the apply that ramp prints", {
    timeout: 120_000,
  }, async () => {
    const { policy = "" } = recipes.find(({ title }) => title === "Canary") ?? {};
    const take = await begin(again, policy);
    const applied: string[] = [];
    for (const share of ["25", "50", "100", "0"]) {
      const said = await take(`signpost ramp shop canary=${share}`);
      const [, next = ""] = /^Next: (.*)$/mu.exec(said) ?? [];
      await take(next.replace(" --sandbox", ""));
      applied.push(next);
    }
    expect(applied).toEqual([
      "signpost apply --sandbox",
      "signpost apply --sandbox",
      "signpost apply --sandbox",
      "signpost apply --sandbox --allow max-shift=shop",
    ]);
  });
});
