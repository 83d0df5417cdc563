import { diagnose } from "../diagnostic/diagnose.ts";
import { parseDuration } from "./duration.ts";
import { hasStrangers } from "./endpoints.ts";
import { resolveTypes } from "./families.ts";
import { mostNodes } from "./limits.ts";
import { type Resolving, resolveNode } from "./nodes.ts";
import type {
  DomainName,
  Endpoint,
  EndpointName,
  Origin,
  PartName,
  PolicyNode,
  PolicyRecord,
} from "./policy.ts";
import { makeReachFinder, walkNodes } from "./reach.ts";
import { resolveRecordName } from "./record-name.ts";
import { originOf, readEntries, readKey, type Written, type WrittenEntry } from "./written.ts";

export interface Surroundings extends Resolving {
  /** Null where the zone can't be read. */
  readonly zone: DomainName | null;
  readonly endpoints: ReadonlyMap<EndpointName, Endpoint>;
  readonly parts: ReadonlyMap<PartName, PolicyNode>;
}

/** Reads the records. Those with a mistake are left out of the result. */
export function resolveRecords(section: Written | null, surroundings: Surroundings): readonly PolicyRecord[] {
  const { zone, endpoints, report } = surroundings;
  const findReach = makeReachFinder(surroundings.parts);
  const strange = surroundings.declared.endpoints.entries.filter(({ value }) => hasStrangers(value));
  const unsure = new Set<string>(strange.map(({ key }) => key));
  const labels = new Map<string, string>();
  let nodes = 0;
  return readEntries(section).flatMap((entry) => {
    const origin = originOf(entry.value, "key");
    const name = resolveRecordName(entry.key, zone, origin, report);
    if (name !== null) {
      const label = labels.get(name);
      if (label !== undefined) report(diagnose("record-twice", { label, name }, origin));
      labels.set(name, entry.key);
    }
    const to = resolveNode(readKey(entry.value, "to"), surroundings);
    if (to === null) return [];
    // As many nodes at least. Looking at each of them for each record would take too long.
    if (nodes > mostNodes) return [];
    const reach = findReach(to).endpoints;
    nodes += reach.size;
    if (nodes > mostNodes && section !== null) {
      report(diagnose("policy-too-large", { most: mostNodes }, originOf(section, "key")));
      return [];
    }
    const reached = [...reach]
      .filter((endpoint) => !unsure.has(endpoint))
      .flatMap((endpoint) => endpoints.get(endpoint) ?? []);
    const types = resolveTypes(readKey(entry.value, "types"), reached, origin, report);
    if (types.includes("CNAME")) refuseCname(to, name, zone, origin, surroundings);
    const ttl = parseDuration(readKey(entry.value, "ttl")?.value);
    if (name === null || ttl === null || types.length === 0) return [];
    const protect = readKey(entry.value, "protect")?.value === true;
    return [{ label: entry.key, name, ttl, types, objective: readObjective(entry), protect, to, origin }];
  });
}

/** A CNAME stands alone at its name, so neither at the apex, beside SOA and NS, nor several at once (RFC 1034, 3.6.2). */
function refuseCname(
  to: PolicyNode,
  name: DomainName | null,
  zone: DomainName | null,
  origin: Origin,
  { report, parts }: Surroundings,
): void {
  if (name !== null && name === zone) report(diagnose("cname-at-apex", { zone: name }, origin));
  const together = [...walkNodes(to, parts)].find((node) => node.kind === "multivalue");
  if (together !== undefined) report(diagnose("cname-multivalue", {}, together.origin));
}

function readObjective({ value }: WrittenEntry): PolicyRecord["objective"] {
  const objective = readKey(value, "objective");
  const failover = objective === null ? null : readKey(objective, "failover");
  const seconds = parseDuration(failover?.value);
  return failover === null || seconds === null ? null : { failover: seconds, origin: originOf(failover) };
}
