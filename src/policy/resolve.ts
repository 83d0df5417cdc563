import { hasErrors } from "../diagnostic/describe.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { SourceDocument } from "../source/document.ts";
import { refuseCycles } from "./cycles.ts";
import { isDomainName, readDomainName } from "./domain.ts";
import { resolveEndpoints } from "./endpoints.ts";
import { freezeDeeply } from "./freeze.ts";
import { resolveGroups } from "./groups.ts";
import { resolveGuarantees } from "./guarantees.ts";
import { resolveGuards } from "./guards.ts";
import { resolveHealthChecks } from "./health-checks.ts";
import type { Gathered } from "./include.ts";
import { collectDeclarations, isPartName, isPolicyName, type Report, readSection } from "./names.ts";
import { resolveNode } from "./nodes.ts";
import type { DomainName, PartName, Policy, PolicyName, PolicyNode } from "./policy.ts";
import { gatherPromisable } from "./promised-record.ts";
import { resolveProviders } from "./providers.ts";
import { resolveRecords } from "./records.ts";
import { resolveTests } from "./tests.ts";
import { resolveTraffic } from "./traffic.ts";
import { warnOfUnused } from "./unused.ts";
import { resolveLint, resolveWaivers } from "./waivers.ts";
import { originOf, readItems, readKey, readRoot, readText, type Written } from "./written.ts";
import type { WrittenLookup } from "./written-place.ts";

export interface Resolved {
  /** Null when something is wrong that a policy can't be without. */
  readonly policy: Policy | null;
  readonly diagnostics: readonly Diagnostic[];
  /** The places of each geolocation, whether the policy is whole or not. */
  readonly places: readonly (readonly WrittenLookup[])[];
}

/**
 * Looks up every name and fills in every default. What has the wrong shape is passed over, so it can
 * also be called with a file that the schema complained about, to find the other mistakes.
 *
 * @param included - the parts that belong to the policy
 */
export function resolvePolicy(
  document: SourceDocument,
  included: Pick<Gathered, "parts" | "complete">,
): Resolved {
  const diagnostics: Diagnostic[] = [];
  const places: (readonly WrittenLookup[])[] = [];
  const report = makeReport(diagnostics);
  const root = readRoot(document);
  const files = { documents: [...included.parts, document], complete: included.complete };
  const declared = collectDeclarations(files, report);
  const healthChecks = resolveHealthChecks(declared, report);
  const endpoints = resolveEndpoints(declared, report);
  const { groups, listUnused } = resolveGroups(declared.groups.entries, report);
  const parts = new Map<PartName, PolicyNode>();
  for (const { key, value } of declared.parts.entries) {
    const node = resolveNode(value, { declared, report, places, groups });
    if (node !== null && isPartName(key)) parts.set(key, node);
  }
  if (!refuseCycles(parts, report)) parts.clear();
  const zone = resolveZone(readKey(root, "zone"), report);
  const section = readSection(root, "records");
  const records = resolveRecords(section, { declared, report, places, groups, zone, endpoints, parts });
  const providers = resolveProviders(readSection(root, "providers"));
  const promisable = gatherPromisable({ document, declared, report, endpoints }, section, records, parts);
  const tests = resolveTests(readSection(root, "tests"), { ...promisable, providers, places });
  const guaranteed = readSection(root, "guarantees");
  const guarantees = resolveGuarantees(guaranteed, { ...promisable, groups, places });
  const traffic = resolveTraffic(readSection(root, "traffic"), { groups, report, places });
  places.push(...listUnused());
  const guards = resolveGuards(readSection(root, "guards"));
  const lint = resolveLint(readSection(root, "lint"));
  const waivers = resolveWaivers(readSection(root, "waivers"), report);
  const name = readText(readKey(root, "name"));
  const formerly = resolveFormerly(readKey(root, "formerly"), name, report);
  if (hasErrors(diagnostics) || zone === null || name === null || !isPolicyName(name)) {
    return { policy: null, diagnostics, places };
  }
  const origin = originOf(root);
  const policy: Policy = {
    name,
    formerly,
    zone,
    providers,
    healthChecks,
    endpoints,
    parts,
    records,
    tests,
    guarantees,
    traffic,
    guards,
    lint,
    waivers,
    origin,
  };
  warnOfUnused(policy, report);
  return { policy: freezeDeeply(policy), diagnostics, places };
}

/** A name that is declared nowhere is one mistake, however often it is written. */
function makeReport(diagnostics: Diagnostic[]): Report {
  const unknown = new Set<string>();
  return (diagnostic) => {
    if (diagnostic.code.startsWith("unknown-")) {
      const key = JSON.stringify([diagnostic.code, diagnostic.args]);
      if (unknown.has(key)) return;
      unknown.add(key);
    }
    diagnostics.push(diagnostic);
  };
}

/** A policy that had its own name before would say nothing, and most likely the new name was forgotten. */
function resolveFormerly(
  written: Written | null,
  name: string | null,
  report: Report,
): readonly PolicyName[] {
  return readItems(written).flatMap((item) => {
    const former = readText(item);
    if (former === null || !isPolicyName(former)) return [];
    if (former === name) report(diagnose("formerly-itself", { name: former }, originOf(item)));
    return [former];
  });
}

function resolveZone(written: Written | null, report: Report): DomainName | null {
  const text = readText(written);
  if (written === null || text === null) return null;
  // People copy zones with the dot of zone files; there is nothing else that it could mean.
  const bare = text.length > 1 && text.endsWith(".") ? text.slice(0, -1) : text;
  const zone = readDomainName(bare, { what: "zone name", wildcard: false }, originOf(written), report);
  return zone !== null && isDomainName(zone) ? zone : null;
}
