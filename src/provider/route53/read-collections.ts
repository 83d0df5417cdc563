/** Reading CIDR collections: which are ours, and what they hold. */
import type { Compiled, LiveResource } from "../resource.ts";
import { shortHash } from "../short-hash.ts";
import { askUnlessRefused } from "./ask.ts";
import { type CidrCollection, canonicalNetwork, refOfCollection } from "./cidr.ts";
import type { RawRecordSet, Route53Reads } from "./client.ts";
import type { RawCollection } from "./raw-collection.ts";
import type { RecordSet } from "./record-set.ts";
import { describeCollection, keyOfCollection } from "./resource.ts";

/** The start of the name of every collection of a policy in a zone; behind it stands the hash of what it holds. */
export function collectionPrefix(zoneId: string, policy: string): string {
  return `sp1-${shortHash(`${zoneId}\0${policy}`, 16)}-`;
}

export interface ReadCollections {
  /** Ours. */
  readonly resources: readonly LiveResource[];
  /** Those of others that the zone's record sets refer to. */
  readonly others: readonly LiveResource[];
  /** References by the id at AWS. */
  readonly refs: ReadonlyMap<string, string>;
}

/**
 * Collections that an interrupted apply left behind are seen even when neither the policy nor the zone has anything
 * to do with CIDR blocks any more. Only then may the vendor keep them to itself: most policies need no permission
 * for them, and emulators don't know them.
 */
export async function readCollections(
  api: Route53Reads,
  prefixes: readonly string[],
  sets: readonly RawRecordSet[],
  compiled: Compiled,
): Promise<ReadCollections> {
  const isConcerned =
    compiled.resources.some(({ kind }) => kind === "cidr collection") ||
    sets.some((set) => set.CidrRoutingConfig !== undefined);
  const ids = new Set(sets.flatMap(({ CidrRoutingConfig: cidr }) => cidr?.CollectionId ?? []));
  const ask = () => api.cidrCollections(prefixes, ids);
  const found = isConcerned ? await ask() : ((await askUnlessRefused(ask)) ?? []);
  const refs = nameCollections(found, prefixes);
  const describe = (raw: RawCollection) => describeLive(raw, refs.get(raw.Id) ?? `id:${raw.Id}`);
  const isOurs = ({ Name }: RawCollection) => prefixes.some((prefix) => Name.startsWith(prefix));
  return {
    resources: found.filter(isOurs).map(describe),
    others: found.filter((raw) => !isOurs(raw)).map(describe),
    refs,
  };
}

/**
 * References by id. After a rename there may be two of one content, made under either name: the earlier name's is wanted
 * by nobody.
 */
function nameCollections(
  found: readonly RawCollection[],
  prefixes: readonly string[],
): ReadonlyMap<string, string> {
  const refs = new Map<string, string>(found.map(({ Id }) => [Id, `id:${Id}`]));
  const taken = new Set<string>();
  for (const prefix of prefixes) {
    for (const { Id, Name } of found) {
      const ref = Name.slice(prefix.length);
      if (!Name.startsWith(prefix) || taken.has(ref)) continue;
      refs.set(Id, ref);
      taken.add(ref);
    }
  }
  return refs;
}

/** It goes by the name that it was made with; one that was never filled holds something else than its name says. */
function describeLive(raw: RawCollection, ref: string): LiveResource {
  const content: CidrCollection = {
    Locations: raw.Locations.map(({ LocationName, CidrList }) => ({
      LocationName,
      CidrList: CidrList.map(canonicalNetwork).sort(),
    })).sort((one, other) => (one.LocationName < other.LocationName ? -1 : 1)),
  };
  const described = describeCollection(content, null);
  const key = ref === refOfCollection(content) ? described.key : keyOfCollection(ref);
  return { ...described, key, title: [ref], raw: { Id: raw.Id, Name: raw.Name, Version: raw.Version } };
}

/** A record set that speaks of collections by reference. */
export function referCollections(set: RecordSet, refs: ReadonlyMap<string, string>): RecordSet {
  const cidr = set.CidrRoutingConfig;
  const ref = cidr === undefined ? undefined : refs.get(cidr.CollectionId);
  if (cidr === undefined || ref === undefined) return set;
  return { ...set, CidrRoutingConfig: { ...cidr, CollectionId: `ref:${ref}` } };
}
