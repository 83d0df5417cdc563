/** Plain data that remembers where it was written. */
import type { Diagnostic } from "../diagnostic/diagnostic.ts";

/** What a reader makes of a text; the root is null when the text is not data. */
export interface Read {
  readonly root: SourceNode | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** A file with more mistakes of one sort than this is no policy, and nobody reads more. */
export const mostReported = 100;

/** So many repeated keys are joined with the first; each join copies all of its entries. */
export const mostJoined = 10;

/** Offsets in UTF-16 units; `end` is just behind the last character. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface SourceNode extends Stretch {
  /** Plain JSON data; objects have no prototype. */
  readonly value: unknown;
  readonly children: Children;
  /** Values in this one, itself included, with everything that aliases repeat. */
  readonly size: number;
  /** Levels below this one. */
  readonly height: number;
}

export type Children =
  | { readonly kind: "none" }
  | { readonly kind: "list"; readonly items: readonly SourceNode[] }
  | { readonly kind: "mapping"; readonly entries: ReadonlyMap<string, SourceEntry> };

export interface SourceEntry {
  readonly key: Stretch;
  readonly node: SourceNode;
}

/** A text, a number, true, false or null. */
export function makeScalar(value: unknown, at: Stretch): SourceNode {
  return { value, start: at.start, end: at.end, children: { kind: "none" }, size: 1, height: 0 };
}

/** A list with its items. */
export function makeList(items: readonly SourceNode[], at: Stretch): SourceNode {
  return {
    value: items.map((item) => item.value),
    start: at.start,
    end: at.end,
    children: { kind: "list", items },
    size: items.reduce((sum, item) => sum + item.size, 1),
    height: items.reduce((most, item) => Math.max(most, item.height + 1), 0),
  };
}

/** A mapping with its entries. */
export function makeMapping(entries: ReadonlyMap<string, SourceEntry>, at: Stretch): SourceNode {
  // Without a prototype, so that a key named `constructor` or `__proto__` is a key like any other.
  const value: Record<string, unknown> = Object.create(null);
  let size = 1;
  let height = 0;
  for (const [key, { node }] of entries) {
    value[key] = node.value;
    size += node.size;
    height = Math.max(height, node.height + 1);
  }
  return { value, start: at.start, end: at.end, children: { kind: "mapping", entries }, size, height };
}

/**
 * A mapping in which a key was written twice. Where both are mappings their entries are joined, so
 * that names of the first are still known and the one mistake brings no others along.
 */
export function joinDuplicates(first: SourceEntry, second: SourceEntry): SourceEntry {
  const [a, b] = [first.node.children, second.node.children];
  if (first.node.value === null) return { key: first.key, node: second.node };
  if (a.kind !== "mapping" || b.kind !== "mapping") return first;
  return { key: first.key, node: makeMapping(new Map([...b.entries, ...a.entries]), first.node) };
}
