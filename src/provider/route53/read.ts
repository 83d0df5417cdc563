/** Reading a zone: what is ours, what is in the way, and which live check is which wanted one. */
import type { Snapshot, Zone } from "../connection.ts";
import { allNames, isOwn, type OwnNames } from "../own-names.ts";
import type { Compiled, LiveResource, Resource } from "../resource.ts";
import { alignChecks, referencePrefix } from "./align.ts";
import { canonicalConfig, canonicalRecordSet } from "./canonical.ts";
import type { RawHealthCheck, Route53Reads } from "./client.ts";
import type { HealthCheckConfig } from "./health-check.ts";
import { readMarker } from "./marker.ts";
import {
  claimDrifted,
  claimSets,
  describeName,
  type Expectation,
  gatherByName,
  type NamedSets,
  type ReadSet,
} from "./ownership.ts";
import { toJson } from "./parse-raw.ts";
import { collectionPrefix, readCollections, referCollections } from "./read-collections.ts";
import { isRecordSet } from "./record-set.ts";
import { describeHealthCheck, describeMarker, describeRecordSet, isMarkerFacts } from "./resource.ts";
import { wantedConfigs } from "./wanted.ts";

/** Reads the whole zone, so that names that left the policy are seen. */
export async function readZone(
  api: Route53Reads,
  zone: Zone,
  own: OwnNames,
  compiled: Compiled,
  adopted: ReadonlySet<string>,
): Promise<Snapshot> {
  const [rawSets, rawChecks] = await Promise.all([api.recordSets(zone.id), api.healthChecks()]);
  const prefixes = allNames(own).map((name) => collectionPrefix(zone.id, name));
  const collections = await readCollections(api, prefixes, rawSets, compiled);
  const reads = rawSets.map(
    (raw): ReadSet => ({ raw, set: referCollections(canonicalRecordSet(raw, zone.id), collections.refs) }),
  );
  const byName = gatherByName(reads);
  const configs = new Map<string, HealthCheckConfig>();
  for (const check of rawChecks) {
    if (check.HealthCheckConfig !== undefined)
      configs.set(check.Id ?? "", canonicalConfig(check.HealthCheckConfig));
  }

  const nameOfCheck = namesByReference(zone.id, own);
  const ours = rawChecks.filter((check) => nameOfCheck(check) !== null);
  const ourIds = new Set(ours.map(({ Id }) => Id));
  const expected = expectedNames(compiled, (id) => ourIds.has(id));
  const marked = [...byName]
    .filter(([, { marker }]) => isOwn(own, marker?.facts.policy ?? null))
    .map(([name]) => name);
  const names = [...new Set([...expected.keys(), ...marked])].sort();
  const nothing: Expectation = { types: new Set(), digest: null, isOurCheck: (id) => ourIds.has(id) };
  const claimed = names.map((name) => {
    const named = byName.get(name);
    return adopted.has(name) && named?.marker === null
      ? adopt(name, named, expected.get(name) ?? nothing)
      : claim(name, named, own, expected.get(name) ?? nothing, configs);
  });

  const used = new Set(reads.flatMap(({ raw }) => raw.HealthCheckId ?? []));
  const aligned = alignChecks(wantedConfigs(compiled), ours, used);
  // One that nobody wants any more goes by its id, so that what refers to it can be written down and made again.
  const refs = new Map([...ours.map(({ Id: id = "" }) => [id, `id:${id}`] as const), ...aligned]);

  // DeleteHealthCheck doesn't refuse a check in use, so one that a set outside this policy refers to is not offered
  // to the diff.
  const claimedSets = new Set(claimed.flatMap(({ resources }) => resources.map(({ raw }) => raw)));
  // Nor is one that somebody's calculated check counts.
  const usedByOthers = new Set([
    ...reads.flatMap(({ raw }) => (claimedSets.has(raw) ? [] : (raw.HealthCheckId ?? []))),
    ...rawChecks.flatMap(({ HealthCheckConfig }) => HealthCheckConfig?.ChildHealthChecks ?? []),
  ]);
  const checks = ours.filter(({ Id: id = "" }) => aligned.has(id) || !usedByOthers.has(id));
  // The same goes for a collection, which would be emptied under their feet.
  const sharedCollections = new Set(
    reads.flatMap(({ raw }) => (claimedSets.has(raw) ? [] : (raw.CidrRoutingConfig?.CollectionId ?? []))),
  );
  const wanted = new Set(compiled.resources.map(({ key }) => key));
  const foreign = claimed.flatMap((name) => name.foreign);
  const seen = new Set([...claimedSets, ...foreign.map(({ raw }) => raw)]);
  const kept = new Set(checks);

  return {
    resources: [
      ...checks.map((check) => describeLiveCheck(check, refs)),
      ...collections.resources.filter(
        ({ key, raw }) => wanted.has(key) || !sharedCollections.has(String(raw.Id)),
      ),
      ...claimed.flatMap(({ resources }) => resources.map((read) => describeLiveSet(read, refs))),
      ...claimed.flatMap(({ marker }) => marker ?? []),
    ],
    foreign: foreign.map((read) => describeLiveSet(read, refs)),
    beside: [
      ...collections.others,
      ...rawChecks.flatMap((check) => (kept.has(check) ? [] : [describeLiveCheck(check, refs)])),
      ...reads.flatMap((read) => {
        if (seen.has(read.raw)) return [];
        const marker = readMarker(read.raw);
        if (marker === null) return [describeFoundSet(read, refs)];
        return isOwn(own, marker.facts.policy) ? [] : [describeMarker({ ...marker.facts }, null)];
      }),
    ],
    names: claimed.map(({ name }) => name),
    formerNames: own.formerly.filter(
      (former) =>
        claimed.some(({ name }) => name.policy === former) ||
        ours.some((check) => nameOfCheck(check) === former) ||
        collections.resources.some(({ raw }) =>
          String(raw.Name).startsWith(collectionPrefix(zone.id, former)),
        ),
    ),
    refusals: [],
    counts: { recordSets: rawSets.length, healthChecks: rawChecks.length, calls: api.calls() },
  };
}

/** By which of its names a policy made a check; null: it is somebody else's. */
function namesByReference(zoneId: string, own: OwnNames): (check: RawHealthCheck) => string | null {
  const prefixes = allNames(own).map((name) => ({ name, prefix: referencePrefix(zoneId, name) }));
  return ({ CallerReference: reference = "" }) =>
    prefixes.find(({ prefix }) => reference.startsWith(prefix))?.name ?? null;
}

/** What the policy gives each name. */
function expectedNames(
  compiled: Compiled,
  isOurCheck: (id: string) => boolean,
): ReadonlyMap<string, Expectation> {
  const expected = new Map<
    string,
    { types: Set<string>; digest: string | null; isOurCheck: typeof isOurCheck }
  >();
  for (const { owner, attributes } of compiled.resources) {
    if (owner === null) continue;
    const name = expected.get(owner) ?? { types: new Set(), digest: null, isOurCheck };
    if (isRecordSet(attributes)) name.types.add(attributes.Type);
    if (isMarkerFacts(attributes)) name.digest = attributes.digest;
    expected.set(owner, name);
  }
  return expected;
}

interface Claimed {
  readonly name: Snapshot["names"][number];
  readonly resources: readonly OwnedSet[];
  readonly foreign: readonly OwnedSet[];
  readonly marker: LiveResource | null;
}

interface OwnedSet extends ReadSet {
  readonly owner: string;
}

/** Takes what stands where the policy wants to be for ours. What Traffic Flow made can't be: it stays in the way. */
function adopt(owner: string, named: NamedSets, { types }: Expectation): Claimed {
  const withOwner = (sets: readonly ReadSet[]) => sets.map((read): OwnedSet => ({ ...read, owner }));
  const standing = named.sets.filter((read) => isInTheWay(read, owner, types));
  const ours = standing.filter(({ set }) => set.OtherRouting === undefined);
  return {
    name: describeName(owner, named, false),
    resources: withOwner(ours),
    foreign: withOwner([
      ...standing.filter((read) => !ours.includes(read)),
      ...(types.has("CNAME") ? named.others : []),
    ]),
    marker: null,
  };
}

function claim(
  owner: string,
  named: NamedSets | undefined,
  own: OwnNames,
  expected: Expectation,
  configs: ReadonlyMap<string, HealthCheckConfig>,
): Claimed {
  const { types } = expected;
  const withOwner = (sets: readonly ReadSet[]) => sets.map((read): OwnedSet => ({ ...read, owner }));
  // A CNAME stands alone at its name, so what else is there is in its way.
  const excluded = types.has("CNAME") ? (named?.others ?? []) : [];
  const marker = named?.marker ?? null;
  if (
    named !== undefined &&
    marker !== null &&
    isOwn(own, marker.facts.policy) &&
    marker.unknownFormat === null
  ) {
    const { ours: applied, drifted } = claimSets(named, (id) => configs.get(id) ?? null);
    const ours = (drifted ? claimDrifted(named, expected) : applied).filter(
      // Deleting what Traffic Flow made leaves its instance behind, billed (API reference, TrafficPolicyInstanceId).
      ({ set }) => set.OtherRouting === undefined,
    );
    return {
      name: describeName(owner, named, drifted),
      resources: withOwner(ours),
      foreign: withOwner([
        ...named.sets.filter((read) => !ours.includes(read) && isInTheWay(read, owner, types)),
        ...excluded,
      ]),
      marker: {
        ...describeMarker({ ...marker.facts }, null),
        raw: toJson(marker.raw),
      },
    };
  }
  return {
    name: describeName(owner, named, false),
    resources: [],
    foreign: withOwner([
      ...(named?.sets ?? []).filter((read) => isInTheWay(read, owner, types)),
      ...excluded,
    ]),
    marker: null,
  };
}

/** A CNAME excludes every other type at its name, and a left-over helper would be built upon. */
function isInTheWay({ set }: ReadSet, owner: string, wanted: ReadonlySet<string>): boolean {
  return set.Name !== owner || wanted.has(set.Type) || set.Type === "CNAME" || wanted.has("CNAME");
}

function describeLiveSet(read: OwnedSet, refs: ReadonlyMap<string, string>): LiveResource {
  return { ...describeFoundSet(read, refs, read.owner), raw: toJson(read.raw) };
}

function describeFoundSet(
  { set }: ReadSet,
  refs: ReadonlyMap<string, string>,
  owner: string | null = null,
): Resource {
  const ref = set.HealthCheckId === undefined ? undefined : refs.get(set.HealthCheckId);
  const lined = ref === undefined ? set : { ...set, HealthCheckId: `ref:${ref}` };
  return describeRecordSet(lined, owner, null);
}

function describeLiveCheck(raw: RawHealthCheck, refs: ReadonlyMap<string, string>): LiveResource {
  const id = raw.Id ?? "";
  const config = canonicalConfig(raw.HealthCheckConfig ?? { Type: undefined });
  return { ...describeHealthCheck(refs.get(id) ?? `id:${id}`, config, null), raw: toJson(raw) };
}
