/** What GitHub starts: the step, and once more after the job. */
import * as core from "@actions/core";
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
  if (error instanceof GitHubError) {
    core.error(error.message, { title: "signpost: GitHub" });
    process.exitCode = error.exitCode;
  } else {
    core.error(error instanceof Error ? (error.stack ?? error.message) : String(error), {
      title: "signpost",
    });
    process.exitCode = 1;
  }
  if (stage === null) setFailure(process.exitCode);
}
