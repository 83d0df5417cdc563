/** The folder below which policies may be read, so that a link or a path can't bring in what lies elsewhere. */
import { existsSync, realpathSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { statusOf } from "./status-of.ts";
import { UsageError } from "./usage-error.ts";

/** Absolute paths. `real` has its links resolved. */
export interface Root {
  readonly path: string;
  readonly real: string;
}

/**
 * The root for a file: the one that was named, else the nearest folder above the file with `.git`, else the file's own.
 *
 * @param file - absolute, links not resolved
 */
export function findRoot(file: string, named: Root | null): Root {
  if (named !== null) return named;
  const own = dirname(file);
  for (let path = own; ; path = dirname(path)) {
    if (existsSync(resolve(path, ".git"))) return { path, real: realOf(path) };
    if (path === dirname(path)) return { path: own, real: realOf(own) };
  }
}

/** Links resolved, of what can be looked at; whoever reads below it is told why nothing can. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return path;
  }
}

/** What `--root` names. Throws `UsageError` when it isn't a folder. */
export function openRoot(named: string, folder: string): Root {
  const path = resolve(folder, named);
  if (statusOf(path)?.isDirectory() !== true) {
    throw new UsageError(`--root ${named} is not a directory`);
  }
  return { path, real: realOf(path) };
}

/** Whether a path is the folder or below it. Both absolute. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && resolve(folder, way) === path;
}
