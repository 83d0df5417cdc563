/** Paths in the tree of a commit, as a file system would follow them. */
import { posix } from "node:path";
import type { TreeEntry } from "./git.ts";

export type Followed =
  | { readonly kind: "found"; readonly path: string; readonly entry: TreeEntry }
  | { readonly kind: "outside" }
  /** `reason` is what the system would say. */
  | { readonly kind: "missing"; readonly reason: "ENOENT" | "ELOOP" };

/** As many links as Linux follows (path_resolution(7)). */
const mostLinks = 40;

/**
 * Follows a path from the top of the tree, links on the way included, to a file below the root.
 *
 * @param root - a folder of the tree, "" for all of it
 * @param targetOf - where a link leads, as it is written
 */
export function followPath(
  tree: ReadonlyMap<string, TreeEntry>,
  path: string,
  root: string,
  targetOf: (link: TreeEntry) => string,
): Followed {
  let links = 0;
  let [done, open] = ["", path.split("/")];
  while (open.length > 0) {
    const [segment = "", ...rest] = open;
    open = rest;
    if (segment === "" || segment === ".") continue;
    if (segment === "..") {
      // Above the top there is nothing of the commit.
      if (done === "") return { kind: "outside" };
      done = folderOf(done);
      continue;
    }
    const at = done === "" ? segment : `${done}/${segment}`;
    const entry = tree.get(at);
    if (entry?.kind !== "link") {
      done = at;
      continue;
    }
    links += 1;
    if (links > mostLinks) return { kind: "missing", reason: "ELOOP" };
    const target = targetOf(entry);
    if (target.startsWith("/")) return { kind: "outside" };
    open = [...target.split("/"), ...open];
  }
  if (!isBelow(root, done)) return { kind: "outside" };
  const entry = tree.get(done);
  return entry?.kind === "file"
    ? { kind: "found", path: done, entry }
    : { kind: "missing", reason: "ENOENT" };
}

/** The folder that a path lies in, "" for the top. */
export function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === "." ? "" : folder;
}

/** Whether a path is the folder or lies below it; "" is the top. */
export function isBelow(folder: string, path: string): boolean {
  return folder === "" || path === folder || path.startsWith(`${folder}/`);
}
