import { closeSync, openSync, readSync } from "node:fs";

/** Whether the first bytes of a file are such; of one that can't be read, they aren't. */
export function beginsWith(path: string, beginning: RegExp): boolean {
  const start = Buffer.alloc(100);
  try {
    const file = openSync(path, "r");
    try {
      readSync(file, start, 0, start.length, 0);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return false;
  }
  return beginning.test(start.toString("utf8"));
}
