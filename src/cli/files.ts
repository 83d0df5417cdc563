/** Finding and reading policy files. */
import { existsSync, realpathSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { type FindInclude, type Included, isPart } from "../policy/include.ts";
import type { Parsed } from "../source/document.ts";
import { type Limits, limitsFor, usualLimits } from "../source/limits.ts";
import { listPolicies } from "./list-policies.ts";
import { readSource } from "./read-text.ts";
import { findRoot, isInside, openRoot, type Root } from "./root.ts";
import { statusOf } from "./status-of.ts";
import { UsageError } from "./usage-error.ts";

export interface FoundFile {
  readonly parsed: Parsed;
  /** Looks up what it includes. */
  readonly find: FindInclude;
}

export interface FoundFiles {
  /** To be gone through once: each file is read when its turn comes, so that nobody has to hold all of them. */
  readonly files: Iterable<FoundFile>;
  /** Of files that can't be found or opened; complete when all files were gone through. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What is meant when no file is named. */
export const defaultPolicies = ["signpost.yaml", "dns"];

/** The ending of saved plans, which are never read as policies. */
export const planEnding = ".plan.json";

/** The options of every command that reads policies. */
export interface Reading {
  /** What `--root` names. */
  readonly root?: string | undefined;
  /** What `--max-file-size` allows, in bytes. */
  readonly maxFileSize?: number | undefined;
}

/** Finds the named files and those of directories; without names, `signpost.yaml`, else `dns/`. Null: there is neither. */
export function readPolicies(
  named: readonly string[],
  folder: string,
  { root: rootOption, maxFileSize }: Reading,
): FoundFiles | null {
  const saved = named.find((name) => name.endsWith(planEnding));
  if (saved !== undefined) {
    throw new UsageError(`"${saved}" is not a policy file: ${planEnding} is the ending of saved plans`);
  }
  const present = defaultPolicies.find((name) => existsSync(resolve(folder, name)));
  const wanted = named.length > 0 ? named : present === undefined ? null : [present];
  if (wanted === null) return null;
  const namedRoot = rootOption === undefined ? null : openRoot(rootOption, folder);
  const reader = openReader(folder, limitsFor(maxFileSize ?? usualLimits.bytes));
  const diagnostics: Diagnostic[] = [];
  const paths = wanted.flatMap((name) => listNamed(resolve(folder, name), namedRoot, reader, diagnostics));
  return { files: readEach(paths, namedRoot, reader, diagnostics), diagnostics };
}

function* readEach(
  paths: readonly string[],
  namedRoot: Root | null,
  reader: Reader,
  diagnostics: Diagnostic[],
): Generator<FoundFile> {
  // A file that is named twice, or beside its directory, is read once.
  const seen = new Set<string>();
  for (const path of paths) {
    const root = findRoot(path, namedRoot);
    const included = reader.read(path, root);
    const shown = reader.show(path);
    if (included.kind !== "file") diagnostics.push(explain(included, shown));
    else if (!seen.has(included.parsed.file.path)) {
      seen.add(included.parsed.file.path);
      yield { parsed: included.parsed, find: reader.finder(root) };
    }
  }
}

/** The files that an argument means. */
function listNamed(
  path: string,
  namedRoot: Root | null,
  reader: Reader,
  diagnostics: Diagnostic[],
): readonly string[] {
  if (statusOf(path)?.isDirectory() !== true) return [path];
  const root = findRoot(resolve(path, "any"), namedRoot);
  const listed = listPolicies(path, root, (entry, problem) => {
    diagnostics.push(explain(problem, reader.show(entry)));
  });
  if (listed.length === 0) diagnostics.push(diagnose("directory-empty", { path: reader.show(path) }, null));
  return listed;
}

function explain(problem: Exclude<Included, { readonly kind: "file" }>, path: string): Diagnostic {
  const place = { file: path, start: 0, end: 0 };
  return problem.kind === "outside"
    ? diagnose("file-outside", { path }, place)
    : diagnose("file-unreadable", { path, reason: problem.reason }, place);
}

interface Reader {
  /** Reads a file; a part, which may be included many times, once, whatever links lead to it. */
  readonly read: (path: string, root: Root) => Included;
  readonly finder: (root: Root) => FindInclude;
  readonly show: (path: string) => string;
}

function openReader(folder: string, limits: Limits): Reader {
  const known = new Map<string, Included>();
  const show = (path: string) => showPath(folder, path);
  const read = (path: string, root: Root): Included => {
    try {
      // A pipe, as of `<(…)`, has no place in any folder.
      const status = statusOf(path);
      const special = status?.isFIFO() === true || status?.isCharacterDevice() === true;
      const real = special ? path : realpathSync(path);
      if (!special && !isInside(root.real, real)) return { kind: "outside" };
      const found = known.get(real);
      if (found !== undefined) return found;
      const parsed = readSource(real, show(path), limits);
      const read: Included = { kind: "file", parsed };
      if (parsed.document === null || isPart(parsed.document)) known.set(real, read);
      return read;
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      // Whether something exists outside is nobody's business.
      if (!isInside(root.path, path)) return { kind: "outside" };
      return { kind: "unreadable", reason: String(error.code) };
    }
  };
  const finder =
    (root: Root): FindInclude =>
    (path, from) =>
      read(resolve(dirname(resolve(folder, from)), path), root);
  return { read, finder, show };
}

/** Relative to the working directory where that is shorter, with forward slashes. */
function showPath(folder: string, path: string): string {
  const shown = relative(folder, path).split(sep).join("/");
  return shown === "" || shown.startsWith("../../") ? path : shown;
}
