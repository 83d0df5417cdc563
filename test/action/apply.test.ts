/** Applies after the merge: only what was approved, and told however they end. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { small, weighing, writeIn } from "../cli/command-line.ts";
import { runStep, startStep } from "./runner.ts";
import { openScene } from "./scene.ts";

describe("apply", () => {
  test("refuses another change than the approved one: exit 6, and nothing is written", async () => {
    const { plan, step, github, vendor, workspace } = await openScene();
    await plan();
    github.pulls.push({ number: 7, headSha: "head1", mergeSha: "merge1" });
    writeIn(workspace, "dns/web.yaml", weighing(1, 99));
    const ended = await step({ command: "apply", expect: "from-pr" }, { sha: "merge1" });
    expect(ended.code).toBe(6);
    expect(ended.outputs["failure-reason"]).toBe("stale");
    expect(await vendor.list()).toEqual([]);
  });

  test("from-pr without an approved plan writes nothing, and says what is missing", async () => {
    const { step, vendor, github } = await openScene();
    for (const pulls of [[], [{ number: 7, headSha: "head1", mergeSha: "merge1" }]]) {
      github.pulls.splice(0, 9, ...pulls);
      const ended = await step({ command: "apply", expect: "from-pr" }, { sha: "merge1" });
      expect(ended.code).toBe(6);
      expect(ended.log).toContain("the plan's job needs checks: write".slice(4));
    }
    const alone = await step({ command: "apply", expect: "from-pr", "github-token": "" });
    expect(alone.code).toBe(6);
    expect(await vendor.list()).toEqual([]);
  });

  test("started again, it finds the change made, and needs no allow for it", async () => {
    const { step, workspace } = await openScene();
    await step({ command: "apply" });
    writeIn(workspace, "dns/web.yaml", weighing(5, 95));
    const allow = "max-shift=www";
    const planned = await step({ command: "plan", allow });
    const apply = { command: "apply", allow, expect: planned.outputs["change-digest"] ?? "" };
    expect((await step(apply)).code).toBe(0);
    const again = await step(apply);
    expect(again.code, again.log).toBe(0);
    expect(again.outputs["failure-reason"]).toBe("");
    expect(again.log).toContain("title=change-made");
  });

  test("a blocked plan approves nothing", async () => {
    const { step, plan, github, workspace } = await openScene();
    await step({ command: "apply" });
    writeIn(workspace, "dns/web.yaml", weighing(5, 95));
    const blocked = await plan();
    expect(blocked.code).toBe(5);
    expect(github.checks).toMatchObject([{ conclusion: "failure" }]);
    github.pulls.push({ number: 7, headSha: "head1", mergeSha: "merge1" });
    const ended = await step({ command: "apply", expect: "from-pr" }, { sha: "merge1" });
    expect(ended.code).toBe(6);
    expect(ended.log).toContain("may not be applied");
  });

  test("cancelled: finishes what is in flight, and tells it", async () => {
    const scene = await openScene();
    const { common, inputs } = scene;
    const checked = small
      .replace("endpoints:", "healthChecks:\n  up: { type: http, path: /up }\nendpoints:")
      .replaceAll(/192\.0\.2\.\d/gu, (address) => `${address}, healthCheck: up`);
    writeIn(common.workspace, "dns/web.yaml", checked);
    const running = await startStep({ ...common, inputs: { ...inputs, command: "apply" } });
    scene.interfere = (operation) => {
      if (operation !== "CreateHealthCheck") return;
      // Twice would be another wish.
      scene.interfere = () => {};
      running.kill("SIGINT");
    };
    const ended = await running.ended;
    expect(ended.code, ended.log).toBe(7);
    expect(ended.outputs["failure-reason"]).toBe("partial");
    expect(ended.log).toContain("signpost apply --resume");
    expect(ended.summary).toContain("not started");
  });

  test("killed: the part after the job tells how far it came, on the pull request too", async () => {
    const scene = await openScene();
    const { common, inputs, github, plan } = scene;
    await plan();
    github.pulls.push({ number: 7, headSha: "head1", mergeSha: "merge1" });
    const options = { ...common, sha: "merge1", inputs: { ...inputs, command: "apply", expect: "from-pr" } };
    writeIn(common.workspace, ".signpost/journal/20200101T000000.000Z-other.jsonl", "{}");
    writeIn(common.workspace, ".signpost/journal/zzz.txt", "no journal");
    const running = await startStep(options);
    scene.interfere = (operation) => {
      if (operation === "ChangeResourceRecordSets") running.kill("SIGKILL");
    };
    const killed = await running.ended;
    expect(killed.code).toBe(null);
    const planned = github.comments.length;
    const quiet = { ...options.inputs, comment: "off", summary: "false" };
    const unheard = await runStep({ ...options, inputs: quiet, state: killed.state });
    expect(unheard).toMatchObject({ code: 0, summary: "" });
    expect(unheard.log).toContain("the journals in .signpost/journal say how far it came");
    expect(github.comments).toHaveLength(planned);
    const after = await runStep({ ...options, state: killed.state });
    expect(after.code).toBe(0);
    expect(after.summary).toContain("0 of 3 changes were done");
    expect(after.summary).not.toMatch(/20200101|zzz/u);
    expect(after.summary).toContain("Whether this was done is not known");
    expect(github.comments.at(-1)?.body).toContain("interrupted");
    // Whoever starts it again finds it done, and after a step that came to its end there is nothing to tell.
    const done = await runStep(options);
    expect(done.code, done.log).toBe(0);
    expect(done.log).toContain("Nothing is left to change");
    expect((await runStep({ ...options, state: done.state })).summary).toBe("");
  });

  test("what comes after the job offers a finished journal the way back alone", async () => {
    const { step, common, inputs, workspace } = await openScene();
    const path = (await step({ command: "apply" })).outputs["receipt-file"] ?? "";
    const lines = readFileSync(join(workspace, path), "utf8").split("\n");
    const cut = ".signpost/journal/20991231T000000.000Z-cut.jsonl";
    writeIn(workspace, cut, `${lines.slice(0, -2).join("\n")}\n`);
    const stage = { stage: "applying", folder: workspace, journals: [], pullRequest: null };
    const options = { ...common, inputs: { ...inputs, command: "apply" } };
    const { summary } = await runStep({ ...options, state: { stage: JSON.stringify(stage) } });
    expect(summary).toContain("finished, all of its changes were done");
    expect(summary).not.toContain(`--resume ${path}`);
    expect(summary).toContain(`signpost rollback ${path}`);
    expect(summary).toContain(`signpost apply --resume ${cut}`);
  });

  test("what comes after the job comments on ever so many journals in as much as GitHub takes", async () => {
    const { common, inputs, github, workspace } = await openScene();
    const names = Array.from(
      { length: 900 },
      (_, at) => `20260101T000000.000Z-a-policy-with-a-name-${at}.jsonl`,
    );
    for (const name of names) writeIn(workspace, `.signpost/journal/${name}`, "{}");
    const stage = { stage: "applying", folder: workspace, journals: [], pullRequest: 7 };
    const options = { ...common, inputs: { ...inputs, command: "apply" } };
    const { summary } = await runStep({ ...options, state: { stage: JSON.stringify(stage) } });
    for (const name of names) expect(summary).toContain(name);
    const body = github.comments[0]?.body ?? "";
    expect(body.length).toBeLessThanOrEqual(60_000);
    expect(body).toMatch(/And \d+ journals more, in `\.signpost\/journal`\./u);
    expect(body).toContain("upload-artifact");
  });

  test("what comes after the job is never taken for the step, however early that ended", async () => {
    const { common, inputs, github, vendor, plan } = await openScene();
    await plan();
    github.pulls.push({ number: 7, headSha: "head1", mergeSha: "merge1" });
    github.forbidden.push("GET /repos/acme/dns/commits");
    const options = { ...common, sha: "merge1", inputs: { ...inputs, command: "apply", expect: "from-pr" } };
    const failed = await runStep(options);
    expect(failed.code).toBe(4);
    expect(failed.outputs).toMatchObject({ "exit-code": "4", "failure-reason": "auth" });
    expect(failed.log).toMatch(/^::error title=signpost%3A GitHub::GitHub answered 403 to GET/mu);
    expect(failed.log).not.toContain("index.mjs");
    github.forbidden.length = 0;
    const after = await runStep({ ...options, state: failed.state });
    expect(after).toMatchObject({ code: 0, summary: "" });
    expect(await vendor.list()).toEqual([]);
  });
});
