/** Holding a tree against what the generator would write. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface Outdated {
  /** Files that are missing or have another text. */
  readonly changed: readonly string[];
  /** Files in a folder of generated files that nothing generates any more. */
  readonly stale: readonly string[];
}

/**
 * What would have to be done, so that the tree is as generated.
 *
 * @param wanted - texts by path, relative to `root`
 * @param folders - those that hold generated files alone
 */
export function findOutdated(
  root: string,
  wanted: Readonly<Record<string, string>>,
  folders: readonly string[],
): Outdated {
  const changed = Object.entries(wanted)
    .filter(([path, text]) => readOrNull(join(root, path)) !== text)
    .map(([path]) => path);
  const stale = folders
    .flatMap((folder) => listOrNothing(join(root, folder)).map((name) => `${folder}/${name}`))
    .filter((path) => !Object.hasOwn(wanted, path));
  return { changed, stale };
}

/** Writes what changed and removes what is stale. */
export function bringUpToDate(
  root: string,
  wanted: Readonly<Record<string, string>>,
  { changed, stale }: Outdated,
): void {
  for (const path of changed) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), wanted[path] ?? "");
  }
  for (const path of stale) rmSync(join(root, path), { recursive: true });
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function listOrNothing(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
