/** The policy files of a commit, read without checking it out. */
import { posix } from "node:path";
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { type Included, isPart } from "../../policy/include.ts";
import type { Limits } from "../../source/limits.ts";
import type { FoundFile, FoundFiles } from "../files.ts";
import { parseBytes } from "../read-text.ts";
import type { Repository, TreeEntry } from "./git.ts";
import { folderOf, followPath, isBelow } from "./tree-paths.ts";

/** A commit that was found. */
export interface Commit {
  readonly id: string;
  /** What people call it. */
  readonly label: string;
  readonly tree: ReadonlyMap<string, TreeEntry>;
}

/** So many files are read at once, so that nobody has to hold all of them. */
const readAhead = 64;

/** Whether anything of a commit is at this path or below it. */
export function isInCommit({ tree }: Commit, path: string): boolean {
  if (path === "" || tree.has(path)) return true;
  for (const key of tree.keys()) if (key.startsWith(`${path}/`)) return true;
  return false;
}

/**
 * The files at these paths, and those below them that look like policies.
 *
 * @param named - from the top of the tree
 * @param root - the folder below which policies may be read
 */
export function readCommit(
  repository: Repository,
  commit: Commit,
  named: readonly string[],
  root: string,
  limits: Limits,
): FoundFiles {
  const { label, tree } = commit;
  const prefix = `${label}:`;
  const known = new Map<string, Included>();
  const targetOf = (link: TreeEntry) => Buffer.from(repository.readBlob(link.blob)).toString("utf8");
  const ahead = new Map<string, Uint8Array>();
  const read = (path: string): Included => {
    const followed = followPath(tree, path, root, targetOf);
    if (followed.kind === "outside") return followed;
    if (followed.kind === "missing") return { kind: "unreadable", reason: followed.reason };
    const found = known.get(followed.path);
    if (found !== undefined) return found;
    const { entry } = followed;
    const shown = `${prefix}${followed.path}`;
    const parsed =
      entry.bytes > limits.bytes
        ? refuseSize(shown, entry.bytes, limits.bytes)
        : parseBytes(shown, ahead.get(entry.blob) ?? repository.readBlob(entry.blob), limits);
    const included: Included = { kind: "file", parsed };
    if (parsed.document === null || isPart(parsed.document)) known.set(followed.path, included);
    return included;
  };
  const diagnostics: Diagnostic[] = [];
  function* readEach(): Generator<FoundFile> {
    const seen = new Set<string>();
    const paths = named.flatMap((name) => listBelow(tree, name));
    for (const [position, path] of paths.entries()) {
      if (position % readAhead === 0) {
        ahead.clear();
        const next = paths.slice(position, position + readAhead).flatMap((one) => tree.get(one) ?? []);
        const small = next.filter(({ kind, bytes }) => kind === "file" && bytes <= limits.bytes);
        for (const [id, bytes] of repository.readBlobs(small.map(({ blob }) => blob))) ahead.set(id, bytes);
      }
      const included = read(path);
      const shown = `${prefix}${path}`;
      const place = { file: shown, start: 0, end: 0 };
      if (included.kind === "outside") diagnostics.push(diagnose("file-outside", { path: shown }, place));
      else if (included.kind === "unreadable") {
        diagnostics.push(diagnose("file-unreadable", { path: shown, reason: included.reason }, place));
      } else if (!seen.has(included.parsed.file.path)) {
        seen.add(included.parsed.file.path);
        const find = (to: string, from: string) => read(posix.join(folderOf(from.slice(prefix.length)), to));
        yield { parsed: included.parsed, find };
      }
    }
  }
  return { files: readEach(), diagnostics };
}

/** As in a folder on disk: *.yaml, *.yml and *.json, without dot folders and saved plans. */
function listBelow(tree: ReadonlyMap<string, TreeEntry>, name: string): readonly string[] {
  if (tree.has(name)) return [name];
  const start = name === "" ? 0 : name.length + 1;
  return [...tree.keys()].filter(
    (path) =>
      isBelow(name, path) &&
      /\.(?:ya?ml|json)$/u.test(path) &&
      !path.endsWith(".plan.json") &&
      !path
        .slice(start)
        .split("/")
        .some((segment) => segment.startsWith(".")),
  );
}

function refuseSize(path: string, bytes: number, most: number) {
  const found = diagnose("file-too-large", { bytes, most }, { file: path, start: 0, end: 0 });
  return { file: { path, text: "" }, document: null, diagnostics: [found] };
}
