/** Record sets that the API refuses beside others of their name and type. */

import { collections } from "./collections.ts";
import { block, type Case, located, near, weighted, www } from "./refused-record-sets.ts";
import { a, create, remove, upsert } from "./workbench.ts";

export const groups: readonly Case[] = [
  {
    title: "another policy before the DELETE of the first",
    before: [a(www)],
    refused: [create(weighted("s")), remove(a(www))],
    says: "cannot be created as a non-weighted set exists",
  },
  {
    title: "simple beside weighted",
    before: [weighted("s")],
    refused: [create(a(www))],
    says: "other RRSets exist",
  },
  {
    title: "weighted beside simple",
    before: [a(www)],
    refused: [create(weighted("s"))],
    says: "cannot be created as a non-weighted set exists",
  },
  {
    title: "latency beside weighted",
    before: [weighted("s")],
    refused: [create(a(www, { SetIdentifier: "t", Region: "eu-west-1" }))],
    says: "SetIdentifier t cannot be created as a non-latency set exists with the same name and type",
  },
  {
    title: "another policy by UPSERT",
    before: [weighted("s")],
    refused: [upsert(a(www, { SetIdentifier: "s", Region: "eu-west-1" }))],
    says: "non-latency set exists",
  },
  {
    title: "weighted sets with different TTLs",
    before: [weighted("s")],
    refused: [create(weighted("t", { TTL: 30 }))],
    says: "cannot be created as weighted sets must contain the same TTL",
  },
  {
    title: "one weighted set's TTL alone",
    before: [weighted("s"), weighted("t")],
    refused: [upsert(weighted("t", { TTL: 30 }))],
    says: "same TTL",
  },
  {
    title: "the same region twice",
    before: [a(www, { SetIdentifier: "s", Region: "eu-west-1" })],
    refused: [create(a(www, { SetIdentifier: "t", Region: "eu-west-1" }))],
    says: "same region",
  },
  {
    title: "the same country twice",
    before: [located("s", { CountryCode: "DE" })],
    refused: [create(located("t", { CountryCode: "DE" }))],
    says: "same geolocation",
  },
  {
    title: "two secondaries",
    before: [a(www, { SetIdentifier: "s", Failover: "SECONDARY" })],
    refused: [create(a(www, { SetIdentifier: "t", Failover: "SECONDARY" }))],
    says: "a SECONDARY set exists",
  },
  {
    title: "the same CIDR location twice",
    before: [block("s", "eu")],
    refused: [create(block("t", "eu"))],
    says: "same CIDR location",
  },
  {
    title: "two CIDR collections",
    before: [block("s", "eu")],
    refused: [create(block("t", "us", collections.other))],
    says: "another CIDR collection",
  },
  {
    title: "the same geoproximity place twice",
    before: [near("s", { AWSRegion: "eu-west-1" })],
    refused: [create(near("t", { AWSRegion: "eu-west-1", Bias: 3 }))],
    says: "same location",
  },
  {
    title: "more than 100 weighted sets",
    before: Array.from({ length: 100 }, (_, at) => weighted(`s${at}`)),
    refused: [create(weighted("one more"))],
    says: "only 100 weighted sets",
  },
  {
    title: "more than 30 geoproximity sets",
    before: Array.from({ length: 30 }, (_, at) =>
      near(`s${at}`, { Coordinates: { Latitude: `${at}`, Longitude: "0" } }),
    ),
    refused: [create(near("one more", { AWSRegion: "eu-west-1" }))],
    says: "only 30 geoproximity sets",
  },
  {
    title: "a primary without a health check",
    refused: [create(a(www, { SetIdentifier: "s", Failover: "PRIMARY" }))],
    says: "A non-alias primary ResourceRecordSet must have an associated health check. No changes made.",
  },
];
