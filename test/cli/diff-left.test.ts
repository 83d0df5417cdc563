/** `signpost diff` of what nobody looks after any more: nothing is deleted by it, as by an apply. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runApply } from "../../src/cli/commands/apply.ts";
import { type DiffOptions, runDiff } from "../../src/cli/commands/diff.ts";
import { runPlan } from "../../src/cli/commands/plan.ts";
import { makeProject, small, writeIn } from "./command-line.ts";
import { commit, git, makeRepository } from "./git.ts";
import { listen } from "./in-process.ts";

async function diff(folder: string, words: readonly string[], options: Partial<DiffOptions> = {}) {
  const heard = listen(folder);
  const code = await runDiff(heard.context, words, { format: "human", ...options });
  return { code, out: heard.out(), err: heard.err() };
}

test("what a file that went had is left alone, as an apply leaves it", async () => {
  const api = small.replace("name: web", "name: api").replace("www:", "api:");
  const folder = makeRepository({ "dns/web.yaml": small, "dns/api.yaml": api });
  git(folder, "rm", "-q", "dns/web.yaml");
  commit(folder);
  const { code, out, err } = await diff(folder, ["HEAD~1", "HEAD"], { exitCode: true });
  expect(code).toBe(2);
  expect(out).toContain("Left alone at Route 53, and nobody looks after it: www");
  expect(out).not.toContain("to destroy");
  expect(err).toContain("[names-left]");
  expect(err).toContain("signpost destroy with the file as it was (HEAD~1:dns/web.yaml)");
  // The same is what an apply of what is left there does.
  const heard = listen(folder);
  const applying = { format: "human", sandbox: true, yes: true, input: false, wait: "none" } as const;
  writeIn(folder, "dns/web.yaml", small);
  expect(await runApply(heard.context, ["dns"], applying)).toBe(0);
  rmSync(join(folder, "dns/web.yaml"));
  expect(await runApply(heard.context, ["dns"], applying)).toBe(0);
  const { context, out: planned } = listen(folder);
  writeIn(folder, "dns/web.yaml", small);
  expect(await runPlan(context, ["dns/web.yaml"], { format: "human", sandbox: true })).toBe(0);
  expect(planned()).toContain("No changes");
});

test("a policy that moved from one usual place to the other is the same one", async () => {
  const folder = makeRepository({ "signpost.yaml": small });
  git(folder, "rm", "-q", "signpost.yaml");
  writeIn(folder, "dns/web.yaml", small.replace("web-a: 90", "web-a: 80"));
  commit(folder);
  for (const words of [["HEAD~1", "HEAD"], ["HEAD~1"]]) {
    const { out, err } = await diff(folder, words);
    expect(out).not.toContain("removed");
    expect(out).toMatch(/web-a 90 % · web-b 10 % +web-a 88.9 % · web-b 11.1 %/u);
    expect(err).not.toContain("names-left");
  }
});

test("and what a policy had at a provider that it doesn't name any more", async () => {
  const both = small.replace("route53: {}", "route53: {}\n  cloudflare: {}");
  const folder = makeProject({ "old.yaml": both, "new.yaml": small });
  const { out, err } = await diff(folder, ["old.yaml", "new.yaml"]);
  expect(out).toContain("Left alone at Cloudflare, and nobody looks after it: www");
  expect(err).toContain("signpost destroy --provider cloudflare with the file as it was (old.yaml)");
  expect((await diff(folder, ["new.yaml", "old.yaml"])).err).not.toContain("names-left");
});
