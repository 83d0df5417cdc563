/** Record sets, health checks and markers as resources: the form in which desired and live are compared. */
import type { Origin } from "../../policy/policy.ts";
import type { Resource } from "../resource.ts";
import { type CidrCollection, refOfCollection } from "./cidr.ts";
import type { HealthCheckConfig } from "./health-check.ts";
import { markerName } from "./names.ts";
import { describeRouting, keyOf, type RecordSet, thisZone } from "./record-set.ts";

/** What a marker says, but for the time at which it was written. */
export type MarkerFacts = {
  readonly owner: string;
  readonly policy: string;
  readonly digest: string;
  /** Left out where the name isn't protected. */
  readonly protect?: true;
};

export function describeRecordSet(set: RecordSet, owner: string | null, origin: Origin | null): Resource {
  const dependsOn = [
    ...(set.AliasTarget === undefined ? [] : [`name ${set.AliasTarget.DNSName}`]),
    ...(set.HealthCheckId?.startsWith("ref:") ? [keyOfCheck(set.HealthCheckId.slice(4))] : []),
  ];
  return {
    kind: "record set",
    key: `record set ${keyOf(set)}`,
    owner,
    title: [set.Name, set.Type, describeRouting(set)],
    detail: describeTarget(set),
    attributes: { ...set },
    dependsOn,
    origin,
  };
}

export function describeHealthCheck(ref: string, config: HealthCheckConfig, origin: Origin | null): Resource {
  return {
    kind: "health check",
    key: keyOfCheck(ref),
    owner: null,
    title: [ref],
    detail: describeProbe(config),
    attributes: { ...config },
    dependsOn: [],
    origin,
  };
}

export function describeCollection(collection: CidrCollection, origin: Origin | null): Resource {
  const ref = refOfCollection(collection);
  return {
    kind: "cidr collection",
    key: keyOfCollection(ref),
    owner: null,
    title: [ref],
    detail: collection.Locations.map(({ CidrList }) => CidrList.join(", ")).join(", "),
    attributes: { ...collection },
    dependsOn: [],
    origin,
  };
}

/** The key of a collection by its reference. */
export function keyOfCollection(ref: string): string {
  return `cidr collection ${ref}`;
}

export function describeMarker(facts: MarkerFacts, origin: Origin | null): Resource {
  return {
    kind: "marker",
    key: `marker ${facts.owner}`,
    owner: facts.owner,
    title: [markerName(facts.owner), "TXT", `marker of ${facts.policy}`],
    detail: "",
    attributes: { ...facts },
    dependsOn: [],
    origin,
  };
}

/** The key of a check by its reference. */
export function keyOfCheck(ref: string): string {
  return `health check ${ref}`;
}

/** "192.0.2.10 checked", or the name that an alias leads to. */
function describeTarget(set: RecordSet): string {
  const alias = set.AliasTarget;
  if (alias !== undefined) {
    const stays = alias.HostedZoneId === thisZone && !alias.EvaluateTargetHealth;
    return `${alias.DNSName}${stays ? ", whatever its health" : ""}`;
  }
  const values = (set.ResourceRecords ?? []).map(({ Value }) => Value).join(", ");
  return set.HealthCheckId === undefined ? values : `${values} checked`;
}

/** "https://203.0.113.10:443/healthz each 10 s". */
function describeProbe(config: HealthCheckConfig): string {
  const scheme = config.Type.replace("_STR_MATCH", "").toLowerCase();
  const address = config.IPAddress ?? config.FullyQualifiedDomainName ?? "";
  const host = address.includes(":") ? `[${address}]` : address;
  const port = config.Port === undefined ? "" : `:${config.Port}`;
  return `${scheme}://${host}${port}${config.ResourcePath ?? ""} each ${config.RequestInterval} s`;
}

/** Whether the attributes of a resource are those of a marker. */
export function isMarkerFacts(attributes: object): attributes is MarkerFacts {
  return "digest" in attributes && "policy" in attributes && "owner" in attributes;
}
