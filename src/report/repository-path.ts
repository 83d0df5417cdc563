/** Files as a repository names them. */
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Report, Surroundings } from "./report.ts";

/**
 * Relative to the top of the repository, with forward slashes; null for what lies outside. What `diff` read from a commit
 * is there already; what it read from the side before is nowhere in the files of now.
 */
export function repositoryPath(
  file: string,
  { command, after }: Pick<Report, "command" | "after">,
  { folder, root }: Surroundings,
): string | null {
  const [, commit, inCommit = ""] = (command === "diff" && inCommitPattern.exec(file)) || [];
  if (commit !== undefined) return commit === after ? inCommit : null;
  const path = relative(root, resolve(folder, file));
  return path === "" || path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path)
    ? null
    : path.split(sep).join("/");
}

/** "HEAD:dns/web.yaml", as `diff` calls a file of a commit. */
const inCommitPattern = /^([^:]+):(.+)$/su;

/** The same name for a file, whichever commit it was read from. */
export function withoutCommit(file: string): string {
  return inCommitPattern.exec(file)?.[2] ?? file;
}
