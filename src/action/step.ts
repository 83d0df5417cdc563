/** The step itself: inputs, one run of the program, and everything that is told of it. */
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as core from "@actions/core";
import { type ExitCode, exitCodes } from "../cli/exit-code.ts";
import { appendSummary } from "../cli/step-summary.ts";
import { renderAnnotations } from "../report/annotations.ts";
import { renderMarkdown } from "../report/markdown/markdown.ts";
import type { Report, Surroundings } from "../report/report.ts";
import { type Approved, checkName, findApproved, plannedCommit, recordChange } from "./approval.ts";
import { type ReportFiles, wordsFor } from "./command-line.ts";
import { composeBody, markFor, putComment, shorten } from "./comment.ts";
import { keepIssue } from "./drift-issue.ts";
import { type Environment, type Event, readEvent } from "./event.ts";
import { type GitHub, GitHubError, openGitHub } from "./github.ts";
import { type Inputs, readInputs } from "./inputs.ts";
import { listJournals } from "./journals.ts";
import { judge } from "./judgement.ts";
import { changesAnything, isDrifted, setFailure, setOutputs } from "./outputs.ts";
import { type Ran, runProgram } from "./program.ts";
import { noteStage } from "./stage.ts";

/** Where the step runs, and what it may ask. */
interface Scene {
  readonly inputs: Inputs;
  readonly event: Event | null;
  readonly github: GitHub | null;
}

/** Runs the step to its exit code. */
export async function runStep(env: Environment): Promise<ExitCode> {
  const inputs = readInputs();
  if (!("command" in inputs)) return refuseInputs(inputs);
  const folder = resolve(env.GITHUB_WORKSPACE || ".", inputs.workingDirectory);
  if (!existsSync(folder)) {
    return refuseInputs([
      `working-directory: there is no ${inputs.workingDirectory}; was the repository checked out?`,
    ]);
  }
  const event = readEvent(env);
  const github = event === null || inputs.token === null ? null : openGitHub(event, inputs.token);
  const scene: Scene = { inputs, event, github };
  const approved = await findExpected(scene);
  if (approved?.kind === "none") {
    core.error(approved.why, { title: "signpost: no approved change" });
    setFailure(exitCodes.stale);
    return exitCodes.stale;
  }
  process.chdir(folder);
  const files = makeFiles(env);
  const pullRequest = approved?.pullRequest ?? event?.pullRequest?.number ?? null;
  if (inputs.command === "apply") {
    noteStage({ stage: "applying", folder, journals: listJournals(folder), pullRequest });
  }
  const ran = await runProgram(wordsFor(inputs, event, files, approved?.digest ?? null), files);
  noteStage({ stage: "ended" });
  const code = judge(ran, inputs);
  setOutputs(ran, code, inputs, files);
  return worseOf(code, await tell(scene, ran, code, pullRequest));
}

function refuseInputs(wrong: readonly string[]): ExitCode {
  for (const one of wrong) core.error(one, { title: "signpost: wrong input" });
  setFailure(exitCodes.usage);
  return exitCodes.usage;
}

/** What went wrong first is what counts. */
function worseOf(code: ExitCode, other: ExitCode): ExitCode {
  if (code !== exitCodes.done) return code;
  if (other !== exitCodes.done) setFailure(other);
  return other;
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
  const folder = env.RUNNER_TEMP || tmpdir();
  const name = `signpost-${randomUUID()}`;
  return { json: join(folder, `${name}.json`), markdown: join(folder, `${name}.md`) };
}

/** @returns an exit code: that of what has to be told and couldn't be */
async function tell(scene: Scene, ran: Ran, code: ExitCode, pullRequest: number | null): Promise<ExitCode> {
  const { inputs, event, github } = scene;
  const { report } = ran;
  if (report === null) return exitCodes.done;
  const surroundings = { folder: process.cwd(), root: process.env.GITHUB_WORKSPACE || process.cwd() };
  if (inputs.annotations) process.stdout.write(renderAnnotations(report, surroundings));
  if (inputs.summary) await summarize(report, surroundings);
  if (event === null || github === null) return exitCodes.done;
  await tellPullRequest({ ...scene, event, github }, { ...ran, report }, code, pullRequest);
  const hasLooked = ran.code === exitCodes.done || ran.code === exitCodes.differenceFound;
  const drifted = isDrifted(report);
  // An issue is closed by nothing less than a look at everything.
  if (inputs.issue === "off" || !hasLooked || drifted === null) return exitCodes.done;
  const mark = markFor("drift", inputs);
  const body = composeBody(mark, (limit) => renderMarkdown(report, undefined, limit), event, []);
  const title = shorten(`DNS drift${inputs.policy.length === 0 ? "" : `: ${inputs.policy.join(" ")}`}`);
  try {
    core.info(await keepIssue(github, mark, title, body, drifted));
    return exitCodes.done;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const why = error.isForbidden ? "the token may not; the job needs issues: write" : error.message;
    core.error(`Could not keep the issue of the drift: ${why}.`, { title: "signpost: GitHub" });
    return error.exitCode;
  }
}

/** A summary holds more than a comment does, so it is made anew. */
async function summarize(report: Report, surroundings: Surroundings): Promise<void> {
  const failures = await appendSummary(process.env.GITHUB_STEP_SUMMARY ?? "", report, surroundings);
  if (failures.length > 0) core.warning("Could not write the job's summary.", { title: "signpost" });
}

type Connected = Scene & { readonly event: Event; readonly github: GitHub };

async function tellPullRequest(
  { inputs, event, github }: Connected,
  { report, markdown }: Ran & { readonly report: Report },
  code: ExitCode,
  pullRequest: number | null,
): Promise<void> {
  const { command, comment } = inputs;
  const change = report.change ?? null;
  const isBlocked = code !== exitCodes.done;
  const commit = command === "plan" ? plannedCommit(event) : null;
  if (commit !== null && change !== null) {
    const shown = {
      title: `${isBlocked ? "Blocked: " : ""}change ${change.slice(0, 14)}`,
      summary: markdown ?? "",
    };
    await attempt("keep the digest of this plan for expect: from-pr", "checks: write", () =>
      recordChange(github, commit, checkName(inputs), change, { ...shown, url: event.runUrl, isBlocked }),
    );
  }
  if (pullRequest === null || comment === "off" || command === "drift" || command === "ramp") return;
  const isPlanned = command === "plan" && change !== null && changesAnything(report);
  const promise = isBlocked
    ? "Merging approves nothing: this plan may not be applied as it is"
    : `Merging applies exactly change \`${change?.slice(0, 14)}\` where the apply has \`expect: from-pr\``;
  const mark = markFor(command, inputs);
  const render = (limit: number) => renderMarkdown(report, undefined, limit);
  const body = composeBody(mark, render, event, isPlanned ? [promise] : []);
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
    const why = error.isForbidden
      ? `the token may not; the job needs ${permission}, which the pull request of a fork never has`
      : error.message;
    core.warning(`Could not ${what}: ${why}. The summary has the report.`, { title: "signpost" });
  }
}
