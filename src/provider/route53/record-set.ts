/**
 * A Route 53 record set in canonical form: names in lower case without the trailing dot and with `*` written
 * plainly, values sorted, addresses in one spelling. Field names are AWS's own. Desired and live record sets
 * are compared in this form; what is sent back in a DELETE is the set exactly as it was read.
 */

export type GeoLocation = {
  readonly ContinentCode?: string;
  readonly CountryCode?: string;
  readonly SubdivisionCode?: string;
};

export type AliasTarget = {
  /** `ref:zone` is the zone of the record set itself. */
  readonly HostedZoneId: string;
  readonly DNSName: string;
  readonly EvaluateTargetHealth: boolean;
};

export type GeoProximityLocation = {
  readonly AWSRegion?: string;
  readonly LocalZoneGroup?: string;
  readonly Coordinates?: { readonly Latitude: string; readonly Longitude: string };
  readonly Bias?: number;
};

export type CidrRoutingConfig = {
  /** `ref:<ref>` is a collection of the policy; anything else is an id at AWS. */
  readonly CollectionId: string;
  readonly LocationName: string;
};

export type RecordSet = {
  readonly Name: string;
  readonly Type: string;
  readonly SetIdentifier?: string;
  readonly Weight?: number;
  readonly Failover?: "PRIMARY" | "SECONDARY";
  readonly GeoLocation?: GeoLocation;
  readonly MultiValueAnswer?: true;
  readonly Region?: string;
  readonly GeoProximityLocation?: GeoProximityLocation;
  readonly CidrRoutingConfig?: CidrRoutingConfig;
  /** Routing that Signpost reads but doesn't write: a live set of another's making. */
  readonly OtherRouting?: string;
  readonly TTL?: number;
  readonly ResourceRecords?: readonly { readonly Value: string }[];
  readonly AliasTarget?: AliasTarget;
  /** `ref:<ref>` is a check of the policy; anything else is an id at AWS. */
  readonly HealthCheckId?: string;
};

/** Whether the attributes of a resource are those of a record set. */
export function isRecordSet(attributes: object): attributes is RecordSet {
  return "Name" in attributes && typeof attributes.Name === "string" && "Type" in attributes;
}

/** In an alias: the zone of the record set itself. */
export const thisZone = "ref:zone";

/** What tells a record set from all others of its zone. */
export function keyOf(set: Pick<RecordSet, "Name" | "Type" | "SetIdentifier">): string {
  return [set.Name, set.Type, ...(set.SetIdentifier === undefined ? [] : [set.SetIdentifier])].join(" ");
}

/** The routing policy in a word or two, for people. */
export function describeRouting(set: RecordSet): string {
  if (set.Weight !== undefined) return `weighted ${set.SetIdentifier ?? ""}`;
  if (set.Failover !== undefined) return `failover ${set.Failover.toLowerCase()}`;
  if (set.GeoLocation !== undefined) return `geolocation ${describeLocation(set.GeoLocation)}`;
  if (set.MultiValueAnswer) return `multivalue ${set.SetIdentifier ?? ""}`;
  if (set.Region !== undefined) return `latency ${set.Region}`;
  if (set.GeoProximityLocation !== undefined) return `geoproximity ${set.SetIdentifier ?? ""}`;
  if (set.CidrRoutingConfig !== undefined) return `subnet ${set.SetIdentifier ?? ""}`;
  if (set.OtherRouting !== undefined) return `${set.OtherRouting} ${set.SetIdentifier ?? ""}`;
  return "simple";
}

function describeLocation(location: GeoLocation): string {
  if (location.ContinentCode !== undefined) return `continent ${location.ContinentCode}`;
  if (location.CountryCode === "*") return "anywhere";
  if (location.SubdivisionCode !== undefined) return `${location.CountryCode}-${location.SubdivisionCode}`;
  return `country ${location.CountryCode ?? ""}`;
}
