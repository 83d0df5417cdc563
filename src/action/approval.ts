/**
 * Which change was approved: the plan of a pull request leaves its digest in a check of the last commit, where those who
 * review it see it; the apply after the merge looks it up. A comment could be edited by anybody with write access.
 */
import { shorten } from "./comment.ts";
import type { Event } from "./event.ts";
import type { CheckOutput, GitHub } from "./github.ts";
import type { Inputs } from "./inputs.ts";

/** One for each set of policies that is planned. */
export function checkName({ policy, provider, workingDirectory }: Inputs): string {
  const about = [workingDirectory === "." ? "" : workingDirectory, ...policy, provider ?? ""].filter(Boolean);
  return about.length === 0 ? "signpost plan" : `signpost plan (${shorten(about.join(" "))})`;
}

/** The commit that a plan's digest is kept at: that of the pull request, or of a merge group. */
export function plannedCommit({ name, pullRequest, sha }: Event): string | null {
  if (pullRequest !== null) return pullRequest.isFork ? null : pullRequest.headSha;
  return name === "merge_group" ? sha : null;
}

/** Leaves the digest at the commit. A plan that may not be applied approves nothing. */
export function recordChange(
  github: GitHub,
  sha: string,
  name: string,
  digest: string,
  output: CheckOutput & { readonly isBlocked: boolean },
): Promise<void> {
  const { isBlocked, ...shown } = output;
  const check = { externalId: digest, conclusion: isBlocked ? "failure" : "success" };
  return github.createCheck(sha, name, check, shown);
}

export type Approved =
  | { readonly kind: "approved"; readonly digest: string; readonly pullRequest: number | null }
  | { readonly kind: "none"; readonly why: string };

/** The digest that was approved for a commit: by the merge queue's plan, or by that of the pull request it is the merge of. */
export async function findApproved(github: GitHub, { sha }: Event, name: string): Promise<Approved> {
  const merged = await github.findMerged(sha);
  const commits = [sha, ...(merged === null ? [] : [merged.headSha])];
  for (const commit of commits) {
    // The newest alone counts: an older plan may have been of another world.
    const [newest] = await github.listChecks(commit, name);
    if (newest === undefined) continue;
    if (newest.conclusion !== "success")
      return { kind: "none", why: `the plan at ${commit} may not be applied` };
    if (!/^sha256:[0-9a-f]{64}$/u.test(newest.externalId)) continue;
    return { kind: "approved", digest: newest.externalId, pullRequest: merged?.number ?? null };
  }
  const where =
    merged === null
      ? `${sha} is the merge of no pull request`
      : `neither ${sha} nor ${merged.headSha}, the last commit of pull request ${merged.number}, has it`;
  return {
    kind: "none",
    why: `there is no check "${name}" with the digest of a plan: ${where}. The plan's job needs checks: write, and the same policy, provider and working-directory`,
  };
}
