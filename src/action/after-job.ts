/** After the job: an apply that never came to its end is told, with the ways on and back. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as core from "@actions/core";
import { type ReadJournal, readJournal } from "../apply/read-journal.ts";
import { usualFolder } from "../cli/journal-file.ts";
import { code, prose } from "../report/markdown/escape.ts";
import { composeBody, markFor, putComment } from "./comment.ts";
import { type Environment, readEvent } from "./event.ts";
import { GitHubError, openGitHub } from "./github.ts";
import { readInputs } from "./inputs.ts";
import { listJournals } from "./journals.ts";
import type { Stage } from "./stage.ts";

export async function runAfterJob(stage: Stage, env: Environment): Promise<void> {
  if (stage.stage !== "applying") return;
  const inputs = readInputs();
  // A step with wrong inputs applies nothing.
  if (!("command" in inputs)) return;
  const where = inputs.summary ? "the summary says" : `the journals in ${usualFolder} say`;
  core.error(`The apply was interrupted; ${where} how far it came.`, { title: "signpost" });
  const markdown = tellInterrupted(stage.folder, stage.journals);
  if (inputs.summary && env.GITHUB_STEP_SUMMARY) await core.summary.addRaw(markdown, true).write();
  const event = readEvent(env);
  if (event === null || stage.pullRequest === null || inputs.token === null || inputs.comment === "off")
    return;
  try {
    const mark = markFor("apply", inputs);
    const github = openGitHub(event, inputs.token);
    await putComment(github, stage.pullRequest, mark, composeBody(mark, markdown, event, []), true);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    core.warning(`Could not comment on the pull request: ${error.message}`, { title: "signpost" });
  }
}

/** @param before - names of journals of other runs */
function tellInterrupted(folder: string, before: readonly string[]): string {
  const heading = "### 🔴 DNS apply · interrupted\n";
  const ours = listJournals(folder).filter((name) => !before.includes(name));
  if (ours.length === 0) return `${heading}\nNothing was written.\n`;
  const told = ours.map((name) => {
    const journal = readJournal(readFileSync(join(folder, usualFolder, name), "utf8"));
    return typeof journal === "string"
      ? `The journal ${code(name)} can't be read: ${journal}.`
      : tellJournal(journal, `${usualFolder}/${name}`);
  });
  return `${heading}\n${[...told, ending].join("\n\n")}\n`;
}

const ending =
  "Journals are on the runner: keep them with upload-artifact and `if: always()`. Without one, plan what is left, and apply that.";

function tellJournal({ changes, done, unknown, policy, zone, provider }: ReadJournal, path: string): string {
  const finished = changes.filter(({ key }) => done.has(key)).length;
  return [
    `${prose(policy)} in ${code(zone.name)} at ${prose(provider)}: ${finished} of ${changes.length} changes were done.`,
    ...unknown.map((title) => `Whether this was done is not known: ${code(title)}`),
    `${code(`signpost apply --resume ${path}`)} goes on from there, ${code(`signpost rollback ${path}`)} goes back.`,
  ].join("\n\n");
}
