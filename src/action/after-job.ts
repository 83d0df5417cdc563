/** After the job: an apply that never came to its end is told, with the ways on and back. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as core from "@actions/core";
import { type ReadJournal, readJournal } from "../apply/read-journal.ts";
import { code, prose } from "../report/markdown/escape.ts";
import { composeBody, markFor, putComment } from "./comment.ts";
import { type Environment, readEvent } from "./event.ts";
import { GitHubError, openGitHub } from "./github.ts";
import { readInputs } from "./inputs.ts";
import type { Stage } from "./stage.ts";

export async function runAfterJob(stage: Stage, env: Environment): Promise<void> {
  if (stage.stage === "ended" || stage.command !== "apply") return;
  const markdown = tellInterrupted(stage.folder);
  core.error("The apply was interrupted; the summary says how far it came.", { title: "signpost" });
  if (env.GITHUB_STEP_SUMMARY) await core.summary.addRaw(markdown, true).write();
  const [inputs, event] = [readInputs(), readEvent(env)];
  if (!("command" in inputs) || event === null || stage.pullRequest === null || inputs.token === null) return;
  try {
    const mark = markFor("apply", inputs);
    const github = openGitHub(event, inputs.token);
    await putComment(github, stage.pullRequest, mark, composeBody(mark, markdown, event, []), true);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    core.warning(`Could not comment on the pull request: ${error.message}`, { title: "signpost" });
  }
}

function tellInterrupted(folder: string): string {
  const into = join(folder, ".signpost/journal");
  const newest = existsSync(into) ? readdirSync(into).sort().at(-1) : undefined;
  const heading = "### 🔴 DNS apply · interrupted\n";
  if (newest === undefined) return `${heading}\nNothing was written.\n`;
  const journal = readJournal(readFileSync(join(into, newest), "utf8"));
  if (typeof journal === "string")
    return `${heading}\nIts journal ${code(newest)} can't be read: ${journal}.\n`;
  return `${heading}\n${tellJournal(journal, join(".signpost/journal", newest))}\n`;
}

function tellJournal({ changes, done, unknown, policy, zone }: ReadJournal, path: string): string {
  const finished = changes.filter(({ key }) => done.has(key)).length;
  return [
    `${prose(policy)} in ${code(zone.name)}: ${finished} of ${changes.length} changes were done.`,
    ...unknown.map((title) => `Whether this was done is not known: ${code(title)}`),
    `The journal is ${code(path)} on the runner; keep it with upload-artifact (\`if: always()\`). ${code(`signpost apply --resume ${path}`)} goes on from there, ${code(`signpost rollback ${path}`)} goes back, and running the job again goes on from what is live.`,
  ].join("\n\n");
}
