/** Whose the names of a zone are. */
import { recordTypes } from "../../policy/policy.ts";
import type { LiveName } from "../connection.ts";
import { ownersByMark, readToolMark, type ToolMark } from "../tool-marks.ts";
import type { RawRecordSet } from "./client.ts";
import { digestRecordSets } from "./digest.ts";
import type { HealthCheckConfig } from "./health-check.ts";
import { type FoundMarker, readMarker } from "./marker.ts";
import { ownerOf } from "./names.ts";
import type { RecordSet } from "./record-set.ts";

/** A record set as read, beside its canonical form. */
export interface ReadSet {
  readonly raw: RawRecordSet;
  readonly set: RecordSet;
}

/** What stands at and below one public name. */
export interface NamedSets {
  readonly marker: (FoundMarker & { readonly raw: RawRecordSet }) | null;
  /** At the name itself and in its helper groups, of the types that steer. */
  readonly sets: readonly ReadSet[];
  /** At the name itself, of all other types. */
  readonly others: readonly ReadSet[];
  readonly otherOwner: string | null;
}

/** Types that a policy can give a name; anything else at the name is left alone. */
const steeringTypes: ReadonlySet<string> = new Set(recordTypes);

/** Gathers the record sets of a zone by the public name that they belong to. */
export function gatherByName(sets: readonly ReadSet[]): ReadonlyMap<string, NamedSets> {
  const gathered = new Map<
    string,
    { marker: NamedSets["marker"]; sets: ReadSet[]; others: ReadSet[]; otherOwner: string | null }
  >();
  const at = (name: string) => {
    const known = gathered.get(name);
    if (known !== undefined) return known;
    const fresh = { marker: null, sets: [], others: [], otherOwner: null };
    gathered.set(name, fresh);
    return fresh;
  };
  const marks: ToolMark[] = [];
  for (const read of sets) {
    const marker = readMarker(read.raw);
    if (marker !== null) {
      at(marker.facts.owner).marker = { ...marker, raw: read.raw };
      continue;
    }
    const { Name: name, ResourceRecords: values = [] } = read.set;
    const mark = readToolMark(
      name,
      values.map(({ Value }) => Value),
    );
    if (mark !== null) marks.push(mark);
    if (steeringTypes.has(read.set.Type)) at(ownerOf(read.set.Name) ?? read.set.Name).sets.push(read);
    else at(read.set.Name).others.push(read);
  }
  const stands = (name: string, types: readonly string[]) =>
    gathered.get(name)?.sets.some(({ set }) => types.includes(set.Type)) === true;
  for (const [name, tool] of ownersByMark(marks, stands)) at(name).otherOwner ??= tool;
  return gathered;
}

/**
 * The sets that are ours at a name with our marker, and whether they are as they were applied. When the digest
 * fits some of the types and not all, the other types were added by somebody else.
 */
export function claimSets(
  named: NamedSets,
  configOf: (id: string) => HealthCheckConfig | null,
): { readonly ours: readonly ReadSet[]; readonly drifted: boolean } {
  const digest = named.marker?.facts.digest ?? "";
  const types = [...new Set(named.sets.map(({ set }) => set.Type))];
  for (const chosen of subsets(types)) {
    const ours = named.sets.filter(({ set }) => chosen.has(set.Type));
    const found = digestRecordSets(
      ours.map(({ set }) => set),
      configOf,
    );
    if (found === digest) return { ours, drifted: false };
  }
  return { ours: named.sets, drifted: true };
}

/** What tells ours from others' at a name that drifted, where the digest no longer can. */
export interface Expectation {
  /** Types that the policy gives the name now; none when the name left the policy. */
  readonly types: ReadonlySet<string>;
  /** Digest of what the policy wants now, null when the name left the policy. */
  readonly digest: string | null;
  readonly isOurCheck: (id: string) => boolean;
}

/**
 * The sets that are ours at a name that drifted. What was applied is what the policy still wants if the digests
 * are the same; then its types are ours. Otherwise also those that bear our hand, a helper group or one of our
 * checks; all types of a name have one shape, so where one bears it, one that doesn't is somebody else's. A CNAME
 * excludes every other type, so it stands where ours stood.
 */
export function claimDrifted(named: NamedSets, expected: Expectation): readonly ReadSet[] {
  const bears = ({ set }: ReadSet) =>
    ownerOf(set.Name) !== null || (set.HealthCheckId !== undefined && expected.isOurCheck(set.HealthCheckId));
  const signed = new Set(named.sets.filter(bears).map(({ set }) => set.Type));
  const pending = named.marker?.facts.digest !== expected.digest;
  if (expected.types.size === 0 && signed.size === 0) return named.sets;
  return named.sets.filter(
    ({ set: { Type: type } }) =>
      expected.types.has(type) ||
      (pending && signed.has(type)) ||
      (type === "CNAME" && expected.types.size > 0),
  );
}

/** All subsets, the largest first. There are three types at most. */
function subsets(types: readonly string[]): readonly ReadonlySet<string>[] {
  let all: readonly (readonly string[])[] = [[]];
  for (const type of types) all = [...all, ...all.map((set) => [...set, type])];
  return all.map((set) => new Set(set)).sort((one, other) => other.size - one.size);
}

/** What a plan needs to know about a name. */
export function describeName(name: string, named: NamedSets | undefined, drifted: boolean): LiveName {
  return {
    name,
    policy: named?.marker?.facts.policy ?? null,
    markerFormat: named?.marker?.unknownFormat ?? null,
    otherOwner: named?.otherOwner ?? null,
    drifted,
    appliedAt: named?.marker?.appliedAt ?? null,
    isProtected: named?.marker?.facts.protect === true,
  };
}
