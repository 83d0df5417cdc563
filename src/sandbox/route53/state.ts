import { createHash } from "node:crypto";
import type { HealthCheckConfig } from "./health-check-config.ts";
import type { RecordType } from "./record-set.ts";
import type { RecordTable } from "./record-table.ts";

/** Everything that the sandbox remembers. A request makes a new one; nothing is changed in place. */
export interface State {
  /** Counts what was made so far. Ids come from it, so that the same history gives the same ids. */
  readonly serial: number;
  readonly zones: ReadonlyMap<string, Zone>;
  readonly healthChecks: ReadonlyMap<string, StoredHealthCheck>;
  /** Caller references of zones, also of deleted ones. */
  readonly zoneReferences: readonly string[];
  /** Caller references of deleted health checks: Route 53 goes on refusing them. */
  readonly spentReferences: readonly string[];
  readonly changes: readonly StoredChange[];
  /** By `<resource type>/<id>`: keys and values. */
  readonly tags: ReadonlyMap<string, readonly Tag[]>;
  readonly cidrCollections: ReadonlyMap<string, CidrCollection>;
  /** In the order in which they were made. */
  readonly protections: readonly Protection[];
}

export interface Zone {
  readonly id: string;
  readonly name: string;
  readonly callerReference: string;
  readonly comment: string | null;
  /** Null for a public zone. */
  readonly vpc: { readonly region: string; readonly id: string } | null;
  readonly records: RecordTable;
}

export interface StoredHealthCheck {
  readonly id: string;
  readonly callerReference: string;
  readonly version: number;
  readonly config: HealthCheckConfig;
  /** What the caller reference stands for, whatever was updated since. */
  readonly created: HealthCheckConfig;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface StoredChange {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly submittedAt: number;
  readonly comment: string | null;
}

/** Blocks of addresses under names that record sets route by. */
export interface CidrCollection {
  readonly id: string;
  readonly name: string;
  readonly callerReference: string;
  /** Rises with each change. */
  readonly version: number;
  readonly blocks: readonly CidrBlock[];
}

export interface CidrBlock {
  readonly location: string;
  /** Canonical: `203.0.113.0/24`. */
  readonly cidr: string;
}

/** While it stands, the record sets of its name and type can't be created, changed or deleted. */
export interface Protection {
  readonly zoneId: string;
  readonly name: string;
  readonly type: RecordType;
  readonly comment: string | null;
}

export type Tag = readonly [key: string, value: string];

export const emptyState: State = {
  serial: 0,
  zones: new Map(),
  healthChecks: new Map(),
  zoneReferences: [],
  spentReferences: [],
  changes: [],
  tags: new Map(),
  cidrCollections: new Map(),
  protections: [],
};

/** Old changes are INSYNC for good; only the latest are worth keeping. */
const changesKept = 500;

/** An id of Route 53's form, `Z…` or `C…`. */
export function makeId(letter: "Z" | "C", serial: number): string {
  const digest = createHash("sha256").update(`${letter}${serial}`).digest("hex");
  return `${letter}${BigInt(`0x${digest}`).toString(36).toUpperCase().slice(0, 20)}`;
}

/** A health check's id is a UUID. */
export function makeUuid(serial: number): string {
  const hex = createHash("sha256").update(`H${serial}`).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** Notes down that a change was submitted. */
export function addChange(
  state: State,
  now: number,
  comment: string | null,
): { readonly state: State; readonly change: StoredChange } {
  const change: StoredChange = { id: makeId("C", state.serial), submittedAt: now, comment };
  const changes = [...state.changes, change].slice(-changesKept);
  return { change, state: { ...state, serial: state.serial + 1, changes } };
}

/** A copy of a map with one entry set. */
export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

/** A copy of a map without one entry. */
export function withoutEntry<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}
