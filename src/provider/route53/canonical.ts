/** From what the API returns to canonical form. */
import ipaddr from "ipaddr.js";
import { spellDegrees } from "../../steering/regions.ts";
import type { RawHealthCheckConfig, RawRecordSet } from "./client.ts";
import type { HealthCheckConfig } from "./health-check.ts";
import {
  type AliasTarget,
  type CidrRoutingConfig,
  type GeoLocation,
  type GeoProximityLocation,
  type RecordSet,
  thisZone,
} from "./record-set.ts";

/**
 * Lower case, no trailing dot, octal escapes read. The API returns every character but a-z, 0-9, "-", "_" and the
 * dot as `\ooo`, so `*` comes back as `\052` (Developer Guide, "DNS domain name format").
 */
export function canonicalName(name: string): string {
  const decoded = name.replace(/\\([0-3][0-7]{2})/gu, (written, octal: string) => {
    const code = Number.parseInt(octal, 8);
    // A literal dot inside a label must not become a separator, nor a backslash the beginning of an escape.
    const means = code === 0x2e || code === 0x5c;
    return code > 0x20 && code < 0x7f && !means ? String.fromCharCode(code) : written;
  });
  return decoded.toLowerCase().replace(/\.$/u, "");
}

/** A record set in canonical form; aliases into this zone say so instead of naming its id. */
export function canonicalRecordSet(raw: RawRecordSet, zoneId: string): RecordSet {
  const other = otherRouting(raw);
  const alias = raw.AliasTarget === undefined ? null : canonicalAlias(raw.AliasTarget, zoneId);
  const type = raw.Type ?? "";
  const records = (raw.ResourceRecords ?? []).map(({ Value }) => ({
    Value: canonicalValue(type, Value ?? ""),
  }));
  return {
    Name: canonicalName(raw.Name ?? ""),
    Type: type,
    ...(raw.SetIdentifier === undefined ? {} : { SetIdentifier: raw.SetIdentifier }),
    ...(raw.Weight === undefined ? {} : { Weight: raw.Weight }),
    ...(raw.Failover === undefined ? {} : { Failover: raw.Failover }),
    ...(raw.GeoLocation === undefined ? {} : { GeoLocation: canonicalLocation(raw.GeoLocation) }),
    ...(raw.MultiValueAnswer ? { MultiValueAnswer: true } : {}),
    ...(raw.Region === undefined ? {} : { Region: raw.Region }),
    ...(raw.GeoProximityLocation === undefined
      ? {}
      : { GeoProximityLocation: canonicalProximity(raw.GeoProximityLocation) }),
    ...(raw.CidrRoutingConfig === undefined
      ? {}
      : { CidrRoutingConfig: canonicalCidr(raw.CidrRoutingConfig) }),
    ...(other === null ? {} : { OtherRouting: other }),
    // An alias has no TTL of its own; emulators return 0.
    ...(raw.TTL === undefined || alias !== null ? {} : { TTL: raw.TTL }),
    ...(records.length === 0 ? {} : { ResourceRecords: records.sort(byValue) }),
    ...(alias === null ? {} : { AliasTarget: alias }),
    ...(raw.HealthCheckId === undefined ? {} : { HealthCheckId: raw.HealthCheckId }),
  };
}

function byValue(one: { readonly Value: string }, other: { readonly Value: string }): number {
  return one.Value < other.Value ? -1 : one.Value > other.Value ? 1 : 0;
}

function canonicalAlias(alias: NonNullable<RawRecordSet["AliasTarget"]>, zoneId: string): AliasTarget {
  const id = (alias.HostedZoneId ?? "").replace(/^\/hostedzone\//u, "");
  return {
    HostedZoneId: id === zoneId ? thisZone : id,
    DNSName: canonicalName(alias.DNSName ?? ""),
    EvaluateTargetHealth: alias.EvaluateTargetHealth ?? false,
  };
}

function canonicalLocation(location: NonNullable<RawRecordSet["GeoLocation"]>): GeoLocation {
  return {
    ...(location.ContinentCode === undefined ? {} : { ContinentCode: location.ContinentCode }),
    ...(location.CountryCode === undefined ? {} : { CountryCode: location.CountryCode }),
    ...(location.SubdivisionCode === undefined ? {} : { SubdivisionCode: location.SubdivisionCode }),
  };
}

function canonicalProximity(at: NonNullable<RawRecordSet["GeoProximityLocation"]>): GeoProximityLocation {
  const { AWSRegion: region, LocalZoneGroup: zone, Coordinates: coordinates } = at;
  return {
    ...(region === undefined ? {} : { AWSRegion: region }),
    ...(zone === undefined ? {} : { LocalZoneGroup: zone }),
    ...(coordinates === undefined
      ? {}
      : {
          Coordinates: {
            Latitude: canonicalDegrees(coordinates.Latitude),
            Longitude: canonicalDegrees(coordinates.Longitude),
          },
        }),
    // The API leaves a bias of 0 out.
    Bias: at.Bias ?? 0,
  };
}

function canonicalDegrees(text: string | undefined): string {
  return spellDegrees(Number(text ?? 0));
}

function canonicalCidr(config: NonNullable<RawRecordSet["CidrRoutingConfig"]>): CidrRoutingConfig {
  return { CollectionId: config.CollectionId ?? "", LocationName: config.LocationName ?? "" };
}

/** Routing that can only be recognised: Traffic Flow hides its rules. */
function otherRouting(raw: RawRecordSet): string | null {
  return raw.TrafficPolicyInstanceId === undefined ? null : `traffic policy ${raw.TrafficPolicyInstanceId}`;
}

function canonicalValue(type: string, value: string): string {
  if (type === "A" || type === "AAAA") return canonicalAddress(value);
  return type === "CNAME" ? canonicalName(value) : value;
}

/** One spelling for each address; text that is none stays as it is. */
export function canonicalAddress(text: string): string {
  return ipaddr.isValid(text) ? ipaddr.parse(text).toString() : text;
}

/** Route 53's checkers, all of which a check uses unless it says otherwise (API reference, HealthCheckConfig.Regions). */
const everyRegion =
  "ap-northeast-1 ap-southeast-1 ap-southeast-2 eu-west-1 sa-east-1 us-east-1 us-west-1 us-west-2";

/** A configuration in canonical form, with the defaults that the API leaves out filled in. */
export function canonicalConfig(raw: RawHealthCheckConfig): HealthCheckConfig {
  const type = raw.Type ?? "";
  const regions = [...(raw.Regions ?? [])].sort();
  return {
    Type: type,
    ...(raw.IPAddress === undefined ? {} : { IPAddress: canonicalAddress(raw.IPAddress) }),
    ...(raw.Port === undefined ? {} : { Port: raw.Port }),
    ...(raw.ResourcePath === undefined ? {} : { ResourcePath: raw.ResourcePath }),
    ...(raw.FullyQualifiedDomainName === undefined
      ? {}
      : { FullyQualifiedDomainName: raw.FullyQualifiedDomainName }),
    ...(raw.SearchString === undefined ? {} : { SearchString: raw.SearchString }),
    RequestInterval: raw.RequestInterval ?? 30,
    FailureThreshold: raw.FailureThreshold ?? 3,
    MeasureLatency: raw.MeasureLatency ?? false,
    Inverted: raw.Inverted ?? false,
    Disabled: raw.Disabled ?? false,
    ...(type.startsWith("HTTPS") ? { EnableSNI: raw.EnableSNI ?? true } : {}),
    ...(regions.length === 0 || regions.join(" ") === everyRegion ? {} : { Regions: regions }),
  };
}
