import { describe, expect, test } from "vitest";
import { compile, type Document } from "../../property/grow.ts";
import { documentOf, recordSetsOf } from "./fixtures.ts";

describe("a compile of subnets", () => {
  const subnet = (from: readonly string[]) => ({
    ttl: 30,
    to: {
      subnet: [
        { from, to: "a" },
        { from: "anywhere", to: "b" },
      ],
    },
  });
  const setsOf = (records: Document) =>
    recordSetsOf(compile(documentOf(["a", "b"], records)).compiled).map(
      ({ Name, SetIdentifier, ResourceRecords: [record] = [] }) =>
        `${Name} ${SetIdentifier} ${record?.Value}`,
    );

  test("covers the blocks that other records of the policy put into the collection", () => {
    const records = { www: subnet(["10.0.0.0/8"]), api: subnet(["10.1.0.0/16", "192.168.0.0/16"]) };
    expect(setsOf(records).sort()).toEqual([
      "api.example.com 10-1-0-0_16 192.0.2.10",
      "api.example.com 192-168-0-0_16 192.0.2.10",
      "api.example.com anywhere 192.0.2.11",
      "www.example.com 10-0-0-0_8 192.0.2.10",
      "www.example.com 10-1-0-0_16 192.0.2.10",
      "www.example.com anywhere 192.0.2.11",
    ]);
  });

  test("has the same identifiers however networks and branches are ordered", () => {
    const one = setsOf({ www: subnet(["10.0.0.0/8", "192.168.0.0/16"]) });
    const other = setsOf({ www: subnet(["192.168.0.0/16", "10.0.0.0/8"]) });
    expect([...other].sort()).toEqual([...one].sort());
  });

  test.each([
    ["10.0.0.0/25", 24, "write a network of /24"],
    ["0.0.0.0/0", 24, "write from: anywhere"],
    ["2001:db8::/56", 48, "write a network of /48"],
  ])("refuses %s, once for a part that is used twice", (network, longest) => {
    const part = {
      subnet: [
        { from: [network], to: "a" },
        { from: "anywhere", to: "b" },
      ],
    };
    const records = { www: { ttl: 30, to: { use: "part" } }, api: { ttl: 30, to: { use: "part" } } };
    const { compiled } = compile(documentOf(["a", "b"], records, { policies: { part } }));
    expect(compiled.diagnostics.filter(({ severity }) => severity === "error")).toMatchObject([
      { code: "route53-prefix", args: { network, longest } },
    ]);
  });
});

test("identifiers of ranked places are their regions and coordinates, in whatever order", () => {
  const members = [
    { at: { region: "eu-west-1" }, to: "a" },
    { at: { latitude: 48.856, longitude: -0.001 }, bias: 5, to: "b" },
  ];
  const sets = (list: readonly object[]) =>
    recordSetsOf(compile(documentOf(["a", "b"], { www: { ttl: 30, to: { geoproximity: list } } })).compiled);
  const found = sets(members);
  expect(
    found.map(({ SetIdentifier, GeoProximityLocation }) => [SetIdentifier, GeoProximityLocation]),
  ).toEqual([
    ["eu-west-1", { AWSRegion: "eu-west-1", Bias: 0 }],
    ["48.86_0.00", { Coordinates: { Latitude: "48.86", Longitude: "0.00" }, Bias: 5 }],
  ]);
  expect(new Set(sets(members.toReversed()).map((one) => JSON.stringify(one)))).toEqual(
    new Set(found.map((one) => JSON.stringify(one))),
  );
});
