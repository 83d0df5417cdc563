/** What the account may hold, and what it may not touch: limits, protections, Traffic Flow, places. */
import {
  CreateHealthCheckCommand,
  CreateHostedZoneCommand,
  CreateResourceRecordSetProtectionsCommand,
  DeleteResourceRecordSetProtectionsCommand,
  GetAccountLimitCommand,
  GetGeoLocationCommand,
  GetHostedZoneLimitCommand,
  ListGeoLocationsCommand,
  type ListGeoLocationsCommandOutput,
  ListResourceRecordSetProtectionsCommand,
  TestDNSAnswerCommand,
} from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { countries, states } from "../../src/sandbox/route53/places.ts";
import { a, create, openWorkbench, refusal, remove, values, type Workbench } from "./workbench.ts";

describe("limits", () => {
  test("can be set, are told, and hold", async () => {
    const limits = { recordSetsPerZone: 3, healthChecks: 1, hostedZones: 1 };
    const { client, zoneId, change } = await openWorkbench({ limits });
    const ask = { HostedZoneId: zoneId, Type: "MAX_RRSETS_BY_ZONE" } as const;
    expect(await client.send(new GetHostedZoneLimitCommand(ask))).toMatchObject({
      Limit: { Value: 3 },
      Count: 2,
    });
    await change(create(a("one.example.com")));
    expect((await refusal(change(create(a("two.example.com"))))).message).toContain("more than 3");

    const HealthCheckConfig = { Type: "HTTP", IPAddress: "192.0.2.1" } as const;
    const check = (CallerReference: string) =>
      client.send(new CreateHealthCheckCommand({ CallerReference, HealthCheckConfig }));
    await check("one");
    expect(await refusal(check("two"))).toMatchObject({ code: "TooManyHealthChecks" });
    const account = new GetAccountLimitCommand({ Type: "MAX_HEALTH_CHECKS_BY_OWNER" });
    expect(await client.send(account)).toMatchObject({ Limit: { Value: 1 }, Count: 1 });
    const zone = new CreateHostedZoneCommand({ Name: "example.org", CallerReference: "z" });
    expect(await refusal(client.send(zone))).toMatchObject({ code: "TooManyHostedZones" });
  });
});

describe("protections", () => {
  const www = { RecordName: "www.example.com", RecordType: "A" } as const;

  function protect(
    { client, zoneId }: Workbench,
    ...Protections: { RecordName: string; RecordType: "A" | "TXT" }[]
  ) {
    return client.send(new CreateResourceRecordSetProtectionsCommand({ HostedZoneId: zoneId, Protections }));
  }

  test("keep a name and type as they are, also while nothing is there", async () => {
    const bench = await openWorkbench();
    await bench.change(create(a("www.example.com")), create(values("www.example.com", "TXT", ['"x"'])));
    const commented = { ...www, Comment: "ask the network team" };
    await protect(bench, commented, { RecordName: "new.example.com", RecordType: "TXT" });
    for (const wrong of [
      remove(a("www.example.com")),
      create(a("WWW.example.com.", { SetIdentifier: "s", Weight: 1 })),
      create(values("new.example.com", "TXT", ['"x"'])),
    ]) {
      const error = await refusal(bench.change(wrong, create(a("other.example.com"))));
      expect(error).toMatchObject({ code: "InvalidChangeBatch" });
      expect(error.message).toContain("are protected");
    }
    expect((await refusal(bench.change(remove(a("www.example.com"))))).message).toContain(
      "ask the network team",
    );
    await bench.change(remove(values("www.example.com", "TXT", ['"x"'])));
    expect(await bench.list()).toHaveLength(1);

    const Protections = [www];
    const { client, zoneId: HostedZoneId } = bench;
    await client.send(new DeleteResourceRecordSetProtectionsCommand({ HostedZoneId, Protections }));
    await bench.change(remove(a("www.example.com")));
  });

  test("are listed in order, in pages", async () => {
    const bench = await openWorkbench();
    const names = ["b", "a", "c"].map((name) => ({
      RecordName: `${name}.example.com`,
      RecordType: "A" as const,
    }));
    await protect(bench, ...names);
    const { client, zoneId: HostedZoneId } = bench;
    const page = (more: object) =>
      client.send(new ListResourceRecordSetProtectionsCommand({ HostedZoneId, MaxResults: 2, ...more }));
    const first = await page({});
    expect(first.ResourceRecordSetProtections?.map(({ RecordName }) => RecordName)).toEqual([
      "a.example.com.",
      "b.example.com.",
    ]);
    const second = await page({ NextToken: first.NextToken });
    expect(second.ResourceRecordSetProtections).toEqual([{ RecordName: "c.example.com.", RecordType: "A" }]);
    expect(second.NextToken).toBeUndefined();
    const from = await page({ StartRecordName: "b.example.com", StartRecordType: "A" });
    expect(from.ResourceRecordSetProtections).toHaveLength(2);
  });

  test("are made and taken away all or none", async () => {
    const bench = await openWorkbench();
    await protect(bench, www);
    const again = await refusal(protect(bench, { RecordName: "a.example.com", RecordType: "A" }, www));
    expect(again).toMatchObject({ code: "ProtectionAlreadyExists", status: 409 });
    expect(await refusal(protect(bench, { RecordName: "example.org", RecordType: "A" }))).toMatchObject({
      code: "InvalidResourceRecordSetProtectionBatch",
      status: 400,
    });
    const { client, zoneId: HostedZoneId } = bench;
    const Protections = [www, { RecordName: "a.example.com", RecordType: "A" as const }];
    const drop = client.send(new DeleteResourceRecordSetProtectionsCommand({ HostedZoneId, Protections }));
    expect(await refusal(drop)).toMatchObject({ code: "InvalidResourceRecordSetProtectionBatch" });
    const { ResourceRecordSetProtections } = await client.send(
      new ListResourceRecordSetProtectionsCommand({ HostedZoneId }),
    );
    expect(ResourceRecordSetProtections).toHaveLength(1);
  });
});

test("a record set of Traffic Flow is listed by its instance, and can be deleted, not made", async () => {
  const bench = await openWorkbench();
  bench.sandbox.plant(bench.zoneId, {
    name: "flow.example.com.",
    type: "A",
    setIdentifier: null,
    routing: { kind: "simple" },
    content: { kind: "trafficPolicyInstance", instanceId: "0a1b" },
    healthCheckId: null,
  });
  const listed = await bench.list();
  expect(listed).toEqual([{ Name: "flow.example.com.", Type: "A", TrafficPolicyInstanceId: "0a1b" }]);
  const account = new GetAccountLimitCommand({ Type: "MAX_TRAFFIC_POLICY_INSTANCES_BY_OWNER" });
  expect(await bench.client.send(account)).toMatchObject({ Count: 1 });
  const again = listed.map((set) => create({ ...set, Name: "other.example.com" }));
  expect(await refusal(bench.change(...again))).toMatchObject({ code: "InvalidInput" });
  const other = listed.map((set) => remove({ ...set, TrafficPolicyInstanceId: "ffff" }));
  expect((await refusal(bench.change(...other))).message).toContain("do not match");
  await bench.change(...listed.map(remove));
  expect(await bench.list()).toEqual([]);
});

describe("geographic places", () => {
  test("are listed in pages, each once", async () => {
    const { client } = await openWorkbench();
    const found: string[] = [];
    let start: object | null = {};
    while (start !== null) {
      const page: ListGeoLocationsCommandOutput = await client.send(new ListGeoLocationsCommand(start));
      for (const { ContinentCode, CountryCode, SubdivisionCode } of page.GeoLocationDetailsList ?? []) {
        found.push(JSON.stringify([ContinentCode, CountryCode, SubdivisionCode]));
      }
      start =
        page.IsTruncated === true
          ? {
              StartContinentCode: page.NextContinentCode,
              StartCountryCode: page.NextCountryCode,
              StartSubdivisionCode: page.NextSubdivisionCode,
            }
          : null;
    }
    expect(found).toHaveLength(7 + 1 + countries.size + states.size);
    expect(new Set(found).size).toBe(found.length);
    expect(found).toContain('[null,"US","CA"]');
  });

  test("have names", async () => {
    const { client } = await openWorkbench();
    const get = async (place: object) =>
      (await client.send(new GetGeoLocationCommand(place))).GeoLocationDetails;
    expect(await get({ CountryCode: "US", SubdivisionCode: "CA" })).toMatchObject({
      CountryName: "United States",
      SubdivisionName: "California",
    });
    expect(await get({ CountryCode: "TR" })).toMatchObject({ ContinentName: "Europe" });
    expect(await get({ CountryCode: "*" })).toMatchObject({ CountryName: "Default" });
    expect(await refusal(get({ CountryCode: "EH" }))).toMatchObject({
      code: "NoSuchGeoLocation",
      status: 404,
    });
  });
});

test("TestDNSAnswer is for public zones and names in them", async () => {
  const { client, zoneId } = await openWorkbench();
  const made = await client.send(
    new CreateHostedZoneCommand({
      Name: "example.com",
      CallerReference: "private",
      VPC: { VPCRegion: "eu-west-1", VPCId: "vpc-1" },
    }),
  );
  expect(made.HostedZone?.Config?.PrivateZone).toBe(true);
  const ask = (more: object) =>
    client.send(
      new TestDNSAnswerCommand({
        HostedZoneId: zoneId,
        RecordName: "x.example.com",
        RecordType: "A",
        ...more,
      }),
    );
  expect(await refusal(ask({ HostedZoneId: made.HostedZone?.Id }))).toMatchObject({ code: "InvalidInput" });
  expect(await refusal(ask({ RecordName: "example.org" }))).toMatchObject({ code: "InvalidInput" });
  expect(await refusal(ask({ EDNS0ClientSubnetMask: "24" }))).toMatchObject({ code: "InvalidInput" });
  expect(await refusal(ask({ EDNS0ClientSubnetIP: "192.0.2.1", EDNS0ClientSubnetMask: "33" }))).toMatchObject(
    {
      code: "InvalidInput",
    },
  );
});
