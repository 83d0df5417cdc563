/** Documents that several tests start from. */

import type { Compiled } from "../../../src/provider/resource.ts";
import { isRecordSet, keyOf, type RecordSet } from "../../../src/provider/route53/record-set.ts";
import type { Document } from "../../property/grow.ts";

/** A policy of these endpoints, all under one check, and of these records. */
export function documentOf(endpoints: readonly string[], records: Document, more: Document = {}): Document {
  return {
    version: 1,
    name: "web",
    zone: "example.com",
    providers: { route53: {} },
    healthChecks: { up: { type: "http", path: "/up", interval: "10s" } },
    endpoints: Object.fromEntries(
      endpoints.map((name, position) => [name, { ipv4: `192.0.2.${10 + position}`, healthCheck: "up" }]),
    ),
    records,
    ...more,
  };
}

/** Adds an IPv6 address to every endpoint. */
export function dualStack(document: Document): Document {
  const { endpoints } = document;
  if (typeof endpoints !== "object" || endpoints === null) throw new Error("no endpoints");
  return {
    ...document,
    endpoints: Object.fromEntries(
      Object.entries(endpoints).map(([name, endpoint], position) => [
        name,
        { ...endpoint, ipv6: `2001:db8::${10 + position}` },
      ]),
    ),
  };
}

export function recordSetsOf({ resources }: Compiled): readonly RecordSet[] {
  return resources.flatMap(({ attributes }) => (isRecordSet(attributes) ? [attributes] : []));
}

export function checksOf({ resources }: Compiled): readonly string[] {
  return resources.flatMap(({ kind, key }) => (kind === "health check" ? [key] : []));
}

/** The record sets by what tells them apart. */
export function setsByKey(compiled: Compiled): ReadonlyMap<string, RecordSet> {
  return new Map(recordSetsOf(compiled).map((set) => [keyOf(set), set]));
}

/** The keys of the resources that differ between two compiles, appear or go. */
export function differingKeys(before: Compiled, after: Compiled): readonly string[] {
  const texts = (compiled: Compiled) =>
    new Map(compiled.resources.map(({ key, attributes }) => [key, JSON.stringify(attributes)]));
  const [one, other] = [texts(before), texts(after)];
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((key) => one.get(key) !== other.get(key))
    .sort();
}

/** Names of the groups of a compile without the public name: the first label. */
export function helperLabels(compiled: Compiled): readonly string[] {
  const names = recordSetsOf(compiled).map(({ Name }) => Name.split(".")[0] ?? "");
  return [...new Set(names)].filter((label) => label.startsWith("_")).sort();
}

/** Three pools of two, three continents, and a chain of fallbacks eu → ap → na. */
export const threePools = documentOf(
  ["eu-1", "eu-2", "ap-1", "ap-2", "na-1", "na-2"],
  {
    www: {
      ttl: 60,
      to: {
        geolocation: [
          { from: { continents: ["EU"] }, to: { failover: [{ use: "eu" }, { use: "ap" }, { use: "na" }] } },
          { from: { continents: ["AS"] }, to: { failover: [{ use: "ap" }, { use: "na" }] } },
          { from: "anywhere", to: { use: "na" } },
        ],
      },
    },
  },
  {
    policies: {
      eu: { weighted: { "eu-1": 1, "eu-2": 1 } },
      ap: { weighted: { "ap-1": 1, "ap-2": 1 } },
      na: { weighted: { "na-1": 1, "na-2": 1 } },
    },
  },
);
