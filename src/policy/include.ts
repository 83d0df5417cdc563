/** The files that a policy is made of: itself, and the parts that it includes. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { suggest } from "../diagnostic/suggest.ts";
import type { Parsed, SourceDocument } from "../source/document.ts";
import { readSection } from "./names.ts";
import { validateShape } from "./validate.ts";
import {
  isMapping,
  originOf,
  readEntries,
  readItems,
  readKey,
  readRoot,
  readText,
  type Written,
} from "./written.ts";

/** What a path leads to. Files are the same when their paths, as shown to people, are. */
export type Included =
  | { readonly kind: "file"; readonly parsed: Parsed }
  /** It leads out of the folder that policies may read from. */
  | { readonly kind: "outside" }
  /** `reason` is the system's code, such as ENOENT. */
  | { readonly kind: "unreadable"; readonly reason: string };

/**
 * Looks up an included file; the one thing by which a policy reaches other files.
 *
 * @param path - as written, relative
 * @param from - the including file's path
 */
export type FindInclude = (path: string, from: string) => Included;

/** For policies that stand alone. */
export const findNothing: FindInclude = () => ({ kind: "unreadable", reason: "ENOENT" });

export interface Gathered {
  /** In the order in which they are read: a part before the file that includes it. */
  readonly parts: readonly SourceDocument[];
  /** All files but the root, those that can't be read as data too. */
  readonly files: readonly Parsed[];
  readonly diagnostics: readonly Diagnostic[];
  /** False where names may be missing, because a file couldn't be read. */
  readonly complete: boolean;
}

/** More files than this are no policy that anybody could review. */
const mostFiles = 1000;

/** What only a policy has, and a part has not. */
const ofPolicies = [
  "name",
  "formerly",
  "zone",
  "providers",
  "tests",
  "guarantees",
  "traffic",
  "guards",
  "lint",
  "waivers",
];

/**
 * Whether a file is a part: it has no records, and nothing else that says it means to be a policy. A policy whose
 * records were forgotten is told just that.
 */
export function isPart(document: SourceDocument): boolean {
  const root = readRoot(document);
  return readSection(root, "records") === null && ofPolicies.every((key) => readKey(root, key) === null);
}

/** What stands under `include`. A misspelt `include` is one mistake, not one for each name that it would bring. */
export function readInclude(root: Written): Written | null {
  const entries = readEntries(root);
  const near = entries.length > 100 ? null : entries.find(({ key }) => suggest(key, ["include"]) !== null);
  return readKey(root, "include") ?? near?.value ?? null;
}

/** Reads everything that a policy includes, each file once. */
export function gatherParts(root: SourceDocument, find: FindInclude): Gathered {
  const gathering: Gathering = {
    find,
    seen: new Map(),
    parts: [],
    files: [],
    diagnostics: [],
    complete: true,
  };
  visit(gathering, root, [root.file.path]);
  return gathering;
}

interface Gathering {
  readonly find: FindInclude;
  /** Where each file was first included. */
  readonly seen: Map<string, { readonly item: Written; readonly by: SourceDocument }>;
  readonly parts: SourceDocument[];
  readonly files: Parsed[];
  readonly diagnostics: Diagnostic[];
  complete: boolean;
}

/** @param chain - the files from the root to this one */
function visit(gathering: Gathering, document: SourceDocument, chain: readonly string[]): void {
  const { diagnostics, files, parts, seen } = gathering;
  for (const item of readItems(readInclude(readRoot(document)))) {
    const path = readText(item);
    if (path === null || path === "") continue;
    const found = follow(gathering, path, item, chain);
    if ("code" in found) {
      diagnostics.push(found);
      if (found.code !== "include-twice") gathering.complete = false;
      if (found.code === "include-too-many") return;
      continue;
    }
    seen.set(found.file.path, { item, by: document });
    files.push(found);
    for (const one of found.diagnostics) diagnostics.push(one);
    if (found.document === null) {
      gathering.complete = false;
      continue;
    }
    visit(gathering, found.document, [...chain, found.file.path]);
    parts.push(found.document);
    for (const one of judgePart(found.document)) diagnostics.push(one);
  }
}

/** Follows a path to a part, or to what is wrong with it. */
function follow(
  { find, seen, files }: Gathering,
  path: string,
  item: Written,
  chain: readonly string[],
): Parsed | Diagnostic {
  const place = originOf(item);
  if (notRelative.test(path)) return diagnose("include-not-relative", { path }, place);
  const found = find(path, item.file);
  if (found.kind === "outside") return diagnose("include-outside", { path }, place);
  if (found.kind === "unreadable") {
    return diagnose("include-unreadable", { path, reason: found.reason }, place);
  }
  const { file, document } = found.parsed;
  const start = chain.indexOf(file.path);
  if (start !== -1) {
    return diagnose("include-cycle", { chain: [...chain.slice(start), file.path] }, place);
  }
  if (document !== null && !isPart(document)) return diagnose("include-policy", { path }, place);
  const first = seen.get(file.path);
  if (first !== undefined) {
    const { line } = first.by.locate(originOf(first.item)).start;
    return diagnose("include-twice", { path, file: first.item.file, line }, place);
  }
  if (files.length >= mostFiles) return diagnose("include-too-many", { most: mostFiles }, place);
  return found.parsed;
}

/** Absolute paths, home folders, drives and URLs. */
const notRelative = /^(?:[\\/~]|[a-z]:|[a-z][a-z0-9+.-]*:)/i;

/** A part keeps the schema of policies, apart from what only the whole needs. */
function judgePart(document: SourceDocument): readonly Diagnostic[] {
  if (!isMapping(document.value)) return [];
  return validateShape(document).filter(
    (found) => !(found.code === "missing-key" && found.place !== null && isRoot(found.place)),
  );
}

function isRoot(place: NonNullable<Diagnostic["place"]>): boolean {
  return "pointer" in place && place.pointer === "";
}
