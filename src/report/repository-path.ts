/** Files as a repository names them. */
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Surroundings } from "./report.ts";

/** Relative to the top of the repository, with forward slashes; null for what lies outside. */
export function repositoryPath(file: string, { folder, root }: Surroundings): string | null {
  const path = relative(root, resolve(folder, file));
  return path === "" || path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path)
    ? null
    : path.split(sep).join("/");
}
