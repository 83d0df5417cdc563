/** What answers for a name: its own record sets, what these lead to, and the checks that they refer to. */
import type { Detection } from "../provider.ts";
import type { Resource } from "../resource.ts";
import { isCidrCollection } from "./cidr.ts";
import { longestProbe } from "./health-check.ts";
import { isRecordSet, type RecordSet, thisZone } from "./record-set.ts";
import { keyOfCheck } from "./resource.ts";
import { configOf } from "./wanted.ts";

/** Indexes resources, so that one name after the other can be asked about. */
export function indexReach(resources: readonly Resource[]): (name: string) => readonly Resource[] {
  const sets = new Map<string, Resource[]>();
  for (const resource of resources) {
    const { attributes } = resource;
    if (!isRecordSet(attributes)) continue;
    const group = sets.get(attributes.Name);
    if (group === undefined) sets.set(attributes.Name, [resource]);
    else group.push(resource);
  }
  const checks = new Map(
    resources.flatMap((one) => (one.kind === "health check" ? [[one.key, one] as const] : [])),
  );
  const collections = resources.filter(({ attributes }) => isCidrCollection(attributes));
  return (name) => {
    const reached: Resource[] = [];
    const names = new Set([standingFor(sets, name)]);
    // A set grows while it is walked.
    for (const next of names) {
      for (const resource of sets.get(next) ?? []) {
        const { attributes } = resource;
        if (!isRecordSet(attributes)) continue;
        reached.push(resource);
        for (const target of targetsOf(attributes)) names.add(target);
      }
    }
    const watching = new Set(reached.flatMap(({ attributes }) => keyOfCheckIn(attributes) ?? []));
    return [...[...watching].flatMap((key) => checks.get(key) ?? []), ...collections, ...reached];
  };
}

/** The name itself, or the wildcard nearest above it. */
function standingFor(sets: ReadonlyMap<string, unknown>, name: string): string {
  if (sets.has(name)) return name;
  const labels = name.split(".");
  const wildcards = labels.slice(1).map((_label, cut) => `*.${labels.slice(cut + 1).join(".")}`);
  return wildcards.find((wildcard) => sets.has(wildcard)) ?? name;
}

/** Names of this zone that a record set hands its clients on to; a CNAME's may be anywhere. */
function targetsOf({
  Type: type,
  AliasTarget: alias,
  ResourceRecords: records,
}: RecordSet): readonly string[] {
  if (alias !== undefined) return alias.HostedZoneId === thisZone ? [alias.DNSName] : [];
  return type === "CNAME" ? (records ?? []).map(({ Value }) => Value) : [];
}

function keyOfCheckIn(attributes: object): string | null {
  if (!isRecordSet(attributes) || attributes.HealthCheckId === undefined) return null;
  const id = attributes.HealthCheckId;
  return keyOfCheck(id.startsWith("ref:") ? id.slice(4) : `id:${id}`);
}

/** Types whose time to notice is that of other checks, alarms or people. */
const derived: ReadonlySet<string> = new Set(["CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"]);

/** How long each check among these resources takes to notice, with the TTL for which its answers are kept. */
export function detectionsIn(resources: readonly Resource[]): readonly Detection[] | null {
  const sets = resources.flatMap(({ attributes }) => (isRecordSet(attributes) ? [attributes] : []));
  // An alias has no TTL of its own: what it leads to is kept for as long as the longest.
  const longest = Math.max(0, ...sets.map(({ TTL }) => TTL ?? 0));
  const found: Detection[] = [];
  for (const resource of resources) {
    const config = configOf(resource);
    if (config === null || config.Disabled) continue;
    if (derived.has(config.Type)) return null;
    const watched = sets.filter((set) => keyOfCheckIn(set) === resource.key);
    found.push({
      check: resource.title[0] ?? "",
      threshold: config.FailureThreshold,
      interval: config.RequestInterval,
      ttl: Math.max(0, ...watched.map(({ TTL }) => TTL ?? longest)),
      probe: longestProbe(config.Type),
    });
  }
  return found;
}
