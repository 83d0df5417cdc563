import { chmodSync, renameSync, rmSync } from "node:fs";

/** Puts a folder in the place of another one. Whoever looks meanwhile finds the old one, the new one, or for an instant none. */
export function swapFolders(made: string, place: string): void {
  // Temporary folders are for their maker alone.
  chmodSync(made, 0o755);
  const old = `${made}-old`;
  try {
    renameSync(place, old);
  } catch (error) {
    // Nothing was there, or another build has just taken it away.
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  renameSync(made, place);
  removeFolder(old);
}

export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
}
