/** What commits hold, by git itself. Nothing is checked out, fetched, or run through a shell. */
import { spawnSync } from "node:child_process";
import type { Context } from "../context.ts";
import { UsageError } from "../usage-error.ts";

/** Something in the tree of a commit; a folder is no entry of its own. */
export interface TreeEntry {
  readonly kind: "file" | "link" | "submodule";
  readonly blob: string;
  readonly bytes: number;
}

export interface Repository {
  /** Absolute, links resolved. */
  readonly folder: string;
  /** The id of a commit, null when nothing is called so. */
  commitOf(ref: string): string | null;
  /** Where two commits part, null when they have nothing in common. */
  mergeBaseOf(one: string, other: string): string | null;
  /** Everything in a commit, by its path from the top. */
  listTree(commit: string): ReadonlyMap<string, TreeEntry>;
  readBlob(blob: string): Uint8Array;
  /** Many at once, by their ids: a process for each would take minutes. */
  readBlobs(blobs: readonly string[]): ReadonlyMap<string, Uint8Array>;
}

/** Trees of a million files are lists of a hundred megabytes. */
const mostBytes = 512 * 1_048_576;

/** Opens the repository around a folder; null where there is none, or no git. */
export function openRepository({ folder, env }: Pick<Context, "folder" | "env">): Repository | null {
  const run = (args: readonly string[], input = ""): Buffer | null => {
    const ended = spawnSync("git", ["--no-pager", "--literal-pathspecs", "--no-replace-objects", ...args], {
      cwd: folder,
      // What isn't here is not fetched: a partial clone would go to the network without being asked.
      env: { ...env, GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0", GIT_NO_LAZY_FETCH: "1", LC_ALL: "C" },
      maxBuffer: mostBytes,
      input,
      stdio: ["pipe", "pipe", "ignore"],
      shell: false,
      windowsHide: true,
    });
    return ended.error === undefined && ended.status === 0 ? ended.stdout : null;
  };
  const ask = (args: readonly string[]): string | null => run(args)?.toString("utf8").trimEnd() ?? null;
  const top = ask(["rev-parse", "--show-toplevel"]);
  if (top === null || top === "") return null;
  return {
    folder: top,
    commitOf: (ref) =>
      mayBeRef(ref) ? ask(["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]) : null,
    mergeBaseOf: (one, other) => ask(["merge-base", one, other]),
    listTree(commit) {
      const listed = run(["ls-tree", "-r", "-z", "-l", "--full-tree", commit]);
      if (listed === null) throw new UsageError(`git can't list the files of ${commit}`);
      return new Map(listed.toString("utf8").split("\0").flatMap(readEntry));
    },
    readBlob(blob) {
      const bytes = run(["cat-file", "blob", blob]);
      if (bytes === null) {
        throw new UsageError(`git doesn't have ${blob} here: fetch it, or clone without a filter`);
      }
      return bytes;
    },
    readBlobs(blobs) {
      const listed = run(["cat-file", "--batch"], blobs.map((blob) => `${blob}\n`).join(""));
      return listed === null ? new Map() : readBatch(listed);
    },
  };
}

/** "<id> blob <size>", the content and a line break each, as git-cat-file(1) has it; what isn't there is left out. */
function readBatch(listed: Buffer): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (let at = 0; at < listed.length; ) {
    const line = listed.indexOf("\n", at);
    const [id = "", kind, size = "0"] = listed.toString("utf8", at, line).split(" ");
    at = line + 1;
    if (line === -1) break;
    if (kind !== "blob") continue;
    found.set(id, listed.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return found;
}

/** What git would take for an option, or can't be an argument at all, is no name of a commit. */
function mayBeRef(ref: string): boolean {
  return ref !== "" && !ref.startsWith("-") && !/\p{Cc}/u.test(ref);
}

/** "100644 blob <id> <size>\t<path>", as git-ls-tree(1) has it. */
function readEntry(line: string): readonly (readonly [string, TreeEntry])[] {
  const { mode, blob, size, path } =
    /^(?<mode>\d+) \w+ (?<blob>[0-9a-f]+) +(?<size>\d+|-)\t(?<path>.+)$/su.exec(line)?.groups ?? {};
  if (mode === undefined || blob === undefined || path === undefined) return [];
  const kind = mode === "120000" ? "link" : mode === "160000" ? "submodule" : "file";
  return [[path, { kind, blob, bytes: size === "-" ? 0 : Number(size) }]];
}
