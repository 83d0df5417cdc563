import { diagnose } from "../diagnostic/diagnose.ts";
import type { Report } from "./names.ts";
import type { EndpointName, PartName, Policy } from "./policy.ts";
import { findNamed, makeReachFinder } from "./reach.ts";

/**
 * Warns of names that nothing leads to. An endpoint that only an unused part names counts as used:
 * the part is the mistake.
 */
export function warnOfUnused(policy: Policy, report: Report): void {
  const findReach = makeReachFinder(policy.parts);
  const endpoints = new Set<EndpointName>();
  const parts = new Set<PartName>();
  const roots = new Set(policy.records.map((record) => record.to));
  for (const root of roots) {
    for (const part of findReach(root).parts) parts.add(part);
    for (const endpoint of findNamed(root).endpoints) endpoints.add(endpoint);
  }
  for (const node of policy.parts.values()) {
    for (const endpoint of findNamed(node).endpoints) endpoints.add(endpoint);
  }
  const checks = new Set([...policy.endpoints.values()].map((endpoint) => endpoint.healthCheck));
  for (const { name, origin } of policy.endpoints.values()) {
    if (!endpoints.has(name)) report(diagnose("unused-endpoint", { name }, origin));
  }
  for (const { name, origin } of policy.healthChecks.values()) {
    if (!checks.has(name)) report(diagnose("unused-health-check", { name }, origin));
  }
  for (const [name, node] of policy.parts) {
    if (parts.has(name)) continue;
    report(diagnose("unused-part", { name }, { ...node.origin, on: "key" }));
  }
}
