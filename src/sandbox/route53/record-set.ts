/** A record set as the sandbox keeps it. */

export const recordTypes = [
  "SOA",
  "A",
  "TXT",
  "NS",
  "CNAME",
  "MX",
  "NAPTR",
  "PTR",
  "SRV",
  "SPF",
  "AAAA",
  "CAA",
  "DS",
  "TLSA",
  "SSHFP",
  "SVCB",
  "HTTPS",
] as const;

export type RecordType = (typeof recordTypes)[number];

export type GeoProximityPlace =
  | { readonly kind: "region"; readonly region: string }
  | { readonly kind: "localZoneGroup"; readonly group: string }
  | { readonly kind: "coordinates"; readonly latitude: string; readonly longitude: string };

export type Routing =
  | { readonly kind: "simple" }
  | { readonly kind: "weighted"; readonly weight: number }
  | { readonly kind: "latency"; readonly region: string }
  | { readonly kind: "failover"; readonly role: "PRIMARY" | "SECONDARY" }
  | {
      readonly kind: "geolocation";
      readonly continent: string | null;
      readonly country: string | null;
      readonly subdivision: string | null;
    }
  | { readonly kind: "geoproximity"; readonly place: GeoProximityPlace; readonly bias: number | null }
  | { readonly kind: "cidr"; readonly collectionId: string; readonly locationName: string }
  | { readonly kind: "multivalue" };

export interface ValuesContent {
  readonly kind: "values";
  /** Seconds. */
  readonly ttl: number;
  readonly values: readonly string[];
}

export interface AliasContent {
  readonly kind: "alias";
  readonly hostedZoneId: string;
  readonly dnsName: string;
  readonly evaluateTargetHealth: boolean;
}

/** What Traffic Flow made: its values are its own affair, and listings don't show them. */
export interface InstanceContent {
  readonly kind: "trafficPolicyInstance";
  readonly instanceId: string;
}

export interface RecordSet {
  readonly name: string;
  readonly type: RecordType;
  readonly setIdentifier: string | null;
  readonly routing: Routing;
  readonly content: ValuesContent | AliasContent | InstanceContent;
  readonly healthCheckId: string | null;
}

/** All record sets of one name and type: what an alias points at. */
export function groupKey(name: string, type: RecordType): string {
  return `${name} ${type}`;
}

/** As Route 53's messages name a record set. */
export function describeRecordSet(recordSet: RecordSet): string {
  const identifier = recordSet.setIdentifier === null ? "" : `, set identifier='${recordSet.setIdentifier}'`;
  return `[name='${recordSet.name}', type='${recordSet.type}'${identifier}]`;
}
