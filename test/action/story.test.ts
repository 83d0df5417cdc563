/** The whole way of a change, as a team goes it: branch, review, merge, apply, look, and somebody who edits by hand. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeProject, run, small, weighing, writeIn } from "../cli/command-line.ts";
import { upsert } from "../sandbox/workbench.ts";
import { runStep } from "./runner.ts";
import { openScene } from "./scene.ts";

const author = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"];

function git(folder: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync("git", [...author, ...words], {
    cwd: folder,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`git ${words.join(" ")}: ${stderr}`);
  return stdout.trim();
}

test("a weight, from the branch to the name servers, and back from somebody's hand", {
  timeout: 120_000,
}, async () => {
  const { vendor, github, common, inputs } = await openScene();
  const origin = makeProject({ "dns/web.yaml": small, ".gitignore": ".signpost/\n" });
  git(origin, "init", "--quiet");
  git(origin, "add", ".");
  git(origin, "commit", "--quiet", "--message", "Weights as they are");
  const workspace = makeProject();
  git(workspace, "clone", "--quiet", origin, ".");
  const step = (more: Readonly<Record<string, string>>, rest: object = {}) =>
    runStep({ ...common, workspace, inputs: { ...inputs, policy: "dns/", ...more }, ...rest });
  const first = await step({ command: "apply" }, { sha: git(workspace, "rev-parse", "HEAD") });
  expect(first.code, first.log).toBe(0);

  // A branch.
  git(workspace, "switch", "--quiet", "--create", "more-b");
  writeIn(workspace, "dns/web.yaml", weighing(60, 40));
  git(workspace, "commit", "--quiet", "--all", "--message", "More for web-b");
  const headSha = git(workspace, "rev-parse", "HEAD");
  const pullRequest = {
    event: "pull_request",
    sha: headSha,
    payload: {
      pull_request: {
        number: 7,
        head: { sha: headSha, repo: { full_name: "acme/dns" } },
        base: { ref: "main" },
      },
    },
  };

  // What it would move, by the two commits alone: no credentials, no vendor.
  const compared = await step({ command: "diff", comment: "off" }, { ...pullRequest, env: {} });
  expect(compared.code, compared.log).toBe(0);
  expect(compared.log).not.toContain("file=HEAD");
  expect(compared.outputs).toMatchObject({ changes: "true", risk: "medium", update: "2" });
  expect(compared.summary).toContain(
    "| **everywhere** | `web-a` 90 % · `web-b` 10 % | `web-a` **60 %** · `web-b` **40 %** |",
  );

  // The plan, where it is reviewed.
  const planned = await step({ command: "plan" }, pullRequest);
  expect(planned.code, planned.log).toBe(0);
  expect(github.comments).toMatchObject([{ issue: 7, body: expect.stringContaining("moves up to 30 %") }]);

  // The merge, and exactly that change.
  git(workspace, "switch", "--quiet", "main");
  git(workspace, "merge", "--quiet", "--no-ff", "--message", "Merge more-b", "more-b");
  const mergeSha = git(workspace, "rev-parse", "HEAD");
  github.pulls.push({ number: 7, headSha, mergeSha });
  const applied = await step({ command: "apply", expect: "from-pr" }, { sha: mergeSha });
  expect(applied.code, applied.log).toBe(0);
  expect(applied.outputs["change-digest"]).toBe(planned.outputs["change-digest"]);
  const receipt = readFileSync(join(workspace, applied.outputs["receipt-file"] ?? ""), "utf8");
  expect(receipt).toContain('"outcome":"done"');

  // What clients get now, asked over DNS.
  const server = `127.0.0.1:${vendor.sandbox.dnsPort}`;
  const verify = () =>
    run(["verify", "dns/", "--server", server, "--place", "anywhere=192.0.2.0/24"], { folder: workspace });
  const verified = await verify();
  expect(verified.code, verified.stdout + verified.stderr).toBe(0);

  // Somebody's hand, at night.
  const look = () => step({ command: "drift", issue: "sticky" }, { event: "schedule", sha: mergeSha });
  expect((await look()).outputs.drift).toBe("false");
  const [set] = (await vendor.list()).filter(({ SetIdentifier }) => SetIdentifier === "web-b");
  if (set === undefined) throw new Error("nothing was applied");
  await vendor.change(upsert({ ...set, Weight: 240 }));
  expect((await verify()).code).toBe(2);
  expect((await look()).outputs.drift).toBe("true");
  expect(github.issues).toMatchObject([{ state: "open", body: expect.stringContaining("changed by hand") }]);

  // Put back, and the issue closes itself.
  const again = await step({ command: "apply" }, { event: "workflow_dispatch", sha: mergeSha });
  expect(again.code, again.log).toBe(0);
  expect((await look()).outputs.drift).toBe("false");
  expect(github.issues).toMatchObject([{ state: "closed" }]);
  expect((await verify()).code).toBe(0);
});
