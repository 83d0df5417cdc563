/** The step itself: inputs, one run of the program, and everything that is told of it. */
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as core from "@actions/core";
import { renderAnnotations } from "../report/annotations.ts";
import { type Approved, checkName, findApproved, plannedCommit, recordChange } from "./approval.ts";
import { type ReportFiles, wordsFor } from "./command-line.ts";
import { composeBody, markFor, putComment } from "./comment.ts";
import { keepIssue } from "./drift-issue.ts";
import { type Environment, type Event, readEvent } from "./event.ts";
import { type GitHub, GitHubError, openGitHub } from "./github.ts";
import { type Inputs, type ReasonToFail, readInputs } from "./inputs.ts";
import { changesAnything, setOutputs } from "./outputs.ts";
import { type Ran, runProgram } from "./program.ts";
import { noteStage } from "./stage.ts";

const exitUsage = 64;
const exitStale = 6;
const exitDifference = 2;

/** Where the step runs, and what it may ask. */
interface Scene {
  readonly inputs: Inputs;
  readonly event: Event | null;
  readonly github: GitHub | null;
}

/** Runs the step to its exit code. */
export async function runStep(env: Environment): Promise<number> {
  const inputs = readInputs();
  if (!("command" in inputs)) {
    for (const wrong of inputs) core.error(wrong, { title: "signpost: wrong input" });
    return exitUsage;
  }
  const event = readEvent(env);
  const github = event === null || inputs.token === null ? null : openGitHub(event, inputs.token);
  const scene: Scene = { inputs, event, github };
  const approved = await findExpected(scene);
  if (approved?.kind === "none") {
    core.error(approved.why, { title: "signpost: no approved change" });
    core.setOutput("failure-reason", "stale");
    core.setOutput("exit-code", exitStale);
    return exitStale;
  }
  process.chdir(resolve(env.GITHUB_WORKSPACE ?? ".", inputs.workingDirectory));
  const files = makeFiles(env);
  const number = approved?.pullRequest ?? event?.pullRequest?.number ?? null;
  noteStage({ stage: "running", command: inputs.command, folder: process.cwd(), pullRequest: number });
  const ran = await runProgram(wordsFor(inputs, event, files, approved?.digest ?? null), files);
  noteStage({ stage: "ended", command: inputs.command, folder: process.cwd(), pullRequest: number });
  await tell(scene, ran, files, number);
  return judge(ran, inputs);
}

/** Null where any change may be applied. */
async function findExpected({ inputs, event, github }: Scene): Promise<Approved | null> {
  const { expect } = inputs;
  if (expect.kind === "any") return null;
  if (expect.kind === "digest") return { kind: "approved", digest: expect.digest, pullRequest: null };
  if (event === null || github === null) {
    return { kind: "none", why: "expect: from-pr needs a github-token, in a workflow that a push started" };
  }
  return findApproved(github, event, checkName(inputs));
}

function makeFiles(env: Environment): ReportFiles {
  const folder = env.RUNNER_TEMP ?? tmpdir();
  const name = `signpost-${randomUUID()}`;
  return { json: join(folder, `${name}.json`), markdown: join(folder, `${name}.md`) };
}

async function tell(scene: Scene, ran: Ran, files: ReportFiles, pullRequest: number | null): Promise<void> {
  const { inputs } = scene;
  setOutputs(ran, inputs, files);
  if (inputs.annotations && ran.report !== null) {
    const surroundings = { folder: process.cwd(), root: process.env.GITHUB_WORKSPACE ?? process.cwd() };
    process.stdout.write(renderAnnotations(ran.report, surroundings));
  }
  if (inputs.summary && ran.markdown !== null && process.env.GITHUB_STEP_SUMMARY) {
    await core.summary.addRaw(ran.markdown, true).write();
  }
  const { event, github } = scene;
  if (event === null || github === null || ran.markdown === null) return;
  await tellPullRequest({ ...scene, event, github }, ran, pullRequest);
  if (inputs.issue === "sticky" && ran.report !== null && [0, exitDifference].includes(ran.code)) {
    const mark = markFor("drift", inputs);
    const body = composeBody(mark, ran.markdown, event, []);
    const title = `DNS drift${inputs.policy.length === 0 ? "" : `: ${inputs.policy.join(" ")}`}`;
    core.info(await keepIssue(github, mark, title, body, ran.report.drifted ?? false));
  }
}

type Connected = Scene & { readonly event: Event; readonly github: GitHub };

async function tellPullRequest(
  { inputs, event, github }: Connected,
  { report, markdown }: Ran,
  pullRequest: number | null,
): Promise<void> {
  const { command, comment } = inputs;
  const change = report?.change ?? null;
  const commit = command === "plan" ? plannedCommit(event) : null;
  if (commit !== null && change !== null) {
    const isBlocked = report?.ok === false;
    const shown = {
      title: `${isBlocked ? "Blocked: " : ""}change ${change.slice(0, 14)}`,
      summary: markdown ?? "",
    };
    await attempt("keep the digest of this plan for expect: from-pr", "checks: write", () =>
      recordChange(github, commit, checkName(inputs), change, { ...shown, url: event.runUrl, isBlocked }),
    );
  }
  if (pullRequest === null || comment === "off" || command === "drift" || command === "ramp") return;
  const promise =
    command === "plan" && change !== null && changesAnything(report)
      ? [`Merging applies exactly change \`${change.slice(0, 14)}\` where the apply has \`expect: from-pr\``]
      : [];
  const mark = markFor(command, inputs);
  const body = composeBody(mark, markdown ?? "", event, promise);
  const mayCreate = comment === "sticky" || changesAnything(report);
  await attempt("comment on the pull request", "pull-requests: write", () =>
    putComment(github, pullRequest, mark, body, mayCreate),
  );
}

/** What is only told in one more place doesn't fail the step. */
async function attempt(what: string, permission: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const why =
      error.status === 403 || error.status === 404
        ? `the token may not; the job needs ${permission}, which the pull request of a fork never has`
        : error.message;
    core.warning(`Could not ${what}: ${why}. The summary has the report.`, { title: "signpost" });
  }
}

/** A difference is what `diff` and `drift` are there to find: it fails a step that says so. */
function judge({ code, report }: Ran, { failOn }: Inputs): number {
  const isSo: Readonly<Record<ReasonToFail, boolean>> = {
    changes: changesAnything(report),
    drift: report?.drifted ?? false,
    warnings: report?.diagnostics.some(({ severity }) => severity === "warning") ?? false,
  };
  if (code !== 0 && code !== exitDifference) return code;
  const reasons = failOn.filter((reason) => isSo[reason]);
  if (reasons.length > 0)
    core.error(`There are ${reasons.join(" and ")}, which fail-on names.`, { title: "signpost" });
  return reasons.length > 0 ? exitDifference : 0;
}
