import { describe, expect, test } from "vitest";
import { answerRoute53, indexRecordSets, type RecordSetIndex } from "../../../src/provider/route53/answer.ts";
import {
  type CidrCollection,
  collectNetworks,
  locateAddress,
  locationOf,
} from "../../../src/provider/route53/cidr.ts";
import type { RecordSet } from "../../../src/provider/route53/record-set.ts";
import type { Client } from "../../../src/steering/client.ts";
import { clientAt } from "../../../src/steering/geography.ts";
import { rankFrom } from "../../../src/steering/ranking.ts";
import { parseNetwork } from "../../../src/steering/subnet.ts";
import { compile, type Document } from "../../property/grow.ts";
import { checksOf, documentOf, recordSetsOf } from "./fixtures.ts";

const name = "www.example.com";
const anyone = clientAt({ kind: "anywhere" });
const dublin: Client = { ...anyone, rank: rankFrom({ latitude: 53.3, longitude: -6.3 }) };

function set(value: string, routing: Partial<RecordSet>): RecordSet {
  const base = { Name: name, Type: "A", TTL: 30, ResourceRecords: [{ Value: value }] };
  return { ...base, SetIdentifier: value, HealthCheckId: value, ...routing };
}

/** "x 100 %", "nothing 100 %", or null for what can't be told. */
function ask(index: RecordSetIndex, client: Client, down: readonly string[] = [], type: "A" | "CNAME" = "A") {
  const outcomes = answerRoute53(index, { name, type, client }, (id) => !down.includes(id));
  return (
    outcomes?.map(({ values, share }) => `${values.join(" ") || "nothing"} ${100 * share} %`).join(", ") ??
    null
  );
}

describe("ranked record sets", () => {
  const byLatency = [
    set("us", { Region: "us-east-1" }),
    set("eu", { Region: "eu-central-1" }),
    set("ap", { Region: "ap-southeast-2" }),
  ];
  const at = (AWSRegion: string, Bias = 0) => ({ GeoProximityLocation: { AWSRegion, Bias } });
  const byDistance = [
    set("us", at("us-east-1")),
    set("eu", at("eu-central-1")),
    set("ap", { GeoProximityLocation: { Coordinates: { Latitude: "-33.90", Longitude: "151.20" } } }),
  ];

  test.each([
    [[], "eu"],
    [["eu"], "us"],
    [["eu", "us"], "ap"],
    [["eu", "us", "ap"], "eu"],
    [["us", "ap"], "eu"],
  ])("%j down: from Dublin the nearest healthy one, else the nearest, is %s", (down, value) => {
    expect(ask(indexRecordSets(byLatency), dublin, down)).toBe(`${value} 100 %`);
    expect(ask(indexRecordSets(byDistance), dublin, down)).toBe(`${value} 100 %`);
  });

  test("a bias draws clients from further away, or fewer", () => {
    const drawn = [set("us", at("us-east-1", 90)), set("eu", at("eu-central-1", -90))];
    expect(ask(indexRecordSets(drawn), dublin)).toBe("us 100 %");
  });

  test("a Local Zone can't be ranked", () => {
    const local = set("x", { GeoProximityLocation: { LocalZoneGroup: "us-east-1-bue-1" } });
    expect(ask(indexRecordSets([local]), dublin)).toBeNull();
  });
});

function networks(...texts: readonly string[]) {
  return texts.map((text) => {
    const read = parseNetwork(text);
    if (read === null) throw new Error(text);
    return read.network;
  });
}

describe("CIDR record sets", () => {
  const collection = collectNetworks(networks("10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "2001:db8::/32"));
  const at = (value: string, LocationName: string) =>
    set(value, { CidrRoutingConfig: { CollectionId: "ref:c", LocationName } });
  const wide = at("wide", "10-0-0-0_8");
  const narrow = at("narrow", "10-1-0-0_16");
  const rest = at("rest", "*");
  const indexed = (sets: readonly RecordSet[]) => indexRecordSets(sets, new Map([["ref:c", collection]]));
  const from = (address: string): Client => ({ ...anyone, address });

  test.each([
    ["10.9.9.9", "wide"],
    ["10.1.9.9", "narrow"],
    // The longest block is that of the whole collection, whatever this name has for it.
    ["10.1.2.3", "rest"],
    ["192.168.0.1", "rest"],
    ["2001:db8::1", "rest"],
  ])("%s is answered %s", (address, value) => {
    expect(ask(indexed([wide, narrow, rest]), from(address))).toBe(`${value} 100 %`);
  });

  test("without a default give the rest nothing, and a client without an address the default", () => {
    expect(ask(indexed([wide, narrow]), from("10.1.2.3"))).toBe("nothing 100 %");
    expect(ask(indexed([wide, narrow]), from("192.168.0.1"))).toBe("nothing 100 %");
    expect(ask(indexed([wide, narrow]), anyone)).toBe("nothing 100 %");
    expect(ask(indexed([wide, rest]), anyone)).toBe("rest 100 %");
  });

  test("whose location is unhealthy beside healthy ones can't be told: it is not documented", () => {
    expect(ask(indexed([wide, rest]), from("10.9.9.9"), ["wide"])).toBeNull();
    expect(ask(indexed([wide, rest]), from("10.9.9.9"), ["wide", "rest"])).toBe("wide 100 %");
  });

  test("of a collection that isn't there can't be told", () => {
    expect(ask(indexRecordSets([wide, rest]), from("10.9.9.9"))).toBeNull();
  });

  test("have location names of at most 16 of the characters that AWS takes, each its own", () => {
    const longest = networks("255.255.255.0/24", "2001:db8:ffff::/48", "2001:db8:fffe::/48", "128.0.0.0/1");
    const names = longest.map(locationOf);
    expect(names).toEqual(names.map(() => expect.stringMatching(/^[0-9A-Za-z_-]{1,16}$/u)));
    expect(new Set(names).size).toBe(4);
  });

  test("a collection is read by block, not by location", () => {
    const shared: CidrCollection = {
      Locations: [{ LocationName: "both", CidrList: ["10.0.0.0/8", "192.168.0.0/16"] }],
    };
    expect(locateAddress(shared, "192.168.1.1")).toBe("both");
    expect(locateAddress(shared, "172.16.0.1")).toBe("*");
    expect(locateAddress(shared, undefined)).toBe("*");
  });
});

function compileOne(to: unknown, endpoints: object, more: Document = {}, type: object = {}) {
  const document = documentOf([], { www: { ttl: 30, to, ...type } }, more);
  return compile({ ...document, endpoints });
}

describe("an AWS service", () => {
  const service = (dnsName: string, check = "up") => ({
    alias: { dnsName, hostedZoneId: "Z35SXDOTRQ7X7K" },
    healthCheck: check,
  });
  const endpoints = { a: service("one.elb.example.net"), b: service("two.elb.example.net") };

  test("is an alias that judges nothing itself, with a check by its name where others can take over", () => {
    const { compiled } = compileOne({ weighted: { a: 3, b: 1 } }, endpoints);
    expect(recordSetsOf(compiled).filter(({ Type }) => Type === "A")).toMatchObject([
      {
        SetIdentifier: "a",
        Weight: 3,
        AliasTarget: { DNSName: "one.elb.example.net", EvaluateTargetHealth: false },
      },
      { SetIdentifier: "b", Weight: 1, AliasTarget: { HostedZoneId: "Z35SXDOTRQ7X7K" } },
    ]);
    for (const { TTL, ResourceRecords, HealthCheckId } of recordSetsOf(compiled)) {
      expect([TTL, ResourceRecords]).toEqual([undefined, undefined]);
      expect(HealthCheckId).toMatch(/^ref:/u);
    }
    // Both families are one service, and one check.
    expect(recordSetsOf(compiled)).toHaveLength(4);
    expect(checksOf(compiled)).toHaveLength(2);
    const configs = compiled.resources.filter(({ kind }) => kind === "health check");
    expect(configs.map(({ attributes }) => attributes)).toMatchObject([
      { FullyQualifiedDomainName: "one.elb.example.net" },
      { FullyQualifiedDomainName: "two.elb.example.net" },
    ]);
  });

  test("in a failover takes one more hop, since a failover alias must judge its target", () => {
    const { compiled } = compileOne({ failover: ["a", "b"] }, endpoints);
    const roots = recordSetsOf(compiled).filter(({ Name, Type }) => Name === name && Type === "A");
    expect(roots).toMatchObject([
      { Failover: "PRIMARY", AliasTarget: { HostedZoneId: "ref:zone", EvaluateTargetHealth: true } },
      { Failover: "SECONDARY", AliasTarget: { HostedZoneId: "ref:zone", EvaluateTargetHealth: true } },
    ]);
    const index = indexRecordSets(recordSetsOf(compiled));
    const [one] = checksOf(compiled).map((key) => key.replace("health check ", "ref:"));
    expect(ask(index, anyone)).toBe("alias:one.elb.example.net 100 %");
    expect(ask(index, anyone, [one ?? ""])).toBe("alias:two.elb.example.net 100 %");
  });

  test("can't be answered together with another, nor checked under another host", () => {
    const codes = (to: unknown, more: Document = {}) =>
      compileOne(to, endpoints, more).compiled.diagnostics.flatMap(({ code, severity }) =>
        severity === "error" ? [code] : [],
      );
    expect(codes({ multivalue: ["a", "b"] })).toEqual(["route53-multivalue-alias"]);
    const up = { type: "https", path: "/up", host: "www.example.com" };
    expect(codes({ weighted: { a: 1, b: 1 } }, { healthChecks: { up } })).toEqual([
      "route53-host",
      "route53-host",
    ]);
  });
});

describe("a host name", () => {
  const endpoints = {
    a: { hostname: "One.example.net.", healthCheck: "up" },
    b: { hostname: "two.example.net", healthCheck: "up" },
    c: { hostname: "three.example.net" },
  };

  test.each([
    [
      "weighted",
      { weighted: { a: 1, b: 1 } },
      "one.example.net 50 %, two.example.net 50 %",
      "two.example.net 100 %",
    ],
    [
      "failover",
      { failover: ["a", { failover: ["b", "c"] }] },
      "one.example.net 100 %",
      "two.example.net 100 %",
    ],
    [
      "geolocation",
      {
        geolocation: [
          { from: { continents: ["EU"] }, to: "b" },
          { from: "anywhere", to: { failover: ["a", "c"] } },
        ],
      },
      "one.example.net 100 %",
      "three.example.net 100 %",
    ],
  ])("in a %s is a CNAME, checked by its name", (_kind, to, healthy, without) => {
    const { compiled } = compileOne(to, endpoints);
    const sets = recordSetsOf(compiled);
    expect(new Set(sets.map(({ Type }) => Type))).toEqual(new Set(["CNAME"]));
    const index = indexRecordSets(sets);
    const check = compiled.resources.find(
      ({ attributes }) =>
        "FullyQualifiedDomainName" in attributes && attributes.FullyQualifiedDomainName === "one.example.net",
    );
    expect(check?.attributes).not.toHaveProperty("IPAddress");
    expect(ask(index, anyone, [], "CNAME")).toBe(healthy);
    expect(ask(index, anyone, [`ref:${check?.title[0]}`], "CNAME")).toBe(without);
  });
});

test("an alias into the policy's own zone is refused: the zone is steered by the policy", () => {
  const { compiled } = compile({
    version: 1,
    name: "shop",
    zone: "example.com",
    providers: { route53: {} },
    endpoints: { web: { alias: { dnsName: "WWW.example.com.", hostedZoneId: "Z0123456789ABC" } } },
    records: { shop: { ttl: 60, to: "web" } },
  });
  expect(compiled.diagnostics.map(({ code }) => code)).toEqual(["route53-alias-own-zone"]);
});
