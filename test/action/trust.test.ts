/** Whose word counts: which check approves, which commit it stands at, and whose issue is ours. */
import { describe, expect, test } from "vitest";
import { findApproved, plannedCommit } from "../../src/action/approval.ts";
import { keepIssue } from "../../src/action/drift-issue.ts";
import type { Event } from "../../src/action/event.ts";
import { openGitHub } from "../../src/action/github.ts";
import { readInputs } from "../../src/action/inputs.ts";
import { openGitHubDouble } from "./github-double.ts";

const event: Event = {
  name: "push",
  owner: "acme",
  repository: "dns",
  sha: "merge1",
  pullRequest: null,
  runUrl: "https://github.com/acme/dns/actions/runs/42",
  apiUrl: "https://api.github.com",
};
const pullRequest = { number: 7, headSha: "head1", isFork: false, baseRef: "main" };

async function open() {
  const double = await openGitHubDouble();
  return { double, github: openGitHub({ ...event, apiUrl: double.url }, "a-token") };
}

const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;

describe("of several checks of a commit", () => {
  const check = (id: number, letter: string, conclusion: string) => ({
    id,
    head_sha: "head1",
    name: "signpost plan",
    external_id: digestOf(letter),
    conclusion,
  });

  test.each([
    ["approves", check(3, "b", "success"), { kind: "approved", digest: digestOf("b"), pullRequest: 7 }],
    ["that is blocked approves nothing", check(3, "b", "failure"), { kind: "none" }],
  ])("the newest alone %s, in whatever order they come", async (_what, newest, approved) => {
    const older = [check(1, "a", "success"), check(2, "c", "failure")];
    for (const checks of [
      [...older, newest],
      [newest, ...older],
    ]) {
      const { double, github } = await open();
      double.checks.push(...checks);
      double.pulls.push({ number: 7, headSha: "head1", mergeSha: "merge1" });
      expect(await findApproved(github, event, "signpost plan")).toMatchObject(approved);
    }
  });
});

test("a plan's digest stands at what is merged: the pull request's last commit, or that of a merge group", () => {
  expect(plannedCommit({ ...event, name: "pull_request", pullRequest })).toBe("head1");
  expect(plannedCommit({ ...event, name: "merge_group" })).toBe("merge1");
  expect(plannedCommit(event)).toBeNull();
  expect(
    plannedCommit({ ...event, name: "pull_request", pullRequest: { ...pullRequest, isFork: true } }),
  ).toBeNull();
});

test("an issue that a stranger put the mark into is neither kept nor closed", async () => {
  const { double, github } = await open();
  const mark = "<!-- mark -->";
  const issue = { title: "DNS drift", body: `${mark}\nforged`, state: "open" } as const;
  double.issues.push({ ...issue, number: 1, author: { type: "User", association: "NONE" } });
  expect(await keepIssue(github, mark, "DNS drift", `${mark}\nnone`, false)).toContain("no issue is open");
  expect(await keepIssue(github, mark, "DNS drift", `${mark}\ndrift`, true)).toMatch(/^opened issue/u);
  expect(double.issues).toMatchObject([
    { body: `${mark}\nforged`, state: "open" },
    { body: `${mark}\ndrift` },
  ]);
  double.issues.splice(0, 9, { ...issue, number: 2, author: { type: "User", association: "MEMBER" } });
  expect(await keepIssue(github, mark, "DNS drift", `${mark}\nnone`, false)).toBe("closed issue 2");
});

test("expect takes a digest or from-pr, and nothing that means neither", () => {
  const read = (expect: string) => readInputs((name) => ({ command: "apply", expect })[String(name)] ?? "");
  expect(read("none")).toEqual(["expect: none is neither from-pr nor a digest that plan prints"]);
  expect(read("")).toMatchObject({ expect: { kind: "any" } });
  expect(read(digestOf("a"))).toMatchObject({ expect: { kind: "digest", digest: digestOf("a") } });
});
