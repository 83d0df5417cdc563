import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canonicalAddress,
  canonicalConfig,
  canonicalName,
  canonicalRecordSet,
} from "../../../src/provider/route53/canonical.ts";
import { configureHealthCheck } from "../../../src/provider/route53/health-check.ts";
import { toRecordSet } from "../../../src/provider/route53/parse-raw.ts";
import { compile } from "../../property/grow.ts";
import { policyDocument } from "../../property/policies.ts";
import { recordSetsOf, threePools } from "./fixtures.ts";
import { liveFrom, zoneId } from "./zone-replay.ts";

describe("a name in canonical form", () => {
  test.each([
    ["WWW.Example.COM.", "www.example.com"],
    ["\\052.app.example.com.", "*.app.example.com"],
    ["*.app.example.com", "*.app.example.com"],
    ["\\101bc.example.com.", "abc.example.com"],
    // A dot inside a label, a control character and a byte beyond ASCII stay as they are.
    ["a\\056b.example.com.", "a\\056b.example.com"],
    ["tab\\011.example.com.", "tab\\011.example.com"],
    ["\\344.example.com.", "\\344.example.com"],
    ["space\\040.example.com.", "space\\040.example.com"],
    // A backslash must not make an escape of the digits behind it.
    ["\\134052.example.com.", "\\134052.example.com"],
  ])("%s is %s", (written, canonical) => {
    expect(canonicalName(written)).toBe(canonical);
  });

  test("is the canonical form of itself", () => {
    const piece = fc.constantFrom(
      "a",
      "B",
      "-",
      "_",
      "*",
      ".",
      "\\052",
      "\\056",
      "\\134",
      "\\101",
      "0",
      "5",
      "2",
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
        const name = pieces.join("").replace(/\.+$/u, "");
        expect(canonicalName(canonicalName(name))).toBe(canonicalName(name));
      }),
    );
  });
});

test.each([
  ["192.0.2.10", "192.0.2.10"],
  ["2001:DB8:0:0:0:0:0:10", "2001:db8::10"],
  ["no address", "no address"],
])("the address %s is spelt %s", (written, canonical) => {
  expect(canonicalAddress(written)).toBe(canonical);
});

describe("a record set in canonical form", () => {
  test("is what was compiled, after the way to the API and back", () => {
    fc.assert(
      fc.property(policyDocument(3), (document) => {
        const { compiled } = compile(document);
        const back = liveFrom(compiled)
          .filter(({ kind }) => kind === "record set")
          .map(({ raw }) => canonicalRecordSet(toRecordSet(raw), zoneId));
        const wanted = recordSetsOf(compiled).map(({ HealthCheckId: id, ...set }) =>
          id === undefined ? set : { ...set, HealthCheckId: `id-of-${id.slice(4)}` },
        );
        expect(back).toEqual(wanted);
      }),
      { numRuns: 100 },
    );
  });

  test("has no TTL on an alias, this zone's id as a word, and empty lists left out", () => {
    const set = canonicalRecordSet(
      {
        Name: "WWW.example.com.",
        Type: "A",
        TTL: 0,
        ResourceRecords: [],
        SetIdentifier: "anywhere",
        GeoLocation: { CountryCode: "*" },
        AliasTarget: {
          HostedZoneId: `/hostedzone/${zoneId}`,
          DNSName: "_signpost-pool.www.example.com.",
          EvaluateTargetHealth: true,
        },
      },
      zoneId,
    );
    expect(set).toEqual({
      Name: "www.example.com",
      Type: "A",
      SetIdentifier: "anywhere",
      GeoLocation: { CountryCode: "*" },
      AliasTarget: {
        HostedZoneId: "ref:zone",
        DNSName: "_signpost-pool.www.example.com",
        EvaluateTargetHealth: true,
      },
    });
  });

  test("keeps the id of another zone, and sorts values", () => {
    const alias = { HostedZoneId: "ZOTHER", DNSName: "lb.example.net.", EvaluateTargetHealth: false };
    expect(canonicalRecordSet({ Name: "a.", Type: "A", AliasTarget: alias }, zoneId).AliasTarget).toEqual({
      ...alias,
      DNSName: "lb.example.net",
    });
    const ResourceRecords = [{ Value: "2001:DB8::2" }, { Value: "2001:db8:0::1" }];
    expect(canonicalRecordSet({ Name: "a.", Type: "AAAA", TTL: 1, ResourceRecords }, zoneId)).toMatchObject({
      ResourceRecords: [{ Value: "2001:db8::1" }, { Value: "2001:db8::2" }],
    });
  });

  test.each([
    [{ Region: "eu-west-1" }, { Region: "eu-west-1" }],
    // The API leaves a bias of 0 out.
    [
      { GeoProximityLocation: { AWSRegion: "eu-west-1" } },
      { GeoProximityLocation: { AWSRegion: "eu-west-1", Bias: 0 } },
    ],
    [
      { GeoProximityLocation: { Coordinates: { Latitude: "48.9", Longitude: "-0.001" }, Bias: -20 } },
      { GeoProximityLocation: { Coordinates: { Latitude: "48.90", Longitude: "0.00" }, Bias: -20 } },
    ],
    [
      { GeoProximityLocation: { LocalZoneGroup: "us-east-1-bue-1", Bias: 5 } },
      { GeoProximityLocation: { LocalZoneGroup: "us-east-1-bue-1", Bias: 5 } },
    ],
    [
      { CidrRoutingConfig: { CollectionId: "c", LocationName: "*" } },
      { CidrRoutingConfig: { CollectionId: "c", LocationName: "*" } },
    ],
  ] as const)("%j is routed by %j", (routing, canonical) => {
    const set = canonicalRecordSet({ Name: "a.", Type: "A", TTL: 1, ...routing }, zoneId);
    expect(set).toEqual({ Name: "a", Type: "A", TTL: 1, ...canonical });
  });

  test("tells routing that it doesn't write: Traffic Flow's", () => {
    const raw = { Name: "a.", Type: "A", TTL: 1, TrafficPolicyInstanceId: "t-1" } as const;
    expect(canonicalRecordSet(raw, zoneId).OtherRouting).toBe("traffic policy t-1");
  });
});

describe("a health check in canonical form", () => {
  test("is what was configured, with what the API leaves out or fills in", () => {
    const { policy } = compile(threePools);
    const [check] = policy.healthChecks.values();
    if (check === undefined) throw new Error("no check");
    const config = configureHealthCheck(check, "2001:db8::10");
    const { MeasureLatency: _, Inverted: __, Disabled: ___, ...sent } = config;
    const returned = {
      ...sent,
      IPAddress: "2001:DB8:0:0:0:0:0:10",
      Regions: [
        "us-west-2",
        "us-west-1",
        "us-east-1",
        "eu-west-1",
        "sa-east-1",
        "ap-southeast-2",
        "ap-southeast-1",
        "ap-northeast-1",
      ],
    };
    // The SDK's type of a region is its enum, which plain strings are not.
    const raw = JSON.parse(JSON.stringify(returned));
    expect(canonicalConfig(raw)).toEqual(config);
    expect(
      canonicalConfig({ ...raw, Regions: ["eu-west-1", "us-east-1", "us-west-1"] }).Regions,
    ).toHaveLength(3);
    expect(canonicalConfig({ ...raw, Inverted: true })).not.toEqual(config);
  });
});
