/** From a policy to the record sets, health checks and markers that hold it on Route 53. */
import ipaddr from "ipaddr.js";
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Policy } from "../../policy/policy.ts";
import { normalize } from "../../steering/normalize.ts";
import type { Network } from "../../steering/subnet.ts";
import type { SteeredRecord } from "../../steering/tree.ts";
import { endpointsOf, networksNamedIn, nodesOf } from "../../steering/walk.ts";
import type { Compiled, Resource } from "../resource.ts";
import { refOf, type WantedCheck, wantChecks, watchedIn } from "./check-refs.ts";
import { type CidrCollection, collectNetworks, refOfCollection } from "./cidr.ts";
import { digestRecordSets } from "./digest.ts";
import { type EmitContext, type EmittedSet, emitGroup, nameOfGroup } from "./emit.ts";
import { type HealthCheckConfig, judgeHealthCheck } from "./health-check.ts";
import { type Group, layOut, type Target } from "./layout.ts";
import { markerName } from "./names.ts";
import {
  describeCollection,
  describeHealthCheck,
  describeMarker,
  describeRecordSet,
  keyOfCheck,
} from "./resource.ts";
import { fitWeights } from "./weight.ts";

/** AWS documents three levels of aliases (Developer Guide, "Managing over 100 weighted records"). */
const documentedHops = 3;
/** Developer Guide, "Quotas": record sets with one name and type. */
const largestGroup = 100;
/** Developer Guide, "Quotas": blocks in one CIDR collection. AWS raises it on request, and no call tells what it is. */
const usualBlocks = 1000;
/** RFC 1035, 2.3.4: 255 octets on the wire, which is 253 characters of text. */
const longestName = 253;

interface LaidOut extends SteeredRecord {
  readonly groups: readonly Group[];
}

/** Compiles records that were steered without errors. What Route 53 can't hold is a diagnostic; nothing is rounded in silence. */
export function compilePolicy(policy: Policy, records: readonly SteeredRecord[]): Compiled {
  const networks = namedNetworks(records);
  const collection = networks.length === 0 ? null : collectNetworks(networks);
  const laidOut = records.map(
    (steered): LaidOut => ({ ...steered, groups: layOut(normalize(steered.tree), networks) }),
  );
  const wanted = wantChecks(
    laidOut.flatMap(({ record, groups, idle }) =>
      record.types.flatMap((type) =>
        [...groups.flatMap(watchedIn), ...idle].map((endpoint) => ({ endpoint, type })),
      ),
    ),
  );
  const checks = [...wanted.values()].sort((one, other) => (one.ref < other.ref ? -1 : 1));
  const configs = new Map(checks.map((check) => [`ref:${check.ref}`, check.config]));
  const resources = [
    ...checks.map((check) => describeHealthCheck(check.ref, check.config, check.origin)),
    ...(collection === null ? [] : [describeCollection(collection, policy.origin)]),
    ...laidOut.flatMap((steered) => emitRecord(policy, steered, wanted, configs, collection)),
  ];
  const skews = new Map(
    laidOut.map(({ record, groups: [top] }) => [record.name, top === undefined ? 0 : skewBelow(top)]),
  );
  const rounded = laidOut.filter(({ record }) => (skews.get(record.name) ?? 0) > 0);
  const unrounded = rounded.flatMap((steered) =>
    emitSets(steered, wanted, collection, asWritten).map(({ set, origin }) =>
      describeRecordSet(set, steered.record.name, origin),
    ),
  );
  return {
    resources,
    units: new Map(checks.map((check) => [keyOfCheck(check.ref), check.units])),
    unrounded: new Map(unrounded.map((one) => [one.key, one])),
    skews,
    answeredAs: new Map(),
    nearest: () => null,
    diagnostics: [
      ...judgeChecks(policy, records),
      ...eachOnce([
        ...records.flatMap(judgeNetworks),
        ...records.flatMap((record) => judgeEndpoints(policy, record)),
      ]),
      ...judgeAddresses(policy, checks),
      ...judgeCollection(policy, networks),
      ...laidOut.flatMap(judgeLayout),
    ],
  };
}

/** One collection holds the networks of all records, each once. */
function namedNetworks(records: readonly SteeredRecord[]): readonly Network[] {
  const found = new Map<string, Network>();
  for (const { tree } of records)
    for (const network of networksNamedIn(tree)) found.set(network.text, network);
  return [...found.values()].sort((one, other) => (one.text < other.text ? -1 : 1));
}

function judgeCollection(policy: Policy, networks: readonly Network[]): readonly Diagnostic[] {
  if (networks.length <= usualBlocks) return [];
  const args = { blocks: networks.length, usual: usualBlocks };
  return [diagnose("route53-collection-size", args, policy.origin)];
}

function emitRecord(
  policy: Policy,
  steered: LaidOut,
  wanted: ReadonlyMap<string, WantedCheck>,
  configs: ReadonlyMap<string, HealthCheckConfig>,
  collection: CidrCollection | null,
): readonly Resource[] {
  const { record } = steered;
  const emitted = emitSets(steered, wanted, collection, fitted);
  const digest = digestRecordSets(
    emitted.map(({ set }) => set),
    (id) => configs.get(id) ?? null,
  );
  return [
    ...emitted.map(({ set, origin }) => describeRecordSet(set, record.name, origin)),
    describeMarker(
      { owner: record.name, policy: policy.name, digest, ...(record.protect ? { protect: true } : {}) },
      record.origin,
    ),
  ];
}

const fitted: EmitContext["weightsOf"] = ({ members }) => fitWeights(members).weights;
const asWritten: EmitContext["weightsOf"] = ({ members }) => members.map(({ weight }) => weight);

function emitSets(
  { record, groups }: LaidOut,
  wanted: ReadonlyMap<string, WantedCheck>,
  collection: CidrCollection | null,
  weightsOf: EmitContext["weightsOf"],
): readonly EmittedSet[] {
  return record.types.flatMap((type) =>
    groups.flatMap((group) =>
      emitGroup(group, {
        owner: record.name,
        type,
        ttl: record.ttl,
        collection: collection === null ? "" : refOfCollection(collection),
        checkOf: (endpoint) => refOf(wanted, endpoint, type),
        weightsOf,
      }),
    ),
  );
}

/**
 * The most that rounding moves the shares of an answer that goes through this group. Nested groups add up what each
 * moves; groups beside one another don't, since an answer goes through one of them, or through each for its own part.
 */
function skewBelow(group: Group): number {
  const { routing } = group;
  const own = routing.kind === "weighted" ? fitWeights(routing.members).skew : 0;
  const below = targetsOf(group).map((target) => (target.kind === "group" ? skewBelow(target.group) : 0));
  return own + Math.max(...below, 0);
}

function judgeChecks(policy: Policy, records: readonly SteeredRecord[]): readonly Diagnostic[] {
  const used = new Set(
    records.flatMap(({ tree }) => endpointsOf(tree).flatMap((endpoint) => endpoint.check?.name ?? [])),
  );
  return [...policy.healthChecks.values()].filter((check) => used.has(check.name)).flatMap(judgeHealthCheck);
}

/** Records that share an endpoint or a part share what is wrong with it. */
function eachOnce(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((found) => [JSON.stringify(found), found])).values()];
}

/** What of an endpoint Route 53 can't hold: a Host header beside a name, services answered together, and its own zone. */
function judgeEndpoints({ zone }: Policy, { tree }: SteeredRecord): readonly Diagnostic[] {
  const together = nodesOf(tree).flatMap((node) =>
    node.kind === "multivalue" && node.members.some(({ endpoint }) => endpoint.alias !== null)
      ? [diagnose("route53-multivalue-alias", {}, node.origin)]
      : [],
  );
  const hosts = endpointsOf(tree).flatMap(({ name, hostname, alias, check, origin }) => {
    const own = hostname ?? alias?.dnsName ?? null;
    if (own === null || check === null || check.host === null || check.host === own) return [];
    return [diagnose("route53-host", { check: check.name, endpoint: name, host: check.host, own }, origin)];
  });
  const inside = endpointsOf(tree).flatMap(({ name: endpoint, alias, origin }) => {
    if (alias === null || (alias.dnsName !== zone && !alias.dnsName.endsWith(`.${zone}`))) return [];
    return [diagnose("route53-alias-own-zone", { endpoint, dnsName: alias.dnsName }, origin)];
  });
  return [...together, ...hosts, ...inside];
}

/** Prefixes that a CIDR collection takes (API reference, CidrCollectionChange.CidrList): IPv4 1 to 24, IPv6 1 to 48. */
const longestPrefix = { ipv4: 24, ipv6: 48 } as const;

function judgeNetworks({ tree }: SteeredRecord): readonly Diagnostic[] {
  return nodesOf(tree).flatMap((node) =>
    node.kind !== "subnet"
      ? []
      : node.branches.flatMap(({ from, origin }) =>
          from.flatMap(({ text, family, prefix }) => {
            const longest = longestPrefix[family];
            if (prefix >= 1 && prefix <= longest) return [];
            return [diagnose("route53-prefix", { network: text, longest }, origin)];
          }),
        ),
  );
}

/** Addresses that are not on the public internet (IANA special-purpose registries, as ipaddr.js knows them). */
function judgeAddresses(policy: Policy, checks: readonly WantedCheck[]): readonly Diagnostic[] {
  const special = new Set(
    checks.flatMap(({ config: { IPAddress: address } }) =>
      address !== undefined && ipaddr.parse(address).range() !== "unicast" ? [address] : [],
    ),
  );
  const endpoints = [...policy.endpoints.values()].filter(
    ({ ipv4, ipv6 }) => (ipv4 !== null && special.has(ipv4)) || (ipv6 !== null && special.has(ipv6)),
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
      return [routing.primary, ...(routing.secondary === null ? [] : [routing.secondary])];
    case "weighted":
    case "geolocation":
    case "ranked":
    case "subnet":
      return routing.members.map((member) => member.target);
  }
}
