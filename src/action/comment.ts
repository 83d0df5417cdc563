/** The one comment of a pull request that is always up to date. */
import { createHash } from "node:crypto";
import type { Event } from "./event.ts";
import type { GitHub } from "./github.ts";
import type { Inputs } from "./inputs.ts";

/** An invisible first line, by which a comment or an issue is found again. The same for every run of the same step. */
export function markFor(what: string, { policy, provider, workingDirectory }: Inputs): string {
  const about = [what, workingDirectory, provider ?? "", ...policy].join(" ");
  // Within a comment of HTML nothing may end it.
  return `<!-- signpost action ${shorten(about).replaceAll(/[^\w ./*@-]|--/gu, "_")} -->`;
}

/** Letters of a name; GitHub takes no more of a title. */
const longestName = 200;

/** The same text, or the beginning of it with a digest of the whole. */
export function shorten(text: string): string {
  if (text.length <= longestName) return text;
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 16);
  return `${text.slice(0, longestName - digest.length - 1)} ${digest}`;
}

/** Characters of a comment or an issue, of which GitHub takes 65,536. */
const largestBody = 60_000;

/**
 * The report with what belongs to the run around it.
 *
 * @param render - the report in as many bytes as this at most, of which there are at least as many as characters
 */
export function composeBody(
  mark: string,
  render: (limit: number) => string,
  { runUrl }: Event,
  more: readonly string[],
): string {
  const [head, foot] = [`${mark}\n`, `\n\n<sub>${[...more, `[This run](${runUrl})`].join(" · ")}</sub>\n`];
  return `${head}${render(largestBody - head.length - foot.length).trimEnd()}${foot}`;
}

/**
 * Updates the comment with this mark, or makes it. A mark in the comment of somebody who doesn't belong here is passed
 * over: its author could change afterwards what we say.
 *
 * @param mayCreate - whether one is wanted where there is none yet
 */
export async function putComment(
  github: GitHub,
  pullRequest: number,
  mark: string,
  body: string,
  mayCreate: boolean,
): Promise<void> {
  const comments = await github.listComments(pullRequest);
  const mine = comments.find((comment) => comment.isTrusted && comment.body.startsWith(`${mark}\n`));
  if (mine !== undefined) await github.updateComment(mine.id, body);
  else if (mayCreate) await github.createComment(pullRequest, body);
}
