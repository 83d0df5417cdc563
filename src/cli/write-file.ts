/** Writing a file in one step: whoever reads it sees the old text or the new one, never half of it. */
import { chmodSync, linkSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";

/** Who may read and write a new file, less what the process's mask takes away. */
const usualMode = 0o666;
const privateMode = 0o600;

/**
 * Puts the text in place of what the file held. Its mode stays, and a link goes on leading to it.
 *
 * @param shown - the path as people know it
 */
export function replaceFile(path: string, text: string, shown: string): Diagnostic | null {
  return attempt(shown, () => {
    const target = realpathSync(path);
    const { mode } = statSync(target);
    writeBeside(target, text, mode & 0o7777, (temporary) => renameSync(temporary, target));
  });
}

/** Writes what is its owner's alone: in place of what the file held, or anew, and then over nothing. */
export function writePrivateFile(
  path: string,
  text: string,
  shown: string,
  isThere: boolean,
): Diagnostic | null {
  return attempt(shown, () => {
    const target = isThere ? realpathSync(path) : path;
    writeBeside(target, text, privateMode, (temporary) =>
      isThere ? renameSync(temporary, target) : linkSync(temporary, target),
    );
  });
}

/** Writes a report: in place of what the file held, whose mode stays, or anew. */
export function writeReportFile(
  path: string,
  text: string,
  shown: string,
  isThere: boolean,
): Diagnostic | null {
  if (isThere) return replaceFile(path, text, shown);
  return attempt(shown, () => writeBeside(path, text, null, (temporary) => renameSync(temporary, path)));
}

/** Makes a file that isn't there yet; one that has come into being meanwhile is left alone. */
export function createFile(path: string, text: string, shown: string): Diagnostic | null {
  return attempt(shown, () => writeBeside(path, text, null, (temporary) => linkSync(temporary, path)));
}

function writeBeside(
  path: string,
  text: string,
  mode: number | null,
  move: (temporary: string) => void,
): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: "wx", mode: mode ?? usualMode, flush: true });
    if (mode !== null) chmodSync(temporary, mode);
    move(temporary);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function attempt(shown: string, write: () => void): Diagnostic | null {
  try {
    write();
    return null;
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    if (error.code === "EEXIST") return diagnose("file-exists", { path: shown }, null);
    return diagnose("file-unwritable", { path: shown, reason: String(error.code) }, null);
  }
}
