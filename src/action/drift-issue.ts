/** The one issue that is open while somebody's hand edit stands, and closes itself. */
import type { GitHub } from "./github.ts";

/** Returns what was done, in words. */
export async function keepIssue(
  github: GitHub,
  mark: string,
  title: string,
  body: string,
  isDrifted: boolean,
): Promise<string> {
  const issues = await github.listIssues();
  const [open, ...others] = issues.filter((issue) => issue.isTrusted && issue.body.startsWith(`${mark}\n`));
  if (isDrifted) {
    if (open === undefined) return `opened issue ${await github.createIssue(title, body)}`;
    await github.updateIssue(open.number, { body });
    return `updated issue ${open.number}`;
  }
  if (open === undefined) return "no issue is open, and none is needed";
  for (const { number } of [open, ...others]) {
    await github.createComment(number, body);
    await github.updateIssue(number, { state: "closed" });
  }
  return `closed issue ${[open, ...others].map(({ number }) => number).join(", ")}`;
}
