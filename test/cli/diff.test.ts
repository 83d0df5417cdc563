/** `signpost diff`: files, directories and commits, compared without a vendor. */
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type DiffOptions, runDiff } from "../../src/cli/commands/diff.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { makeProject, parseSaid, small, weighing, writeIn } from "./command-line.ts";
import { commit, git, makeRepository } from "./git.ts";
import { listen } from "./in-process.ts";

async function diff(folder: string, words: readonly string[], options: Partial<DiffOptions> = {}) {
  const heard = listen(folder);
  const code = await runDiff(heard.context, words, { format: "human", ...options });
  return { code, out: heard.out(), err: heard.err() };
}

/** A policy whose endpoints stand in a part. */
const [, endpoints = "", records = ""] = /(endpoints:.*?)(records:.*)/su.exec(small) ?? [];
const including = small.replace(endpoints, "include: [../shared/endpoints.yaml]\n");
const part = `version: 1\n${endpoints}`;
expect(records).not.toBe("");

describe("two files", () => {
  test("who gets what, now and after", async () => {
    const folder = makeProject({ "old.yaml": small, "new.yaml": weighing(60, 40) });
    const { code, out, err } = await diff(folder, ["old.yaml", "new.yaml"]);
    expect({ code, err }).toEqual({ code: 0, err: expect.not.stringContaining("error") });
    expect(out).toContain("now: old.yaml · after: new.yaml");
    expect(out).toMatch(/everywhere +web-a 90 % · web-b 10 % +web-a 60 % · web-b 40 %/u);
    expect(out).toContain("blast radius: 30 % of the answers");
    expect(out).toContain("weight 90 → 60");
    expect(await diff(folder, ["old.yaml", "new.yaml"], { exitCode: true })).toMatchObject({ code: 2 });
  });

  test("no difference is one line, and no difference to --exit-code", async () => {
    const folder = makeProject({ "old.yaml": small, "new.yaml": `# the same\n${small}` });
    const { code, out } = await diff(folder, ["old.yaml", "new.yaml"], { exitCode: true });
    expect(code).toBe(0);
    expect(out).toContain("No difference: 1 policy as before.");
  });

  test("a guard that an apply would meet is told, and stops nothing here", async () => {
    const folder = makeProject({ "old.yaml": small, "new.yaml": weighing(0, 100) });
    const { code, out, err } = await diff(folder, ["old.yaml", "new.yaml"]);
    expect(code).toBe(0);
    expect(out).toContain("1 blocked: max-shift=www");
    expect(err).toContain("warning:");
    expect(err).toContain("--allow max-shift=www");
  });

  test("names that come and go, TTLs and objectives", async () => {
    const changed = small
      .replace("  www:\n    ttl: 30s", "  api:\n    ttl: 30s\n    to: web-a\n  www:\n    ttl: 60s")
      .replace("records:", "records:\n  old: { ttl: 30s, to: web-b }");
    const before = small.replace(
      "records:",
      "records:\n  gone: { ttl: 30s, to: web-b }\n  old: { ttl: 30s, to: web-b }",
    );
    const folder = makeProject({ "old.yaml": before, "new.yaml": changed });
    const { out } = await diff(folder, ["old.yaml", "new.yaml"]);
    expect(out).toMatch(/www\.example\.com {2}A {2}ttl 30 → 60/u);
    expect(out).toMatch(/api\.example\.com {2}A {2}ttl 30 {2}new/u);
    expect(out).toMatch(/gone\.example\.com {2}A {2}removed/u);
    expect(out).not.toContain("old.example.com");
    expect(out).toContain("1 name unchanged");
  });

  test("a policy that is invalid after exits 3, one that was before doesn't", async () => {
    const broken = small.replace("web-b: 10", "web-c: 10");
    const folder = makeProject({ "good.yaml": small, "bad.yaml": broken });
    expect(await diff(folder, ["good.yaml", "bad.yaml"])).toMatchObject({
      code: 3,
      out: "",
      err: expect.stringContaining("bad.yaml:12:34: error"),
    });
    const { code, out, err } = await diff(folder, ["bad.yaml", "good.yaml"]);
    expect(code).toBe(0);
    expect(err).toContain("bad.yaml:12:34: warning");
    expect(out).toContain("What clients get now isn't known: the policy before has mistakes");
    expect(out).toMatch(/everywhere +web-a 90 % · web-b 10 %\n/u);
  });

  test("as data", async () => {
    const folder = makeProject({ "old.yaml": small, "new.yaml": weighing(60, 40) });
    const { out } = await diff(folder, ["old.yaml", "new.yaml"], { format: "json" });
    expect(parseSaid(out)).toMatchObject({
      command: "diff",
      ok: true,
      before: "old.yaml",
      after: "new.yaml",
      revisions: [
        {
          file: "new.yaml",
          name: "web",
          zone: "example.com",
          status: "changed",
          compared: true,
          objectives: [],
          rules: [],
        },
      ],
      plans: [
        {
          file: "new.yaml",
          provider: "route53",
          zone: { id: "", name: "example.com" },
          names: [{ name: "www.example.com", status: "changed", blast: { share: 0.3 } }],
          guards: { findings: [] },
          risk: "medium",
        },
      ],
      comparisons: [],
    });
  });
});

test("two providers are compared as one, and a provider that is new has new names", async () => {
  const both = weighing(60, 40).replace("route53: {}", "route53: {}\n  cloudflare: {}");
  const folder = makeProject({ "old.yaml": small, "new.yaml": both });
  const { out } = await diff(folder, ["old.yaml", "new.yaml"]);
  expect(out).toContain("new at Cloudflare");
  expect(out).toMatch(/everywhere +web-a 90 % · web-b 10 % +web-a 60 % · web-b 40 %/u);
  expect(out).toContain("Route 53: 0 to add, 2 to change, 0 to destroy");
});

test("directories are lined up by policies and files, one that left is removed", async () => {
  const other = small.replace("name: web", "name: other").replace("www:", "api:");
  const folder = makeProject({
    "a/web.yaml": small,
    "a/other.yaml": other,
    // Moved, and still the same policy.
    "b/deep/web.yaml": weighing(80, 20),
  });
  const { out } = await diff(folder, ["a", "b"]);
  expect(out).toMatch(/web-a 90 % · web-b 10 % +web-a 80 % · web-b 20 %/u);
  expect(out).toContain("example.com · other  a/other.yaml  removed");
});

describe("commits", () => {
  test("a commit against the files here, two commits, and what a branch changed since it left", async () => {
    const folder = makeRepository({ "dns/web.yaml": small });
    git(folder, "checkout", "-q", "-b", "ramp");
    writeIn(folder, "dns/web.yaml", weighing(80, 20));
    expect((await diff(folder, ["HEAD"])).out).toContain("now: HEAD · after: the files here");
    expect((await diff(folder, ["HEAD"])).out).toMatch(/web-a 90 % · web-b 10 % +web-a 80 % · web-b 20 %/u);
    commit(folder);
    git(folder, "checkout", "-q", "main");
    writeIn(folder, "dns/web.yaml", weighing(50, 50));
    commit(folder);
    const base = git(folder, "rev-parse", "main~1").slice(0, 12);
    const since = await diff(folder, ["main...ramp"]);
    expect(since.out).toContain(`now: main (merge base ${base}) · after: ramp`);
    expect(since.out).toMatch(/web-a 90 % · web-b 10 % +web-a 80 % · web-b 20 %/u);
    for (const words of [["main", "ramp"], ["main..ramp"], ["main", "ramp", "dns"], ["..ramp"]]) {
      expect((await diff(folder, words)).out).toMatch(/web-a 50 % · web-b 50 % +web-a 80 % · web-b 20 %/u);
    }
    expect((await diff(folder, ["main", "dns/"], { exitCode: true })).code).toBe(0);
    // From a folder below, paths are those of that folder, as git has it.
    expect((await diff(join(folder, "dns"), ["main", "ramp", "web.yaml"])).out).toContain("web-b 20 %");
  });

  test("includes are read in the tree of their own commit", async () => {
    const folder = makeRepository({ "dns/web.yaml": including, "shared/endpoints.yaml": part });
    writeIn(folder, "shared/endpoints.yaml", part.replace("192.0.2.1 ", "192.0.2.9 "));
    commit(folder);
    const { code, out } = await diff(folder, ["HEAD~1", "HEAD"]);
    expect(code).toBe(0);
    expect(out).toContain("192.0.2.1 → 192.0.2.9");
  });

  test("a file that came is new, one that went is removed", async () => {
    const folder = makeRepository({ "dns/web.yaml": small });
    git(folder, "rm", "-q", "dns/web.yaml");
    writeIn(folder, "dns/api.yaml", small.replace("name: web", "name: api").replace("www:", "api:"));
    commit(folder);
    const { out } = await diff(folder, ["HEAD~1", "HEAD"]);
    expect(out).toContain("example.com · api  HEAD:dns/api.yaml  new");
    expect(out).toContain("example.com · web  HEAD~1:dns/web.yaml  removed");
  });

  test("nothing is read from outside the tree, by a path or by a link", async () => {
    const folder = makeRepository({
      "dns/web.yaml": including.replace("../shared/", "../../"),
      "dns/other.yaml": including.replace("name: web", "name: other").replace("www:", "api:"),
      "shared/inner.yaml": part,
    });
    symlinkSync("../../../etc/passwd", join(folder, "shared/endpoints.yaml"));
    commit(folder);
    const { code, err } = await diff(folder, ["HEAD", "HEAD"]);
    expect(code).toBe(3);
    expect(err.match(/error: .*\[include-outside\]/gu)).toHaveLength(2);
  });

  test("a link within the tree leads where it leads", async () => {
    const folder = makeRepository({ "dns/web.yaml": including, "real/all.yaml": part });
    symlinkSync("real", join(folder, "shared"));
    symlinkSync("all.yaml", join(folder, "real/endpoints.yaml"));
    symlinkSync("loop.yaml", join(folder, "real/loop.yaml"));
    commit(folder);
    expect(await diff(folder, ["HEAD", "HEAD"])).toMatchObject({ code: 0 });
    expect((await diff(folder, ["HEAD", "HEAD", "real/loop.yaml"])).err).toContain("links go in a circle");
  });

  test("what is too large is refused by what git says of its size", async () => {
    const folder = makeRepository({ "dns/web.yaml": small });
    const { code, err } = await diff(folder, ["HEAD", "HEAD"], { maxFileSize: 100 });
    expect(code).toBe(3);
    expect(err).toContain("[file-too-large]");
  });

  test("what is under --root alone may be included", async () => {
    const folder = makeRepository({ "dns/web.yaml": including, "shared/endpoints.yaml": part });
    expect((await diff(folder, ["HEAD", "HEAD"], { root: "dns" })).err).toContain("[include-outside]");
  });

  test("changes nothing in the repository", async () => {
    const folder = makeRepository({ "dns/web.yaml": small });
    writeIn(folder, "dns/web.yaml", weighing(1, 1));
    const before = git(folder, "status", "--porcelain=v2");
    await diff(folder, ["HEAD"]);
    expect(git(folder, "status", "--porcelain=v2")).toBe(before);
  });
});

describe("a wrong command line", () => {
  let folder = "";
  beforeAll(() => {
    folder = makeRepository({ "dns/web.yaml": small });
    git(folder, "branch", "dns");
    git(folder, "checkout", "-q", "--orphan", "orphan");
    git(folder, "commit", "-q", "-m", "another beginning");
  });

  test.each([
    [["nowhere"], "neither a file nor a commit"],
    [["--output=stolen"], "neither a file nor a commit"],
    [["HEAD...--output=stolen"], "neither a file nor a commit"],
    [["HEAD", "--output=stolen"], "neither a commit nor a path"],
    [["HEAD\n", "HEAD"], "neither a file nor a commit"],
    [["HEAD", "HEAD", "nowhere.yaml"], "neither a commit nor a path"],
    [["HEAD", "HEAD", "../elsewhere"], "outside the repository"],
    [["dns"], "write ./dns for the path"],
    [["HEAD", "dns"], "write ./dns for the path"],
    [["./dns"], "compared with"],
    [["./dns", "./dns", "./dns"], "only two"],
    [["./dns", "nowhere"], "no file nowhere"],
    [["orphan...main"], "no commit in common"],
  ])("%j", async (words, said) => {
    const failed = diff(folder, words);
    await expect(failed).rejects.toThrow(UsageError);
    await expect(failed).rejects.toThrow(said);
  });
});

test("without a repository a word that is no file says so", async () => {
  await expect(diff(makeProject({ "a.yaml": small }), ["HEAD"])).rejects.toThrow("no git repository");
});
