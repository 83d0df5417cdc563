/** What GitHub starts: the step, and once more after the job. */
import * as core from "@actions/core";
import { runAfterJob } from "./after-job.ts";
import { readStage } from "./stage.ts";
import { runStep } from "./step.ts";

const stage = readStage();
try {
  if (stage === null) process.exitCode = await runStep(process.env);
  else await runAfterJob(stage, process.env);
} catch (error) {
  core.error(error instanceof Error ? (error.stack ?? error.message) : String(error), { title: "signpost" });
  process.exitCode = 1;
}
