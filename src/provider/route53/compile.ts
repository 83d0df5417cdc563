/** From a policy to the record sets, health checks and markers that hold it on Route 53. */
import ipaddr from "ipaddr.js";
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Policy } from "../../policy/policy.ts";
import { normalize } from "../../steering/normalize.ts";
import type { SteeredRecord } from "../../steering/tree.ts";
import { endpointsOf } from "../../steering/walk.ts";
import type { Compiled, Resource } from "../resource.ts";
import { refOf, type WantedCheck, wantChecks, watchedIn } from "./check-refs.ts";
import { digestRecordSets } from "./digest.ts";
import { type EmittedSet, emitGroup, nameOfGroup } from "./emit.ts";
import { judgeHealthCheck } from "./health-check.ts";
import { type Group, layOut, type Target } from "./layout.ts";
import { markerName } from "./names.ts";
import { describeHealthCheck, describeMarker, describeRecordSet, keyOfCheck } from "./resource.ts";
import { fitWeights } from "./weight.ts";

/** AWS documents three levels of aliases (Developer Guide, "Managing over 100 weighted records"). */
const documentedHops = 3;
/** Developer Guide, "Quotas": record sets with one name and type. */
const largestGroup = 100;
/** RFC 1035, 2.3.4: 255 octets on the wire, which is 253 characters of text. */
const longestName = 253;

interface LaidOut extends SteeredRecord {
  readonly groups: readonly Group[];
}

/** Compiles records that were steered without errors. What Route 53 can't hold is a diagnostic; nothing is rounded in silence. */
export function compilePolicy(policy: Policy, records: readonly SteeredRecord[]): Compiled {
  const laidOut = records.map(
    (steered): LaidOut => ({ ...steered, groups: layOut(normalize(steered.tree)) }),
  );
  const wanted = wantChecks(
    laidOut.flatMap(({ record, groups }) =>
      record.types.flatMap((type) =>
        groups.flatMap((group) => watchedIn(group).map((endpoint) => ({ endpoint, type }))),
      ),
    ),
  );
  const checks = [...wanted.values()].sort((one, other) => (one.ref < other.ref ? -1 : 1));
  const resources = [
    ...checks.map((check) => describeHealthCheck(check.ref, check.config, check.origin)),
    ...laidOut.flatMap((steered) => emitRecord(policy, steered, wanted)),
  ];
  return {
    resources,
    units: new Map(checks.map((check) => [keyOfCheck(check.ref), check.unit])),
    skews: new Map(laidOut.map(({ record, groups }) => [record.name, skewOf(groups)])),
    diagnostics: [
      ...judgeChecks(policy, records),
      ...judgeAddresses(policy, checks),
      ...laidOut.flatMap(judgeLayout),
    ],
  };
}

function emitRecord(
  policy: Policy,
  { record, groups }: LaidOut,
  wanted: ReadonlyMap<string, WantedCheck>,
): readonly Resource[] {
  const emitted = record.types.flatMap((type) =>
    groups.flatMap((group): readonly EmittedSet[] =>
      emitGroup(group, {
        owner: record.name,
        type,
        ttl: record.ttl,
        checkOf: (endpoint) => refOf(wanted, endpoint, type),
        weightsOf: (routing) => fitWeights(routing.members).weights,
      }),
    ),
  );
  const configs = new Map([...wanted.values()].map((check) => [`ref:${check.ref}`, check.config]));
  const digest = digestRecordSets(
    emitted.map(({ set }) => set),
    (id) => configs.get(id) ?? null,
  );
  return [
    ...emitted.map(({ set, origin }) => describeRecordSet(set, record.name, origin)),
    describeMarker({ owner: record.name, policy: policy.name, digest }, record.origin),
  ];
}

/** Nested groups may add up what rounding moves in each. */
function skewOf(groups: readonly Group[]): number {
  return groups.reduce(
    (sum, { routing }) => sum + (routing.kind === "weighted" ? fitWeights(routing.members).skew : 0),
    0,
  );
}

function judgeChecks(policy: Policy, records: readonly SteeredRecord[]): readonly Diagnostic[] {
  const used = new Set(
    records.flatMap(({ tree }) => endpointsOf(tree).flatMap((endpoint) => endpoint.check?.name ?? [])),
  );
  return [...policy.healthChecks.values()].filter((check) => used.has(check.name)).flatMap(judgeHealthCheck);
}

/** Addresses that are not on the public internet (IANA special-purpose registries, as ipaddr.js knows them). */
function judgeAddresses(policy: Policy, checks: readonly WantedCheck[]): readonly Diagnostic[] {
  const endpoints = [...policy.endpoints.values()].filter((endpoint) =>
    checks.some(({ config: { IPAddress: address } }) => {
      if (address === undefined || (address !== endpoint.ipv4 && address !== endpoint.ipv6)) return false;
      return ipaddr.parse(address).range() !== "unicast";
    }),
  );
  const [first] = endpoints;
  if (first === undefined) return [];
  return [
    diagnose("route53-unreachable", { endpoints: endpoints.map((endpoint) => endpoint.name) }, first.origin),
  ];
}

function judgeLayout({ record, groups }: LaidOut): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const [top] = groups;
  const hops = top === undefined ? 0 : countHops(top);
  if (hops > documentedHops) {
    found.push(diagnose("route53-hops", { record: record.label, hops }, record.origin, "warning"));
  }
  const names = [markerName(record.name), ...groups.map((group) => nameOfGroup(group, record.name))];
  const [longest = ""] = names.sort((one, other) => other.length - one.length);
  if (longest.length > longestName) {
    const args = { name: longest, length: longest.length, longest: longestName };
    found.push(diagnose("route53-name-length", args, record.origin));
  }
  for (const group of groups) {
    const { routing } = group;
    if (routing.kind === "weighted") found.push(...fitWeights(routing.members).diagnostics);
    const members = "members" in routing ? routing.members.length : 0;
    if (members > largestGroup) {
      found.push(diagnose("route53-group-size", { members, largest: largestGroup }, group.origin));
    }
  }
  return found;
}

/** The most aliases that are followed from this group to an address. */
function countHops(group: Group): number {
  return Math.max(
    ...targetsOf(group).map((target) => (target.kind === "group" ? 1 + countHops(target.group) : 0)),
    0,
  );
}

function targetsOf({ routing }: Group): readonly Target[] {
  switch (routing.kind) {
    case "simple":
      return [routing.target];
    case "all":
    case "multivalue":
      return [];
    case "failover":
      return [routing.primary, routing.secondary];
    case "weighted":
    case "geolocation":
      return routing.members.map((member) => member.target);
  }
}
