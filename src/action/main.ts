/** What GitHub starts: the step, and once more after the job. */
import * as core from "@actions/core";
import { exitCodes } from "../cli/exit-code.ts";
import { runAfterJob } from "./after-job.ts";
import { GitHubError } from "./github.ts";
import { setFailure } from "./outputs.ts";
import { noteStage, readStage } from "./stage.ts";
import { runStep } from "./step.ts";

const stage = readStage();
// First of all, since whatever finds no stage is the step itself: what comes after the job must never be taken for it.
if (stage === null) noteStage({ stage: "begun" });
try {
  if (stage === null) process.exitCode = await runStep(process.env);
  else await runAfterJob(stage, process.env);
} catch (error) {
  const isGitHub = error instanceof GitHubError;
  const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
  core.error(isGitHub ? error.message : said, { title: isGitHub ? "signpost: GitHub" : "signpost" });
  const code = isGitHub ? error.exitCode : exitCodes.internalError;
  process.exitCode = code;
  if (stage === null) setFailure(code);
}
