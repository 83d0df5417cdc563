/** After the job: an apply that never came to its end is told, with the ways on and back. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as core from "@actions/core";
import { type ReadJournal, readJournal } from "../apply/read-journal.ts";
import { usualFolder } from "../cli/journal-file.ts";
import { code, prose } from "../report/markdown/escape.ts";
import { count } from "../report/text.ts";
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
  const render = (limit: number) => tellInterrupted(stage.folder, stage.journals, limit);
  if (inputs.summary && env.GITHUB_STEP_SUMMARY)
    await core.summary.addRaw(render(largestSummary), true).write();
  const event = readEvent(env);
  if (event === null || stage.pullRequest === null || inputs.token === null || inputs.comment === "off")
    return;
  try {
    const mark = markFor("apply", inputs);
    const github = openGitHub(event, inputs.token);
    await putComment(github, stage.pullRequest, mark, composeBody(mark, render, event, []), true);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    core.warning(`Could not comment on the pull request: ${error.message}`, { title: "signpost" });
  }
}

/** Bytes. The step itself has its own summary. */
const largestSummary = 1_000_000;

/**
 * @param before - names of journals of other runs
 * @param limit - bytes; journals that don't fit are counted
 */
function tellInterrupted(folder: string, before: readonly string[], limit: number): string {
  const heading = "### 🔴 DNS apply · interrupted\n";
  const ours = listJournals(folder).filter((name) => !before.includes(name));
  if (ours.length === 0) return `${heading}\nNothing was written.\n`;
  const told = ours.map((name) => {
    const journal = readJournal(readFileSync(join(folder, usualFolder, name), "utf8"));
    return typeof journal === "string"
      ? `The journal ${code(name)} can't be read: ${journal}.`
      : tellJournal(journal, `${usualFolder}/${name}`);
  });
  const compose = (most: number) => {
    const left = told.length - most;
    const more = left > 0 ? [`And ${count(left, "journal")} more, in ${code(usualFolder)}.`] : [];
    return `${heading}\n${[...told.slice(0, most), ...more, ending].join("\n\n")}\n`;
  };
  let most = told.length;
  while (most > 0 && Buffer.byteLength(compose(most)) > limit) most--;
  return compose(most);
}

const ending =
  "Journals are on the runner: keep them with upload-artifact and `if: always()`. Without one, plan what is left, and apply that.";

function tellJournal(journal: ReadJournal, path: string): string {
  const { changes, done, unknown, outcome, policy, zone, provider } = journal;
  const subject = `${prose(policy)} in ${code(zone.name)} at ${prose(provider)}`;
  const back = `${code(`signpost rollback ${path}`)} goes back.`;
  // One policy may be done when the run breaks off in the next: nothing of it is left to go on with.
  if (outcome === "done") return `${subject}: finished, all of its changes were done.\n\n${back}`;
  const finished = changes.filter(({ key }) => done.has(key)).length;
  return [
    `${subject}: ${finished} of ${changes.length} changes were done.`,
    ...unknown.map((title) => `Whether this was done is not known: ${code(title)}`),
    `${code(`signpost apply --resume ${path}`)} goes on from there, ${back}`,
  ].join("\n\n");
}
