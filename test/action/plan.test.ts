/** Plans in pull requests: comments, checks, annotations, and what a hostile policy can do about them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { small, weighing, writeIn } from "../cli/command-line.ts";
import { runStep } from "./runner.ts";
import { openScene, pullRequest } from "./scene.ts";

const digest = /^sha256:[0-9a-f]{64}$/u;

describe("plan", () => {
  test("comments once, and keeps the comment up to date", async () => {
    const { plan, github, workspace } = await openScene();
    const first = await plan();
    expect(first.code, first.log).toBe(0);
    expect(first.outputs).toMatchObject({
      changes: "true",
      create: "2",
      update: "0",
      delete: "0",
      drift: "false",
      risk: "low",
      "change-digest": expect.stringMatching(digest),
      "exit-code": "0",
      "failure-reason": "",
    });
    expect(first.summary).toContain("| everywhere |");
    const [comment, ...others] = github.comments;
    expect(others).toEqual([]);
    expect(comment).toMatchObject({ issue: 7 });
    expect(comment?.body).toContain("/acme/dns/actions/runs/42");
    expect(comment?.body).toContain("`expect: from-pr`");
    writeIn(workspace, "dns/web.yaml", weighing(50, 50));
    await plan();
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain("`web-a` 50 %");
    expect([...github.tokens]).toEqual(["token a-token"]);
  });

  test("a comment that a stranger put the mark into is left alone", async () => {
    const { plan, github } = await openScene();
    await plan();
    const [mine] = github.comments.splice(0);
    if (mine === undefined) throw new Error("no comment");
    github.comments.push({
      ...mine,
      author: { type: "User", association: "NONE" },
      body: `${mine.body}\nforged`,
    });
    await plan();
    expect(github.comments).toHaveLength(2);
    expect(github.comments[0]?.body).toContain("forged");
  });

  test("its digest stands at the pull request's last commit, where the apply after the merge finds it", async () => {
    const { plan, step, github, vendor } = await openScene();
    const planned = await plan();
    expect(github.checks).toMatchObject([
      {
        head_sha: "head1",
        name: "signpost plan (dns/web.yaml)",
        external_id: planned.outputs["change-digest"],
        conclusion: "success",
      },
    ]);
    github.pulls.push({ number: 7, headSha: "head1", mergeSha: "merge1" });
    const applied = await step({ command: "apply", expect: "from-pr" }, { sha: "merge1" });
    expect(applied.code, applied.log).toBe(0);
    expect(applied.outputs["change-digest"]).toBe(planned.outputs["change-digest"]);
    expect(applied.outputs["receipt-file"]).toMatch(/^\.signpost\/journal\/.*\.jsonl$/u);
    expect(await vendor.list()).toHaveLength(3);
    // The pull request is told how it ended, beside the plan.
    expect(github.comments.map(({ issue }) => issue)).toEqual([7, 7]);
  });

  test("that is blocked, or that fail-on names, promises nothing and says why", async () => {
    const { plan, step, github, workspace } = await openScene();
    await step({ command: "apply" });
    writeIn(workspace, "dns/web.yaml", weighing(5, 95));
    const blocked = await plan();
    expect(blocked.outputs).toMatchObject({ "exit-code": "5", "failure-reason": "guard" });
    expect(github.comments[0]?.body).toContain("Merging approves nothing");
    writeIn(workspace, "dns/web.yaml", weighing(60, 40));
    const named = await step(
      { command: "plan", "fail-on": "changes" },
      { event: "pull_request", payload: pullRequest() },
    );
    expect(named.code).toBe(2);
    expect(named.outputs).toMatchObject({ "exit-code": "2", "failure-reason": "difference" });
    expect(github.checks.at(-1)).toMatchObject({ conclusion: "failure" });
  });

  test("of ever so many files has a comment that GitHub takes", async () => {
    const { github, common, inputs } = await openScene();
    const names = Array.from({ length: 150 }, (_, at) => `dns/a-policy-with-quite-a-long-name-${at}.yaml`);
    for (const [at, name] of names.entries()) {
      writeIn(
        common.workspace,
        name,
        small.replace("name: web", `name: web-${at}`).replace("www:", `www-${at}:`),
      );
    }
    const ended = await runStep({
      ...common,
      event: "pull_request",
      payload: pullRequest(),
      inputs: { ...inputs, command: "plan", policy: names.join("\n") },
    });
    expect(ended.code, ended.log).toBe(0);
    expect(github.comments).toHaveLength(1);
    expect(github.checks[0]?.name.length).toBeLessThan(250);
  });

  test("of ever so many records is told in less detail on the pull request than in the summary", async () => {
    const labels = Array.from({ length: 600 }, (_, at) => `a-record-that-is-called-${at}`);
    const [head = "", record = ""] = small.split("  www:");
    const many = [head.trimEnd(), ...labels.map((label) => `  ${label}:${record.trimEnd()}`), ""].join("\n");
    const { plan, github } = await openScene(`${many}guards: { max-delete: 50 }\n`);
    const ended = await plan();
    expect(ended.code, ended.log).toBe(0);
    for (const label of labels) expect(ended.summary).toContain(`${label}.example.com`);
    expect(Buffer.byteLength(ended.summary)).toBeLessThanOrEqual(2 ** 20);
    const [comment] = github.comments;
    expect(comment?.body.length).toBeLessThanOrEqual(60_000);
    expect(comment?.body).toContain("This run");
    expect(labels.some((label) => !comment?.body.includes(label))).toBe(true);
  });

  test("of a fork asks for nothing that its token may not", async () => {
    const { plan, github } = await openScene();
    github.forbidden.push("POST");
    const ended = await plan({ payload: pullRequest(true) });
    expect(ended.code, ended.log).toBe(0);
    expect(github.checks).toEqual([]);
    expect(ended.log).toContain("::warning title=signpost::Could not comment on the pull request");
    expect(ended.summary).toContain("www.example.com");
  });

  test("comment: changes-only says nothing while nothing changes, and never leaves an old plan standing", async () => {
    const { step, plan, github, workspace } = await openScene();
    await step({ command: "apply" });
    const quiet = { event: "pull_request", payload: pullRequest() };
    await step({ command: "plan", comment: "changes-only" }, quiet);
    expect(github.comments).toEqual([]);
    writeIn(workspace, "dns/web.yaml", weighing(60, 40));
    await step({ command: "plan", comment: "changes-only" }, quiet);
    writeIn(workspace, "dns/web.yaml", small);
    await step({ command: "plan", comment: "changes-only" }, quiet);
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain("no changes");
    await step({ command: "plan", comment: "off" }, quiet);
    await plan();
    expect(github.comments).toHaveLength(1);
  });

  test("saves a plan that the next step applies", async () => {
    const { step, vendor } = await openScene();
    const planned = await step({ command: "plan", "plan-file": "web.plan.json", comment: "off" });
    expect(planned.outputs["plan-file"]).toBe("web.plan.json");
    const applied = await step({ command: "apply", "plan-file": "web.plan.json", policy: "" });
    expect(applied.code, applied.log).toBe(0);
    expect(await vendor.list()).toHaveLength(3);
  });

  test("a plan that isn't saved is no output, whatever it was to be called", async () => {
    const { step, workspace } = await openScene();
    await step({ command: "apply" });
    const save = { command: "plan", "plan-file": "web.plan.json", comment: "off" };
    for (const [policy, code] of [
      [weighing(5, 95), 5],
      [small.replace("web-b: 10", "web-z: 10"), 3],
    ] as const) {
      writeIn(workspace, "dns/web.yaml", policy);
      const ended = await step(save);
      expect(ended.code, ended.log).toBe(code);
      expect(ended.outputs["plan-file"]).toBe("");
      expect(existsSync(join(workspace, "web.plan.json"))).toBe(false);
    }
  });

  test("mistakes are annotations at their lines, and the step fails", async () => {
    const { step } = await openScene(small.replace("web-b: 10", "web-z: 10"));
    const ended = await step({ command: "validate", "sarif-file": "out.sarif" });
    expect(ended.code).toBe(3);
    expect(ended.outputs).toMatchObject({ "exit-code": "3", "failure-reason": "invalid" });
    expect(ended.log).toMatch(/^::error file=dns\/web\.yaml,line=12,.*title=unknown-endpoint::/mu);
  });

  test("what a policy is called commands nothing", async () => {
    const evil = "::error::pwned\\n::set-output name=x::y";
    const policy = `${small}tests:\n  - { name: "${evil}", record: www, expect: { web-a: 100 } }\n`;
    const { step } = await openScene(policy);
    const { log, code } = await step({ command: "validate" });
    expect(code).toBe(3);
    const [token] = /(?<=^::stop-commands::).+$/mu.exec(log) ?? [];
    if (token === undefined) throw new Error("commands were never stopped");
    const open = log.replace(new RegExp(`::stop-commands::${token}.*?^::${token}::$`, "msu"), "");
    const heard = open.split("\n").filter((line) => line.includes("::"));
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.every((line) => /^::(?:error|warning|notice) [^:]*::/u.test(line))).toBe(true);
    expect(open).not.toMatch(/^::error::pwned|^::set-output/mu);
  });
});
