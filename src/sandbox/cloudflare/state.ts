/** What the sandbox's Cloudflare account holds. Objects are kept as the API returns them. */

export interface Stored {
  readonly id: string;
  readonly created_on: string;
  readonly modified_on: string;
  readonly [field: string]: unknown;
}

export interface CloudflareZone {
  readonly id: string;
  readonly name: string;
  readonly loadBalancers: ReadonlyMap<string, Stored>;
  readonly records: ReadonlyMap<string, Stored>;
}

export interface CloudflareState {
  /** Ids are made from it. */
  readonly serial: number;
  readonly zones: ReadonlyMap<string, CloudflareZone>;
  readonly monitors: ReadonlyMap<string, Stored>;
  readonly pools: ReadonlyMap<string, Stored>;
}

/** The one account. */
export const accountId = "acc0000000000000000000000000cafe";

export const emptyCloudflare: CloudflareState = {
  serial: 0,
  zones: new Map(),
  monitors: new Map(),
  pools: new Map(),
};

/** 32 hexadecimal digits, never the same twice. */
export function makeId(serial: number): string {
  return (serial + 1).toString(16).padStart(32, "0");
}

export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map([...map, [key, value]]);
}

export function withoutEntry<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  return new Map([...map].filter(([known]) => known !== key));
}
