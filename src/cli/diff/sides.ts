/** What the words of `signpost diff` name: two files or directories, or commits and paths in them. */
import { existsSync, realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { limitsFor, usualLimits } from "../../source/limits.ts";
import type { Context } from "../context.ts";
import { defaultPolicies, type FoundFiles, type Reading, readPolicies } from "../files.ts";
import { openRoot } from "../root.ts";
import { statusOf } from "../status-of.ts";
import { UsageError } from "../usage-error.ts";
import { type Commit, isInCommit, readCommit } from "./commit-files.ts";
import { openRepository, type Repository } from "./git.ts";

/** One state of the policy files. */
export interface Side {
  readonly label: string;
  readonly found: FoundFiles;
  /** What the file with this path is called on both sides. */
  readonly keyOf: (path: string) => string;
}

export interface Sides {
  readonly before: Side;
  readonly after: Side;
}

/** Finds both sides. Throws `UsageError` for words that name nothing, or could name two things. */
export function findSides(context: Context, words: readonly string[], reading: Reading): Sides {
  const [first = "", second, ...others] = words;
  const isPath = (word: string) => statusOf(resolve(context.folder, word)) !== null;
  const repository = openRepository(context);
  if (isPath(first)) {
    if (repository?.commitOf(first) != null) {
      throw new UsageError(
        `"${first}" is a path and names a commit: write ./${first} for the path, refs/heads/${first} for a branch`,
      );
    }
    if (second === undefined) throw new UsageError(`name what ${first} is to be compared with`);
    if (others.length > 0) throw new UsageError("only two files or directories can be compared");
    if (!isPath(second)) throw new UsageError(`there is no file ${second}`);
    return comparePaths(context, first, second, reading);
  }
  if (repository === null) {
    throw new UsageError(
      `there is no file "${first}", and no git repository here in which it could name a commit`,
    );
  }
  return compareCommits(context, repository, words, reading);
}

function comparePaths(context: Context, one: string, other: string, reading: Reading): Sides {
  const sideOf = (path: string): Side => {
    const at = resolve(context.folder, path);
    const found = readPolicies([path], context.folder, reading);
    if (found === null) throw new UsageError(`there is no file ${path}`);
    return {
      label: path,
      found,
      // Of a single file there is nothing below: whatever the two are called, they are the same one.
      keyOf: (shown) => relative(at, resolve(context.folder, shown)).split(sep).join("/"),
    };
  };
  return { before: sideOf(one), after: sideOf(other) };
}

interface Range {
  readonly before: Commit;
  /** Null: the files as they are on disk. */
  readonly after: Commit | null;
  readonly label: string;
  readonly paths: readonly string[];
}

function compareCommits(
  context: Context,
  repository: Repository,
  words: readonly string[],
  reading: Reading,
): Sides {
  const range = findRange(context, repository, words);
  const { before, after } = range;
  const here = realpathSync(context.folder);
  const inTree = (path: string): string => {
    const way = relative(repository.folder, resolve(here, path)).split(sep).join("/");
    if (way !== ".." && !way.startsWith("../")) return way;
    throw new UsageError(`"${path}" is outside the repository`);
  };
  const isThere = (path: string, side: Commit | null) =>
    side === null ? existsSync(resolve(context.folder, path)) : isInCommit(side, inTree(path));
  const both = [after, before];
  // The policies of one side may stand elsewhere on the other: moved from one usual place to the next.
  const pathsOn = (side: Commit | null): readonly string[] => {
    const present = (range.paths.length > 0 ? range.paths : defaultPolicies).filter((path) =>
      isThere(path, side),
    );
    return range.paths.length > 0 ? present : present.slice(0, 1);
  };
  if (range.paths.length === 0 && both.every((side) => pathsOn(side).length === 0))
    throw new UsageError("no policy file on either side: name one, or a directory");
  const missing = range.paths.find((path) => !both.some((side) => isThere(path, side)));
  if (missing !== undefined) {
    throw new UsageError(`"${missing}" is neither a commit nor a path on either side`);
  }
  const limits = limitsFor(reading.maxFileSize ?? usualLimits.bytes);
  const root = reading.root === undefined ? "" : inTree(openRoot(reading.root, context.folder).real);
  const readSide = (side: Commit | null): FoundFiles => {
    const present = pathsOn(side);
    if (side !== null) return readCommit(repository, side, present.map(inTree), root, limits);
    const found = present.length === 0 ? null : readPolicies(present, context.folder, reading);
    return found ?? { files: [], diagnostics: [] };
  };
  const keyIn = (side: Commit | null) => (shown: string) =>
    side === null ? inTree(shown) : shown.slice(side.label.length + 1);
  return {
    before: { label: range.label, found: readSide(before), keyOf: keyIn(before) },
    after: { label: after?.label ?? "the files here", found: readSide(after), keyOf: keyIn(after) },
  };
}

/** `A...B`, `A..B`, `A B` or `A`, as git-diff(1) has them, and the paths behind. */
function findRange({ folder }: Context, repository: Repository, words: readonly string[]): Range {
  const [first = "", ...rest] = words;
  const parsed = /^(?<left>.*?)(?<dots>\.{2,3})(?<right>.*)$/su.exec(first)?.groups;
  if (parsed !== undefined) {
    // An end that is left out is HEAD.
    const [left, right] = [parsed.left || "HEAD", parsed.right || "HEAD"];
    const [one, other] = [openCommit(repository, left), openCommit(repository, right)];
    if (parsed.dots === "..") return { before: one, after: other, label: left, paths: rest };
    const base = repository.mergeBaseOf(one.id, other.id);
    if (base === null) {
      throw new UsageError(
        `${left} and ${right} have no commit in common here: fetch their history (fetch-depth: 0 in actions/checkout)`,
      );
    }
    const short = base.slice(0, 12);
    const before = { id: base, label: short, tree: repository.listTree(base) };
    return { before, after: other, label: `${left} (merge base ${short})`, paths: rest };
  }
  const before = openCommit(repository, first);
  const [second, ...paths] = rest;
  const isRef = second !== undefined && repository.commitOf(second) !== null;
  if (isRef && statusOf(resolve(folder, second)) !== null) {
    throw new UsageError(
      `"${second}" is a path and names a commit: write ./${second} for the path, refs/heads/${second} for a branch`,
    );
  }
  return isRef
    ? { before, after: openCommit(repository, second), label: first, paths }
    : { before, after: null, label: first, paths: rest };
}

function openCommit(repository: Repository, ref: string): Commit {
  const id = repository.commitOf(ref);
  if (id === null) {
    throw new UsageError(`"${ref}" is neither a file nor a commit here (in a shallow clone, fetch it first)`);
  }
  return { id, label: ref, tree: repository.listTree(id) };
}
