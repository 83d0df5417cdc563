/** Which names of a zone are imported, and what they become. */
import { type RecordType, recordTypes } from "../../policy/policy.ts";
import type { FoundName, FoundRecord, FoundZone } from "../imported.ts";
import type { Resource } from "../resource.ts";
import { isCidrCollection } from "./cidr.ts";
import { type Findings, type ImportIndex, TreeReader } from "./import-tree.ts";
import { ownerOf } from "./names.ts";
import { isRecordSet, type RecordSet, thisZone } from "./record-set.ts";
import { isMarkerFacts } from "./resource.ts";
import { configOf } from "./wanted.ts";

/**
 * Reads names as trees.
 *
 * @param wanted - in full; null: all that steer and that no policy holds
 */
export function importRecordSets(
  resources: readonly Resource[],
  zone: string,
  wanted: readonly string[] | null,
): FoundZone {
  const groups = new Map<string, RecordSet[]>();
  for (const { attributes } of resources) {
    if (!isRecordSet(attributes) || typeOf(attributes) === null) continue;
    groups.set(attributes.Name, [...(groups.get(attributes.Name) ?? []), attributes]);
  }
  const owners = new Map(
    resources.flatMap(({ attributes }) =>
      isMarkerFacts(attributes) ? [[attributes.owner, attributes.policy] as const] : [],
    ),
  );
  const helpers = new Set([...groups.keys()].flatMap((name) => helpersOf(name, groups, zone)));
  const own = [...groups.keys()].filter((name) => ownerOf(name) === null).sort();
  const isFree = (name: string) => !helpers.has(name) && !owners.has(name);
  const chosen =
    wanted?.filter((name) => groups.has(name)) ??
    own.filter((name) => isFree(name) && (groups.get(name) ?? []).some(steers));
  const index = indexZone(resources, groups);
  const taken = new Set(chosen);
  const left = own.filter((name) => !taken.has(name));
  return {
    names: chosen.map((name) => readName(index, name, zone)),
    resources,
    settings: {},
    left: {
      plain: left.filter((name) => isFree(name) && !(groups.get(name) ?? []).some(steers)),
      helpers: left.filter((name) => helpers.has(name) && !owners.has(name)),
      owned: left.flatMap((name) => {
        const policy = owners.get(name);
        return policy === undefined ? [] : [{ name, policy }];
      }),
      missing: (wanted ?? []).filter((name) => !groups.has(name)),
    },
  };
}

function indexZone(
  resources: readonly Resource[],
  groups: ReadonlyMap<string, readonly RecordSet[]>,
): ImportIndex {
  const byKey = new Map(resources.map((resource) => [resource.key, resource]));
  return {
    group: (name, type) => (groups.get(name) ?? []).filter((set) => set.Type === type),
    check: (key) => {
      const resource = byKey.get(key);
      return resource === undefined ? null : configOf(resource);
    },
    collection: (id) => {
      const found = byKey.get(id.replace(/^ref:/u, "cidr collection "))?.attributes;
      return found !== undefined && isCidrCollection(found) ? found : null;
    },
  };
}

function readName(index: ImportIndex, name: string, zone: string): FoundName {
  const label = name === zone ? "@" : name.slice(0, -zone.length - 1);
  const shared = { label, remarks: [], ignored: new Set<string>() };
  const records = recordTypes.flatMap((type): readonly FoundRecord[] => {
    const findings: Findings = { ...shared, ttls: new Set() };
    const to = new TreeReader(index, type, findings).read(name);
    return to === null ? [] : [{ type, ttls: [...findings.ttls].sort((one, other) => one - other), to }];
  });
  return { name, records, remarks: shared.remarks, ignored: [...shared.ignored] };
}

function typeOf({ Type: type }: RecordSet): RecordType | null {
  return recordTypes.find((known) => known === type) ?? null;
}

/** Whether a record set is one of several that are chosen among, or leads to another name of the zone. */
function steers(set: RecordSet): boolean {
  return set.SetIdentifier !== undefined || set.AliasTarget?.HostedZoneId === thisZone;
}

/**
 * Names that are there for another name alone: aliases lead from it to them, and they begin with `_` or stand below it.
 * What stands below the apex is everything.
 */
function helpersOf(
  name: string,
  groups: ReadonlyMap<string, readonly RecordSet[]>,
  zone: string,
): readonly string[] {
  const bare = name.replace(/^\*\./u, "");
  const reached = new Set([name]);
  // A set grows while it is walked.
  for (const next of reached) {
    for (const { AliasTarget: alias } of groups.get(next) ?? []) {
      if (alias?.HostedZoneId === thisZone) reached.add(alias.DNSName);
    }
  }
  reached.delete(name);
  return [...reached].filter((one) => one.startsWith("_") || (bare !== zone && one.endsWith(`.${bare}`)));
}
