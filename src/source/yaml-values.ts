import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar } from "yaml";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { SourceFile } from "./document.ts";
import { deepest, mostValues } from "./limits.ts";
import { lineOf } from "./lines.ts";
import {
  joinDuplicates,
  makeList,
  makeMapping,
  makeScalar,
  mostJoined,
  mostReported,
  type Read,
  type SourceEntry,
  type SourceNode,
  type Stretch,
} from "./node.ts";

interface Reading {
  readonly file: SourceFile;
  readonly lineStarts: readonly number[];
  readonly anchors: Map<string, SourceNode>;
  readonly diagnostics: Diagnostic[];
  /** Values so far, with everything that aliases repeat. */
  repeated: number;
}

/** Turns what the YAML library composed into plain data with positions; aliases share their value. */
export function convertYaml(file: SourceFile, lineStarts: readonly number[], contents: Node | null): Read {
  const reading: Reading = { file, lineStarts, anchors: new Map(), diagnostics: [], repeated: 0 };
  const root = convert(reading, contents, { start: 0, end: 0 });
  return { root, diagnostics: reading.diagnostics };
}

function convert(reading: Reading, node: unknown, fallback: Stretch): SourceNode {
  if (isAlias(node)) return resolveAlias(reading, node.source, stretchOf(node.range, fallback));
  if (isScalar(node)) return remember(reading, node.anchor, convertScalar(node, fallback));
  if (isSeq(node)) {
    const at = stretchOf(node.range, fallback);
    const items = node.items.map((item) => convert(reading, item, at));
    return remember(reading, node.anchor, makeList(items, at));
  }
  if (isMap(node)) {
    const at = stretchOf(node.range, fallback);
    const entries = new Map<string, SourceEntry>();
    for (const pair of node.items) addEntry(reading, entries, pair, at);
    return remember(reading, node.anchor, makeMapping(entries, at));
  }
  return makeScalar(null, fallback);
}

function convertScalar(node: Scalar, fallback: Stretch): SourceNode {
  // .inf and .nan are numbers that JSON cannot hold; as text they fail where a number is wanted.
  const finite = typeof node.value !== "number" || Number.isFinite(node.value);
  return makeScalar(finite ? node.value : node.source, stretchOf(node.range, fallback));
}

function addEntry(reading: Reading, entries: Map<string, SourceEntry>, pair: Pair, parent: Stretch): void {
  const key = isScalar(pair.key) ? pair.key : null;
  const keyRange = key?.range ?? rangeOf(pair.key);
  const at = stretchOf(keyRange, parent);
  // A key without a value has its place behind the key.
  const node = convert(reading, pair.value, { start: at.end, end: at.end });
  if (key === null) {
    report(reading, diagnose("yaml-key-not-text", { key: "" }, place(reading, at)));
    return;
  }
  if (key.value === "<<" && key.type === "PLAIN") {
    report(reading, diagnose("yaml-merge-key", {}, place(reading, at)));
    return;
  }
  const name = typeof key.value === "string" ? key.value : (key.source ?? "");
  if (typeof key.value !== "string") {
    report(reading, diagnose("yaml-key-not-text", { key: name }, place(reading, at)));
    if (name === "") return;
  }
  if (key.anchor !== undefined) reading.anchors.set(key.anchor, makeScalar(key.value, at));
  const first = entries.get(name);
  if (first === undefined) {
    entries.set(name, { key: at, node });
    return;
  }
  const firstLine = lineOf(reading.lineStarts, first.key.start);
  report(reading, diagnose("yaml-duplicate-key", { key: name, firstLine }, place(reading, at)));
  if (reading.diagnostics.length <= mostJoined) {
    entries.set(name, joinDuplicates(first, { key: at, node }));
  }
}

/** Anchors count from where their value ends, so a value can never hold itself. */
function remember(reading: Reading, anchor: string | undefined, node: SourceNode): SourceNode {
  if (anchor !== undefined) reading.anchors.set(anchor, node);
  return node;
}

function resolveAlias(reading: Reading, name: string, at: Stretch): SourceNode {
  const target = reading.anchors.get(name);
  if (target === undefined) {
    report(reading, diagnose("yaml-unknown-anchor", { name }, place(reading, at)));
    return makeScalar(null, at);
  }
  const before = reading.repeated;
  reading.repeated += target.size;
  if (reading.repeated <= mostValues && target.height < deepest) return target;
  if (before <= mostValues) {
    report(reading, diagnose("yaml-alias-expansion", {}, place(reading, at)));
    reading.repeated = Number.POSITIVE_INFINITY;
  }
  return makeScalar(null, at);
}

function report(reading: Reading, diagnostic: Diagnostic): void {
  if (reading.diagnostics.length < mostReported) reading.diagnostics.push(diagnostic);
}

function place(reading: Reading, at: Stretch): Stretch & { readonly file: string } {
  return { file: reading.file.path, start: at.start, end: at.end };
}

/** The library's range is [start, end of the value, end of its line]. */
function stretchOf(range: readonly number[] | null | undefined, fallback: Stretch): Stretch {
  const [start, end] = range ?? [];
  return start === undefined || end === undefined ? fallback : { start, end };
}

function rangeOf(node: unknown): readonly number[] | null {
  return (isMap(node) || isSeq(node) || isAlias(node) ? node.range : null) ?? null;
}
