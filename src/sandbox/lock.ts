import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A folder that this process holds. */
export interface Lock {
  /** Tells others where the holder answers. */
  announce(route53Url: string): void;
  release(): void;
}

/** Another process uses the folder. */
export class SandboxLocked extends Error {
  override readonly name = "SandboxLocked";
  readonly folder: string;
  readonly pid: number;
  /** Where the holder answers, once it does. */
  readonly route53Url: string | null;

  constructor(folder: string, { pid, route53Url }: Holder) {
    super(`The sandbox in ${folder} is in use by the process ${pid}.`);
    this.folder = folder;
    this.pid = pid;
    this.route53Url = route53Url;
  }
}

/** Who holds a folder. */
export interface Holder {
  readonly pid: number;
  readonly route53Url: string | null;
}

/**
 * Locks that this process holds. A lock file with our own id that isn't here was left by an earlier process
 * of the same id, which is common in containers.
 */
const held = new Set<string>();

const attempts = 5;
const unreadableGraceMs = 40;

/**
 * Locks a folder. The lock of a process that is gone is taken over.
 * @throws SandboxLocked while another process, or this one, holds it.
 */
export async function acquireLock(folder: string): Promise<Lock> {
  const file = resolve(join(folder, "lock"));
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (create(file)) {
      held.add(file);
      return makeLock(file);
    }
    const holder = readHolder(file);
    if (holder === null) {
      // Half-written by a process that is just starting, or by one that died there.
      await sleep(unreadableGraceMs);
      if (readHolder(file) === null) takeAway(file, null);
    } else if (isAlive(holder.pid, file)) {
      throw new SandboxLocked(folder, holder);
    } else {
      takeAway(file, holder.pid);
    }
  }
  throw new SandboxLocked(folder, readHolder(file) ?? { pid: 0, route53Url: null });
}

function makeLock(file: string): Lock {
  return {
    announce: (route53Url) => {
      const temporary = `${file}.${process.pid}.tmp`;
      writeFileSync(temporary, describe({ pid: process.pid, route53Url }));
      renameSync(temporary, file);
    },
    release: () => {
      if (!held.delete(file)) return;
      rmSync(file, { force: true });
    },
  };
}

/** Makes the file only if there is none; false otherwise. */
function create(file: string): boolean {
  try {
    writeFileSync(file, describe({ pid: process.pid, route53Url: null }), { flag: "wx" });
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
}

/**
 * Moves a dead lock aside, and puts it back if it turns out to be the fresh lock of somebody who was
 * quicker: only then two processes could both believe that the folder is theirs.
 */
function takeAway(file: string, deadPid: number | null): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
    const moved = readHolder(aside);
    if (moved !== null && moved.pid !== deadPid) linkSync(aside, file);
    unlinkSync(aside);
  } catch (error) {
    if (!hasCode(error, "ENOENT") && !hasCode(error, "EEXIST")) throw error;
    rmSync(aside, { force: true });
  }
}

/** What the lock of a folder says; null without one. */
export function findHolder(folder: string): Holder | null {
  return readHolder(resolve(join(folder, "lock")));
}

function describe(holder: Holder): string {
  return `${JSON.stringify(holder)}\n`;
}

function readHolder(file: string): Holder | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof value !== "object" || value === null || !("pid" in value)) return null;
    const { pid } = value;
    if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid < 1) return null;
    const url = "route53Url" in value && typeof value.route53Url === "string" ? value.route53Url : null;
    return { pid, route53Url: url };
  } catch {
    return null;
  }
}

function isAlive(pid: number, file: string): boolean {
  if (pid === process.pid) return held.has(file);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but it is somebody else's.
    return hasCode(error, "EPERM");
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
