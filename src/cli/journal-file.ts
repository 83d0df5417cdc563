/** Where journals are kept: files that only their owner may read, on the disk before anything goes on. */
import { closeSync, constants, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import {
  type Journal,
  type JournalAbout,
  type JournalHeader,
  type JournalSink,
  openJournal,
} from "../apply/journal.ts";
import { type ReadJournal, readJournal } from "../apply/read-journal.ts";
import type { UnreadableJournal } from "../diagnostic/catalogue/journal.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { statusOf } from "./status-of.ts";

/** Below the working directory. */
export const usualFolder = ".signpost/journal";
/** A journal of ten thousand record sets has some ten megabytes. */
const largest = 256 * 1024 * 1024;

export interface OpenedJournal {
  readonly journal: Journal;
  /** As shown to people, and as they name it. */
  readonly path: string;
}

/** Where a journal goes, and what it says of its run. */
export type JournalPlace = Omit<JournalAbout, "startedAt"> & {
  /** What `--journal` names. */
  readonly directory: string | undefined;
};

/** Makes a journal and writes its first line. One that can't be made is a diagnostic. */
export function openJournalFile(
  folder: string,
  { directory, ...about }: JournalPlace,
  describe: (about: JournalAbout) => JournalHeader,
  now: number,
): OpenedJournal | Diagnostic {
  const startedAt = new Date(now).toISOString();
  const header = describe({ ...about, startedAt });
  const into = resolve(folder, directory ?? usualFolder);
  const time = startedAt.replaceAll(/[-:]/gu, "");
  const name = `${time}-${header.policy}-${header.provider}`;
  try {
    mkdirSync(into, { recursive: true, mode: 0o700 });
    const path = createFresh(into, name);
    const journal = openJournal(openSink(path), header);
    // So that the name is on the disk, too, and not the content alone.
    syncFolder(into);
    return { journal, path: show(folder, path) };
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return diagnose("journal-unwritable", { path: show(folder, into), reason: String(error.code) }, null);
  }
}

/** The path of a file that nobody had: two runs may begin in one millisecond. */
function createFresh(into: string, name: string): string {
  for (let number = 1; ; number++) {
    const path = join(into, `${name}${number === 1 ? "" : `-${number}`}.jsonl`);
    try {
      closeSync(openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600));
      return path;
    } catch (error) {
      if (!(error instanceof Error && "code" in error) || error.code !== "EEXIST") throw error;
    }
  }
}

function openSink(path: string): JournalSink {
  const file = openSync(path, constants.O_WRONLY | constants.O_APPEND);
  return {
    write(text) {
      const bytes = Buffer.from(text);
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      fsyncSync(file);
    },
    close: () => closeSync(file),
  };
}

function syncFolder(path: string): void {
  // Windows opens no directories.
  if (process.platform === "win32") return;
  const folder = openSync(path, constants.O_RDONLY);
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Reads a journal that was named. One that can't be used is a diagnostic. */
export function readJournalFile(folder: string, named: string): ReadJournal | Diagnostic {
  const path = resolve(folder, named);
  const refuse = (problem: UnreadableJournal, reason: string | null = null) =>
    diagnose("journal-unreadable", { path: named, problem, reason }, null);
  try {
    const status = statusOf(path);
    if (status !== null && !status.isFile()) return refuse("no-file");
    if (status !== null && status.size > largest) return refuse("too-large");
    const read = readJournal(readFileSync(path, "utf8"));
    return typeof read === "string" ? refuse(read) : read;
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return refuse("unreadable", String(error.code));
  }
}

/** Relative to the working directory where it is below it, with forward slashes. */
function show(folder: string, path: string): string {
  const shown = relative(folder, path).split(sep).join("/");
  return shown.startsWith("../") ? path : shown;
}
