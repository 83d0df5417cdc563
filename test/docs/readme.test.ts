/** What the README shows is what the command line prints. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeProject, readExample, root, run, writeIn } from "../cli/command-line.ts";

const readme = readFileSync(join(root, "README.md"), "utf8");
const blocks = [...readme.matchAll(/^```(\w*)\n(.*?)^```/gms)].map(([, language = "", text = ""]) => ({
  language,
  text,
}));

/** The README's own policy. */
const policy = only("yaml", "version: 1\nname: shop");

/** A width at which the lines that the README shows are not folded. */
const env = { COLUMNS: "100" };

/** The one block of a language that has these words. */
function only(language: string, words: string): string {
  const found = blocks.filter((block) => block.language === language && block.text.includes(words));
  const [one] = found;
  if (one === undefined || found.length > 1) throw new Error(`${found.length} blocks have ${words}`);
  return one.text;
}

/** What stands under a command, up to the next one. */
function shownBy(command: string, words: string): string {
  const commands = only("", words).split(/^\$ /m);
  const found = commands.find((one) => one.startsWith(`signpost ${command}`) && one.includes(words));
  if (found === undefined) throw new Error(`the README shows no ${command} with ${words}`);
  return found.slice(found.indexOf("\n") + 1);
}

/** Every line stands in the output, in this order; "…" is something left out. */
function expectShown(shown: string, output: string): void {
  const lines = output.split("\n");
  let from = 0;
  for (const line of shown.trimEnd().split("\n")) {
    if (line === "…" || line === "") continue;
    const at = lines.indexOf(line, from);
    if (at < 0) expect(output).toContain(line);
    from = at + 1;
  }
}

async function signpost(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run(args, { folder, env });
  return stdout + stderr;
}

test.concurrent("the policy is valid, and drawn as shown", async () => {
  const folder = makeProject({ "signpost.yaml": policy });
  expectShown(shownBy("validate", "✓ signpost.yaml"), await signpost(folder, "validate"));
  expect(await signpost(folder, "graph")).toBe(only("mermaid", "shop.example.com"));
});

test.concurrent("a mistake is told as shown", async () => {
  const folder = makeProject({ "signpost.yaml": policy.replace("- standby", "- standbye") });
  expectShown(shownBy("validate", "standbye"), await signpost(folder, "validate"));
});

test.concurrent("an objective that can't be met is told as shown", async () => {
  const folder = makeProject({ "signpost.yaml": policy.replace("ttl: 30s", "ttl: 60s") });
  expectShown(only("", "objective-missed"), await signpost(folder, "validate"));
});

test.concurrent("clients get what is shown", async () => {
  const folder = makeProject({ "signpost.yaml": policy });
  expectShown(shownBy("simulate", "blue down"), await signpost(folder, "simulate"));
  const asked = ["--down", "blue,green", "--from", "country=DE"];
  expectShown(shownBy("simulate", "Germany"), await signpost(folder, "simulate", ...asked));
});

test.concurrent("it is planned, applied and drained as shown", async () => {
  const folder = makeProject({ "signpost.yaml": policy });
  expectShown(shownBy("plan", "failover primary"), await signpost(folder, "plan", "--sandbox"));
  const { stdout, stderr } = await run(["apply", "--sandbox", "--yes"], { folder, env });
  expectShown(shownBy("apply", "Applied"), stderr + stdout.slice(stdout.lastIndexOf("Applied")));

  writeIn(folder, "signpost.yaml", policy.replace("blue: 90, green: 10", "blue: 50, green: 50"));
  await signpost(folder, "apply", "--sandbox", "--yes");
  writeIn(folder, "signpost.yaml", policy.replace("blue: 90, green: 10", "blue: 0, green: 50"));
  expectShown(shownBy("plan", "green: 50"), await signpost(folder, "plan", "--sandbox"));
});

test.concurrent("the demo's plan is the one at the top", async () => {
  const before = readExample("global-web");
  const folder = makeProject({ "signpost.yaml": before });
  await signpost(folder, "apply", "--sandbox", "--yes");
  writeIn(folder, "signpost.yaml", before.replace("eu-a: 90, eu-b: 10", "eu-a: 60, eu-b: 40"));
  expectShown(only("", "_signpost-europe-first.www"), await signpost(folder, "plan", "--sandbox"));
});
