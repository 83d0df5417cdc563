/** Record sets that the API refuses, with what it says. */
import type { Change, ResourceRecordSet } from "@aws-sdk/client-route-53";
import { collections } from "./collections.ts";
import { a, alias, create, values } from "./workbench.ts";

export const www = "www.example.com";

/** Standing record sets, the changes that are refused beside them, and what the message says. */
export interface Case {
  readonly title: string;
  readonly before?: readonly ResourceRecordSet[];
  readonly refused: readonly Change[];
  readonly code?: string;
  readonly says: string;
}

export const weighted = (id: string, rest: Partial<ResourceRecordSet> = {}) =>
  a(www, { SetIdentifier: id, Weight: 1, ...rest });
export const located = (id: string, GeoLocation: ResourceRecordSet["GeoLocation"]) =>
  a(www, { SetIdentifier: id, GeoLocation });
export const near = (id: string, GeoProximityLocation: ResourceRecordSet["GeoProximityLocation"]) =>
  a(www, { SetIdentifier: id, GeoProximityLocation });
export const block = (id: string, LocationName: string, CollectionId: string = collections.one) =>
  a(www, { SetIdentifier: id, CidrRoutingConfig: { CollectionId, LocationName } });

export const shape: readonly Case[] = [
  {
    title: "a traffic policy instance of its own",
    refused: [create(a(www, { TrafficPolicyInstanceId: "t" }))],
    says: "TrafficPolicyInstanceId can't be set",
  },
  {
    title: "a record set without a type",
    refused: [create(a(www, { Type: undefined }))],
    says: "'Type' is missing",
  },
  {
    title: "a change without an action",
    refused: [{ Action: undefined, ResourceRecordSet: a(www) }],
    says: "needs an Action",
  },
  {
    title: "an alias into a zone id that is none",
    refused: [create(alias("z-1", www, "t.example.com"))],
    says: "HostedZoneId",
  },
  {
    title: "an alias that doesn't say whether health counts",
    refused: [
      create({
        Name: www,
        Type: "A",
        AliasTarget: { HostedZoneId: "Z1", DNSName: "t.example.com", EvaluateTargetHealth: undefined },
      }),
    ],
    says: "'EvaluateTargetHealth' is missing",
  },
  {
    title: "a policy without an identifier",
    refused: [create(a(www, { Weight: 1 }))],
    says: "Missing field 'SetIdentifier'",
  },
  {
    title: "an identifier without a policy",
    refused: [create(a(www, { SetIdentifier: "s" }))],
    says: "but found none",
  },
  {
    title: "two policies at once",
    refused: [create(weighted("s", { Region: "eu-west-1" }))],
    says: "but found more than one",
  },
  {
    title: "a weight above 255",
    refused: [create(weighted("s", { Weight: 256 }))],
    says: "less than or equal to 255",
  },
  {
    title: "a weight below 0",
    refused: [create(weighted("s", { Weight: -1 }))],
    says: "greater than or equal to 0",
  },
  { title: "a TTL below 0", refused: [create(a(www, { TTL: -1 }))], says: "greater than or equal to 0" },
  {
    title: "values without a TTL",
    refused: [create(a(www, { TTL: undefined }))],
    says: "Missing field 'TTL'",
  },
  {
    title: "a TTL without values",
    refused: [create(a(www, { ResourceRecords: undefined }))],
    says: "Missing field 'ResourceRecords'",
  },
  {
    title: "an empty list of values",
    refused: [create(a(www, { ResourceRecords: [] }))],
    says: "ResourceRecords",
  },
  {
    title: "neither values nor an alias",
    refused: [create({ Name: www, Type: "A" })],
    says: "[AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none",
  },
  {
    title: "an identifier that is too long",
    refused: [create(weighted("s".repeat(129)))],
    says: "less than or equal to 128",
  },
  {
    title: "a continent with a country",
    refused: [create(located("s", { ContinentCode: "EU", CountryCode: "DE" }))],
    says: "ContinentCode",
  },
  {
    title: "an unknown continent",
    refused: [create(located("s", { ContinentCode: "XX" }))],
    says: "'XX' is not supported",
  },
  {
    title: "an unsupported country",
    refused: [create(located("s", { CountryCode: "BV" }))],
    says: "'BV' is not supported",
  },
  {
    title: "a country in lower case",
    refused: [create(located("s", { CountryCode: "de" }))],
    says: "'de' is not supported",
  },
  { title: "an empty location", refused: [create(located("s", {}))], says: "ContinentCode or a CountryCode" },
  {
    title: "a subdivision outside the US",
    refused: [create(located("s", { CountryCode: "DE", SubdivisionCode: "BY" }))],
    says: "'DE-BY' is not supported",
  },
  {
    title: "a subdivision that is no state",
    refused: [create(located("s", { CountryCode: "US", SubdivisionCode: "PR" }))],
    says: "'US-PR' is not supported",
  },
  {
    title: "two places of one geoproximity",
    refused: [create(near("s", { AWSRegion: "eu-west-1", LocalZoneGroup: "us-west-2-lax-1" }))],
    says: "exactly one of [AWSRegion",
  },
  {
    title: "geoproximity without a place",
    refused: [create(near("s", { Bias: 5 }))],
    says: "exactly one of [AWSRegion",
  },
  {
    title: "a bias above 99",
    refused: [create(near("s", { AWSRegion: "eu-west-1", Bias: 100 }))],
    says: "less than or equal to 99",
  },
  {
    title: "coordinates with three decimals",
    refused: [create(near("s", { Coordinates: { Latitude: "1.234", Longitude: "5" } }))],
    says: "Latitude",
  },
  {
    title: "a longitude off the globe",
    refused: [create(near("s", { Coordinates: { Latitude: "1", Longitude: "181" } }))],
    says: "Longitude",
  },
  { title: "a CIDR location with a space", refused: [create(block("s", "a b"))], says: "LocationName" },
  {
    title: "a CIDR collection that is no UUID",
    refused: [create(block("s", "eu", "eu"))],
    says: "CollectionId",
  },
].map((one) => ({ ...one, code: "InvalidInput" }));

export const names: readonly Case[] = [
  {
    title: "a DS at the apex",
    refused: [create(values("example.com", "DS", ["1 13 2 AB"]))],
    says: "is not permitted at apex",
  },
  { title: "half an octal escape", refused: [create(a("\\05.example.com"))], says: "InvalidEscapeSequence" },
  {
    title: "an alias to a name that is none",
    refused: [create(alias("Z1", www, "a..example.com"))],
    says: "DomainLabelEmpty",
  },
  {
    title: "a name outside of the zone",
    refused: [create(a("www.example.net"))],
    says: "is not permitted in zone example.com.",
  },
  {
    title: "a name that only ends like the zone",
    refused: [create(a("x.notexample.com"))],
    says: "is not permitted in zone",
  },
  {
    title: "a label of 64 characters",
    refused: [create(a(`${"x".repeat(64)}.example.com`))],
    says: "DomainLabelTooLong",
  },
  {
    title: "a name of more than 255 bytes",
    refused: [create(a(`${`${"x".repeat(60)}.`.repeat(4)}example.com`))],
    says: "DomainNameTooLong",
  },
  { title: "an empty label", refused: [create(a("x..example.com"))], says: "DomainLabelEmpty" },
  { title: "a space in a name", refused: [create(a("x y.example.com"))], says: "UnsupportedCharacter" },
  {
    title: "a CNAME at the apex",
    refused: [create(values("example.com", "CNAME", ["x.example.net"]))],
    says: "is not permitted at apex",
  },
  {
    title: "a CNAME beside another type",
    before: [a(www)],
    refused: [create(values(www, "CNAME", ["x.example.net"]))],
    says: "conflicts with other records with the same DNS name",
  },
  {
    title: "another type beside a CNAME",
    before: [values(www, "CNAME", ["x.example.net"])],
    refused: [create(a(www))],
    says: "conflicts with other records with the same DNS name",
  },
  {
    title: "a wildcard NS",
    refused: [create(values("*.example.com", "NS", ["ns.example.net"]))],
    says: "as a wildcard",
  },
  {
    title: "a SOA below the apex",
    refused: [create(values(www, "SOA", ["a. b. 1 2 3 4 5"]))],
    says: "only at apex",
  },
  {
    title: "a routed NS",
    refused: [create(values(www, "NS", ["ns.example.net"], { SetIdentifier: "s", Weight: 1 }))],
    says: "can't have a routing policy",
  },
  {
    title: "a multivalue CNAME",
    refused: [
      create(values(www, "CNAME", ["x.example.net"], { SetIdentifier: "s", MultiValueAnswer: true })),
    ],
    says: "multivalue",
  },
];
