/** The names that a file declares, and what is said when one of them is missing. */
import type { ArgsOf } from "../diagnostic/catalogue.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { suggest } from "../diagnostic/suggest.ts";
import type { EndpointName, HealthCheckName, PartName, PolicyName } from "./policy.ts";
import { originOf, readEntries, readKey, readText, type Written, type WrittenEntry } from "./written.ts";

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

const sections = ["providers", "healthChecks", "endpoints", "policies", "records"] as const;
type Section = (typeof sections)[number];

export interface Declared {
  readonly entries: readonly WrittenEntry[];
  readonly names: ReadonlySet<string>;
  /** False where the section cannot be read: then nobody knows which names it would have. */
  readonly complete: boolean;
}

export interface Declarations {
  readonly endpoints: Declared;
  readonly parts: Declared;
  readonly healthChecks: Declared;
}

/**
 * The section of this name, or the one whose key was misspelt: that is one mistake already, and
 * calling every name in it unknown would add one for each.
 */
export function readSection(root: Written, section: Section): Written | null {
  const exact = readKey(root, section);
  if (exact !== null) return exact;
  const near = readEntries(root).find(
    ({ key }) => !sections.some((known) => known === key) && suggest(key, sections) === section,
  );
  return near?.value ?? null;
}

/** Collects the declared names, well-formed or not: a bad name is reported once, where it is declared. */
export function collectDeclarations(root: Written): Declarations {
  return {
    endpoints: declare(readSection(root, "endpoints"), false),
    parts: declare(readSection(root, "policies"), true),
    healthChecks: declare(readSection(root, "healthChecks"), true),
  };
}

function declare(section: Written | null, optional: boolean): Declared {
  const entries = readEntries(section);
  const complete = section === null ? optional : entries.length > 0;
  return { entries, names: new Set(entries.map(({ key }) => key)), complete };
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
  const suggestion = actual === null ? suggest(name, declared.names) : null;
  return suggestion !== null && !namePattern.test(suggestion) ? null : { name, actual, suggestion };
}

function actualSort(name: string, declared: Declarations): "endpoint" | "part" | "healthCheck" | null {
  if (declared.endpoints.names.has(name)) return "endpoint";
  if (declared.parts.names.has(name)) return "part";
  return declared.healthChecks.names.has(name) ? "healthCheck" : null;
}
