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
  readonly resources: readonly LiveResource[];
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
  prefix: string,
  sets: readonly RawRecordSet[],
  compiled: Compiled,
): Promise<ReadCollections> {
  const isConcerned =
    compiled.resources.some(({ kind }) => kind === "cidr collection") ||
    sets.some((set) => set.CidrRoutingConfig !== undefined);
  const ask = () => api.cidrCollections(prefix);
  const found = isConcerned ? await ask() : ((await askUnlessRefused(ask)) ?? []);
  return {
    resources: found.map((raw) => describeLive(raw, prefix)),
    refs: new Map(found.map(({ Id, Name }) => [Id, Name.slice(prefix.length)])),
  };
}

/** It goes by the name that it was made with; one that was never filled holds something else than its name says. */
function describeLive(raw: RawCollection, prefix: string): LiveResource {
  const content: CidrCollection = {
    Locations: raw.Locations.map(({ LocationName, CidrList }) => ({
      LocationName,
      CidrList: CidrList.map(canonicalNetwork).sort(),
    })).sort((one, other) => (one.LocationName < other.LocationName ? -1 : 1)),
  };
  const ref = raw.Name.slice(prefix.length);
  const described = describeCollection(content, null);
  const key = ref === refOfCollection(content) ? described.key : keyOfCollection(ref);
  return { ...described, key, title: [ref], raw: { Id: raw.Id, Name: raw.Name, Version: raw.Version } };
}

/** A record set that speaks of our collections by reference. */
export function referCollections(set: RecordSet, refs: ReadonlyMap<string, string>): RecordSet {
  const cidr = set.CidrRoutingConfig;
  const ref = cidr === undefined ? undefined : refs.get(cidr.CollectionId);
  if (cidr === undefined || ref === undefined) return set;
  return { ...set, CidrRoutingConfig: { ...cidr, CollectionId: `ref:${ref}` } };
}
