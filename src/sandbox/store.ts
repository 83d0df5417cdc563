import { createHash } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RecordSet } from "./route53/record-set.ts";
import { RecordTable } from "./route53/record-table.ts";
import {
  type CidrCollection,
  emptyState,
  type Protection,
  type State,
  type StoredChange,
  type StoredHealthCheck,
  type Tag,
  type Zone,
} from "./route53/state.ts";

/** The sandbox's memory: one value in the process, one file in the folder. */
export interface StateStore {
  read(): State;
  /** Writes the file first, so that what was answered is what the next process finds. */
  commit(next: State): void;
  /** Calls a function after each commit. */
  watch(listener: (state: State) => void): void;
}

/** The state file is there, but it isn't what the sandbox wrote. */
export class SandboxCorrupt extends Error {
  override readonly name = "SandboxCorrupt";
  readonly file: string;
  readonly folder: string;

  constructor(file: string, folder: string) {
    super(`${file} is damaged. Delete the folder ${folder} to start anew.`);
    this.file = file;
    this.folder = folder;
  }
}

interface SavedZone extends Omit<Zone, "records"> {
  readonly recordSets: readonly RecordSet[];
}

interface SavedState {
  readonly serial: number;
  readonly zones: readonly SavedZone[];
  readonly healthChecks: readonly StoredHealthCheck[];
  readonly zoneReferences: readonly string[];
  readonly spentReferences: readonly string[];
  readonly changes: readonly StoredChange[];
  readonly tags: readonly (readonly [string, readonly Tag[]])[];
  /** Not in files of the first version, which had no collections and no protections. */
  readonly cidrCollections?: readonly CidrCollection[];
  readonly protections?: readonly Protection[];
}

interface StateFile {
  readonly format: typeof format;
  /** Of the JSON text of `state`. */
  readonly sha256: string;
  readonly state: SavedState;
}

const stateFile = "state.json";

/** Rises whenever the shape of the file changes. */
const format = 1;

/**
 * Opens the state in a folder that exists.
 * @throws SandboxCorrupt for a file that the sandbox didn't write as it is.
 */
export function openStore(folder: string): StateStore {
  const file = join(folder, stateFile);
  let state = load(file, folder);
  const listeners: ((state: State) => void)[] = [];
  return {
    read: () => state,
    commit: (next) => {
      save(file, next);
      state = next;
      for (const listener of listeners) listener(state);
    },
    watch: (listener) => void listeners.push(listener),
  };
}

function load(file: string, folder: string): State {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (isMissing(error)) return emptyState;
    throw new SandboxCorrupt(file, folder);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new SandboxCorrupt(file, folder);
  }
  if (!isStateFile(parsed)) throw new SandboxCorrupt(file, folder);
  return restore(parsed.state);
}

/** The digest says that the sandbox wrote the state, the format says in which shape. */
function isStateFile(value: unknown): value is StateFile {
  return (
    typeof value === "object" &&
    value !== null &&
    "format" in value &&
    value.format === format &&
    "sha256" in value &&
    "state" in value &&
    value.sha256 === digest(JSON.stringify(value.state))
  );
}

function restore(saved: SavedState): State {
  return {
    ...saved,
    zones: new Map(
      saved.zones.map(({ recordSets, ...zone }) => [
        zone.id,
        { ...zone, records: RecordTable.of(zone.id, recordSets) },
      ]),
    ),
    healthChecks: new Map(saved.healthChecks.map((check) => [check.id, check])),
    tags: new Map(saved.tags),
    cidrCollections: new Map((saved.cidrCollections ?? []).map((collection) => [collection.id, collection])),
    protections: saved.protections ?? [],
  };
}

function save(file: string, state: State): void {
  const saved: SavedState = {
    ...state,
    zones: [...state.zones.values()].map(({ records, ...zone }) => ({
      ...zone,
      recordSets: records.listed().map(({ recordSet }) => recordSet),
    })),
    healthChecks: [...state.healthChecks.values()],
    tags: [...state.tags],
    cidrCollections: [...state.cidrCollections.values()],
  };
  const text = JSON.stringify(saved);
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `{"format":${format},"sha256":"${digest(text)}","state":${text}}\n`);
  // A rename replaces the file whole: a reader sees the old state or the new one, never half of it.
  renameSync(temporary, file);
}

/** Forgets everything, also a state that is damaged. The folder must be locked. */
export function emptyStore(folder: string): void {
  rmSync(join(folder, stateFile), { force: true });
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
