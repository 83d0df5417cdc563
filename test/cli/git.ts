/** Repositories for the tests of what is read from commits. */
import { execFileSync } from "node:child_process";
import { makeProject } from "./command-line.ts";

/** Git without anybody's settings. */
export function git(folder: string, ...args: readonly string[]): string {
  const settings = [
    "-c",
    "user.name=Test",
    "-c",
    "user.email=test@example.com",
    "-c",
    "commit.gpgsign=false",
  ];
  const env = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: "1" };
  return execFileSync("git", [...settings, ...args], { cwd: folder, env, encoding: "utf8", stdio: "pipe" });
}

/** A repository with these files in its first commit, on the branch main. */
export function makeRepository(files: Readonly<Record<string, string>>): string {
  const folder = makeProject(files);
  git(folder, "init", "-q", "-b", "main");
  commit(folder);
  return folder;
}

export function commit(folder: string): void {
  git(folder, "add", "-A");
  git(folder, "commit", "-q", "-m", "change");
}
