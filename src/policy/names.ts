/** The names that a file declares, and what is said when one of them is missing. */
import type { ArgsOf } from "../diagnostic/catalogue.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { suggest } from "../diagnostic/suggest.ts";
import type { SourceDocument } from "../source/document.ts";
import type { EndpointName, HealthCheckName, PartName, PolicyName } from "./policy.ts";
import {
  originOf,
  readEntries,
  readKey,
  readRoot,
  readText,
  type Written,
  type WrittenEntry,
} from "./written.ts";

/** Takes a mistake as it is found. */
export type Report = (diagnostic: Diagnostic) => void;

const namePattern = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/;

export function isPolicyName(text: string): text is PolicyName {
  return namePattern.test(text);
}

export function isEndpointName(text: string): text is EndpointName {
  return namePattern.test(text);
}

export function isHealthCheckName(text: string): text is HealthCheckName {
  return namePattern.test(text);
}

export function isPartName(text: string): text is PartName {
  return namePattern.test(text);
}

const sections = [
  "providers",
  "healthChecks",
  "endpoints",
  "groups",
  "policies",
  "records",
  "tests",
  "guarantees",
  "traffic",
  "guards",
  "lint",
  "waivers",
] as const;
type Section = (typeof sections)[number];

export interface Declared {
  /** Of all files of the policy; a name that is declared twice has its first entry only. */
  readonly entries: readonly WrittenEntry[];
  readonly names: ReadonlySet<string>;
  /** False where the section cannot be read: then nobody knows which names it would have. */
  readonly complete: boolean;
}

export interface Declarations {
  readonly endpoints: Declared;
  readonly parts: Declared;
  readonly healthChecks: Declared;
  readonly groups: Declared;
  /** How many names may still be compared with a misspelt one. */
  readonly comparisons: { left: number };
}

/** The files of a policy as they are read: parts first, the policy itself last. */
export interface Files {
  readonly documents: readonly SourceDocument[];
  /** False where a file couldn't be read, so that nobody knows which names it would have. */
  readonly complete: boolean;
}

/** At the top of a file. */
const mostCompared = 100;

/** Comparing every misspelt name with every declared one takes minutes where there are thousands of each. */
const mostComparisons = 2_000_000;

/**
 * The section of this name, or the one whose key was misspelt: that is one mistake already, and
 * calling every name in it unknown would add one for each.
 */
export function readSection(root: Written, section: Section): Written | null {
  const exact = readKey(root, section);
  if (exact !== null) return exact;
  // So many keys are no misspelling, and each comparison takes its time.
  const entries = readEntries(root);
  if (entries.length > mostCompared) return null;
  const near = entries.find(
    ({ key }) => !sections.some((known) => known === key) && suggest(key, sections) === section,
  );
  return near?.value ?? null;
}

/** Collects the declared names, well-formed or not: a bad name is reported once, where it is declared. */
export function collectDeclarations(files: Files, report: Report): Declarations {
  return {
    endpoints: declare(files, "endpoints", "endpoint", report),
    parts: declare(files, "policies", "part", report),
    healthChecks: declare(files, "healthChecks", "healthCheck", report),
    groups: declare(files, "groups", "group", report),
    comparisons: { left: mostComparisons },
  };
}

function declare(
  { documents, complete }: Files,
  section: Section,
  sort: ArgsOf<"declared-twice">["sort"],
  report: Report,
): Declared {
  const entries = new Map<string, WrittenEntry>();
  const holders = new Map<string, SourceDocument>();
  let readable = complete;
  let present = false;
  for (const document of documents) {
    const written = readSection(readRoot(document), section);
    const own = readEntries(written);
    if (written !== null) present = true;
    if (written !== null && own.length === 0) readable = false;
    for (const entry of own) {
      const first = entries.get(entry.key);
      const holder = holders.get(entry.key);
      if (first === undefined || holder === undefined) {
        entries.set(entry.key, entry);
        holders.set(entry.key, document);
        continue;
      }
      const { file, start } = holder.locate(originOf(first.value, "key"));
      const args = { sort, name: entry.key, file, line: start.line };
      report(diagnose("declared-twice", args, originOf(entry.value, "key")));
    }
  }
  // A policy without endpoints was told so; any other section may be left out.
  if (!present && section === "endpoints") readable = false;
  return { entries: [...entries.values()], names: new Set(entries.keys()), complete: readable };
}

const address = /^\d+(?:\.\d+){3}$|^[\da-f]*:[\da-f:.]*:[\da-f.]*$/i;

/** Looks up an endpoint; null when there is none of this name. */
export function findEndpoint(written: Written, declared: Declarations, report: Report): EndpointName | null {
  const name = readText(written);
  if (name === null) return null;
  if (declared.endpoints.names.has(name)) return isEndpointName(name) ? name : null;
  if (!declared.endpoints.complete) return null;
  const found = explainUnknown(name, declared, declared.endpoints);
  if (found !== null) {
    report(diagnose("unknown-endpoint", { ...found, address: address.test(name) }, originOf(written)));
  }
  return null;
}

/** Looks up a part; null when there is none of this name. */
export function findPart(written: Written, declared: Declarations, report: Report): PartName | null {
  const name = readText(written);
  if (name === null) return null;
  if (declared.parts.names.has(name)) return isPartName(name) ? name : null;
  if (!declared.parts.complete) return null;
  const found = explainUnknown(name, declared, declared.parts);
  if (found !== null) report(diagnose("unknown-part", found, originOf(written)));
  return null;
}

/** Looks up a health check; null for `none` and when there is none of this name. */
export function findHealthCheck(
  written: Written | null,
  declared: Declarations,
  report: Report,
): HealthCheckName | null {
  const name = readText(written);
  if (written === null || name === null) return null;
  if (declared.healthChecks.names.has(name)) return isHealthCheckName(name) ? name : null;
  if (name === "none" || !declared.healthChecks.complete) return null;
  const found = explainUnknown(name, declared, declared.healthChecks);
  if (found !== null) report(diagnose("unknown-health-check", found, originOf(written)));
  return null;
}

/** Null where the name is near one that is declared badly: that was reported, and is the reason. */
function explainUnknown(
  name: string,
  declarations: Declarations,
  declared: Declared,
): ArgsOf<"unknown-part"> | null {
  const actual = actualSort(name, declarations);
  const affordable = declarations.comparisons.left > 0;
  if (actual === null) declarations.comparisons.left -= declared.names.size;
  const suggestion = actual === null && affordable ? suggest(name, declared.names) : null;
  return suggestion !== null && !namePattern.test(suggestion) ? null : { name, actual, suggestion };
}

function actualSort(name: string, declared: Declarations): "endpoint" | "part" | "healthCheck" | null {
  if (declared.endpoints.names.has(name)) return "endpoint";
  if (declared.parts.names.has(name)) return "part";
  return declared.healthChecks.names.has(name) ? "healthCheck" : null;
}
