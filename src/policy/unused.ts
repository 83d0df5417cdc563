import { diagnose } from "../diagnostic/diagnose.ts";
import type { Report } from "./names.ts";
import type { EndpointName, Origin, PartName, Policy } from "./policy.ts";
import { findNamed, makeReachFinder } from "./reach.ts";

/**
 * Warns of names that nothing leads to. An endpoint that only an unused part names counts as used:
 * the part is the mistake. Included files are shared, so what this policy doesn't use another may.
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
  const isOwn = (origin: Origin) => origin.file === policy.origin.file;
  for (const { name, origin } of [...policy.endpoints.values()].filter((one) => isOwn(one.origin))) {
    if (!endpoints.has(name)) report(diagnose("unused-endpoint", { name }, origin));
  }
  for (const { name, origin } of [...policy.healthChecks.values()].filter((one) => isOwn(one.origin))) {
    if (!checks.has(name)) report(diagnose("unused-health-check", { name }, origin));
  }
  for (const [name, node] of policy.parts) {
    if (parts.has(name) || !isOwn(node.origin)) continue;
    report(diagnose("unused-part", { name }, { ...node.origin, on: "key" }));
  }
}
