/** The Cloudflare account's memory: one value in the process, one file in the sandbox's folder. */
import { createHash } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SandboxCorrupt } from "../store.ts";
import { type CloudflareState, type CloudflareZone, emptyCloudflare, type Stored } from "./state.ts";

export interface CloudflareStore {
  read(): CloudflareState;
  /** Writes the file first, so that what was answered is what the next process finds. */
  commit(next: CloudflareState): void;
  /** Calls a function after each commit. */
  watch(listener: () => void): void;
}

interface SavedZone extends Omit<CloudflareZone, "loadBalancers" | "records"> {
  readonly loadBalancers: readonly Stored[];
  readonly records: readonly Stored[];
}

interface SavedState {
  readonly serial: number;
  readonly zones: readonly SavedZone[];
  readonly monitors: readonly Stored[];
  readonly pools: readonly Stored[];
}

const fileName = "cloudflare.json";

/** Rises whenever the shape of the file changes. */
const format = 1;

/**
 * Opens the state in a folder that exists and is locked.
 * @throws SandboxCorrupt for a file that the sandbox didn't write as it is.
 */
export function openCloudflareStore(folder: string): CloudflareStore {
  const file = join(folder, fileName);
  let state = load(file, folder);
  const listeners: (() => void)[] = [];
  return {
    read: () => state,
    commit: (next) => {
      save(file, next);
      state = next;
      for (const listener of listeners) listener();
    },
    watch: (listener) => void listeners.push(listener),
  };
}

/** Forgets everything. */
export function emptyCloudflareStore(folder: string): void {
  rmSync(join(folder, fileName), { force: true });
}

function load(file: string, folder: string): CloudflareState {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return emptyCloudflare;
    throw new SandboxCorrupt(file, folder);
  }
  try {
    const saved: { format: number; sha256: string; state: SavedState } = JSON.parse(text);
    if (saved.format === format && saved.sha256 === digest(JSON.stringify(saved.state)))
      return restore(saved.state);
  } catch {
    // Told below.
  }
  throw new SandboxCorrupt(file, folder);
}

function restore({ serial, zones, monitors, pools }: SavedState): CloudflareState {
  const byId = (objects: readonly Stored[]) => new Map(objects.map((one) => [one.id, one]));
  return {
    serial,
    zones: new Map(
      zones.map((zone) => [
        zone.id,
        { ...zone, loadBalancers: byId(zone.loadBalancers), records: byId(zone.records) },
      ]),
    ),
    monitors: byId(monitors),
    pools: byId(pools),
  };
}

function save(file: string, { serial, zones, monitors, pools }: CloudflareState): void {
  const saved: SavedState = {
    serial,
    zones: [...zones.values()].map((zone) => ({
      ...zone,
      loadBalancers: [...zone.loadBalancers.values()],
      records: [...zone.records.values()],
    })),
    monitors: [...monitors.values()],
    pools: [...pools.values()],
  };
  const text = JSON.stringify(saved);
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `{"format":${format},"sha256":"${digest(text)}","state":${text}}\n`);
  // A rename replaces the file whole.
  renameSync(temporary, file);
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
