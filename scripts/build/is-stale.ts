import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** What the bundle is made from. */
const inputs = [
  "src",
  "schemas",
  "scripts/build",
  "scripts/build.ts",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];

/** Whether `product` is missing or older than anything that it is made from. Paths are relative to `root`. */
export function isStale(root: string, product: string): boolean {
  const made = statSync(join(root, product), { throwIfNoEntry: false })?.mtimeMs;
  return made === undefined || inputs.some((input) => newestChange(join(root, input)) > made);
}

/** Folders count too: deleting a file changes its folder alone. */
function newestChange(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(path).reduce(
    (newest, name) => Math.max(newest, newestChange(join(path, name))),
    found.mtimeMs,
  );
}
