import {
  ChangeTagsForResourceCommand,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  GetAccountLimitCommand,
  GetHostedZoneCommand,
  GetHostedZoneCountCommand,
  GetHostedZoneLimitCommand,
  ListHostedZonesByNameCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  ListTagsForResourceCommand,
  type Route53Client,
} from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { a, create, openWorkbench, refusal, remove } from "./workbench.ts";

const createZone = (client: Route53Client, Name: string, CallerReference = Name) =>
  client.send(new CreateHostedZoneCommand({ Name, CallerReference }));

describe("a zone", () => {
  test("has its NS and SOA from the start", async () => {
    const { client } = await openWorkbench();
    const made = await client.send(
      new CreateHostedZoneCommand({
        Name: "Example.ORG",
        CallerReference: "ref",
        HostedZoneConfig: { Comment: "for tests", PrivateZone: false },
      }),
    );
    expect(made.HostedZone).toMatchObject({
      Name: "example.org.",
      CallerReference: "ref",
      Config: { Comment: "for tests", PrivateZone: false },
      ResourceRecordSetCount: 2,
    });
    expect(made.ChangeInfo?.Status).toBe("PENDING");
    expect(made.Location).toContain("/2013-04-01/hostedzone/Z");
    const Id = made.HostedZone?.Id;
    const listed = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId: Id }));
    expect(listed.ResourceRecordSets).toMatchObject([
      { Name: "example.org.", Type: "NS", TTL: 172800 },
      { Name: "example.org.", Type: "SOA", TTL: 900 },
    ]);
    const got = await client.send(new GetHostedZoneCommand({ Id }));
    expect(got.HostedZone).toEqual(made.HostedZone);
    expect(got.DelegationSet?.NameServers).toHaveLength(4);
  });

  test("is made once by ensureZone", async () => {
    const bench = await openWorkbench();
    expect(await bench.sandbox.ensureZone("EXAMPLE.com.")).toBe(bench.zoneId);
    expect(await bench.sandbox.ensureZone("example.net")).not.toBe(bench.zoneId);
    expect((await bench.client.send(new GetHostedZoneCountCommand({}))).HostedZoneCount).toBe(2);
  });

  test("needs a fresh caller reference and a name, but not a fresh name", async () => {
    const { client } = await openWorkbench();
    await createZone(client, "example.org", "one");
    expect(await refusal(createZone(client, "example.net", "one"))).toMatchObject({
      code: "HostedZoneAlreadyExists",
      status: 409,
    });
    expect(await refusal(createZone(client, "ex..org", "two"))).toMatchObject({
      code: "InvalidDomainName",
      status: 400,
    });
    await createZone(client, "example.org", "three");
    const reusing = { Name: "example.net", CallerReference: "four", DelegationSetId: "N1" };
    const attempt = client.send(new CreateHostedZoneCommand(reusing));
    expect(await refusal(attempt)).toMatchObject({ code: "NoSuchDelegationSet" });
  });

  test("is private with a network, which private alone isn't enough for", async () => {
    const { client, sandbox } = await openWorkbench();
    const request = { Name: "example.org", CallerReference: "ref", HostedZoneConfig: { PrivateZone: true } };
    expect(await refusal(client.send(new CreateHostedZoneCommand(request)))).toMatchObject({
      code: "InvalidInput",
    });
    const VPC = { VPCRegion: "eu-west-1", VPCId: "vpc-1" } as const;
    const made = await client.send(new CreateHostedZoneCommand({ ...request, VPC }));
    expect(made.HostedZone?.Config?.PrivateZone).toBe(true);
    const got = await client.send(new GetHostedZoneCommand({ Id: made.HostedZone?.Id }));
    expect(got.VPCs).toEqual([VPC]);
    expect(got.DelegationSet).toBeUndefined();
    expect(`/hostedzone/${await sandbox.ensureZone("example.org")}`).not.toBe(made.HostedZone?.Id);
  });

  test("is deleted when nothing but its NS and SOA is left", async () => {
    const bench = await openWorkbench();
    const { client, zoneId: Id } = bench;
    await bench.change(create(a("www.example.com")));
    expect(await refusal(client.send(new DeleteHostedZoneCommand({ Id })))).toMatchObject({
      code: "HostedZoneNotEmpty",
      status: 400,
    });
    await bench.change(remove(a("www.example.com")));
    await client.send(new DeleteHostedZoneCommand({ Id }));
    expect(await refusal(client.send(new GetHostedZoneCommand({ Id })))).toMatchObject({
      code: "NoSuchHostedZone",
      status: 404,
    });
  });
});

describe("zones are listed", () => {
  test("page by page", async () => {
    const { client } = await openWorkbench();
    for (const name of ["a.org", "b.org", "c.org", "d.org"]) await createZone(client, name);
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page: {
        HostedZones?: { Name?: string | undefined }[] | undefined;
        NextMarker?: string | undefined;
      } = await client.send(new ListHostedZonesCommand({ Marker, MaxItems: 2 }));
      names.push(...(page.HostedZones ?? []).map(({ Name }) => Name));
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    expect(names.toSorted()).toEqual(["a.org.", "b.org.", "c.org.", "d.org.", "example.com."]);
  });

  test("by name, from the given name on, without filtering", async () => {
    const { client } = await openWorkbench();
    for (const name of ["www.example.com", "example.org", "example.net"]) await createZone(client, name);
    await createZone(client, "example.net", "again");
    const list = async (DNSName?: string, HostedZoneId?: string, MaxItems?: number) =>
      client.send(new ListHostedZonesByNameCommand({ DNSName, HostedZoneId, MaxItems }));
    const names = async (from?: string) => (await list(from)).HostedZones?.map(({ Name }) => Name);
    expect(await names()).toEqual([
      "example.com.",
      "www.example.com.",
      "example.net.",
      "example.net.",
      "example.org.",
    ]);
    expect(await names("f.example.com")).toEqual([
      "www.example.com.",
      "example.net.",
      "example.net.",
      "example.org.",
    ]);
    const first = await list("example.net", undefined, 1);
    expect(first).toMatchObject({ IsTruncated: true, NextDNSName: "example.net.", MaxItems: 1 });
    const second = await list(first.NextDNSName, first.NextHostedZoneId, 1);
    expect(second.HostedZones?.[0]?.Id).not.toBe(first.HostedZones?.[0]?.Id);
    expect(second).toMatchObject({ HostedZones: [{ Name: "example.net." }], NextDNSName: "example.org." });
    expect((await list("zzz.zz")).HostedZones).toEqual([]);
    expect(await refusal(list("a..b"))).toMatchObject({ code: "InvalidDomainName" });
    expect(await refusal(list(undefined, "Z1"))).toMatchObject({ code: "InvalidInput" });
  });
});

describe("limits", () => {
  test("an account has 500 zones", async () => {
    const { client, sandbox } = await openWorkbench();
    for (let at = 1; at < 500; at += 1) await sandbox.ensureZone(`n${at}.org`);
    expect(await refusal(createZone(client, "more.org"))).toMatchObject({
      code: "TooManyHostedZones",
      status: 400,
    });
  });

  test("are told for a zone and for the account", async () => {
    const bench = await openWorkbench();
    const { client, zoneId: HostedZoneId } = bench;
    await bench.change(create(a("www.example.com")));
    const zone = await client.send(
      new GetHostedZoneLimitCommand({ HostedZoneId, Type: "MAX_RRSETS_BY_ZONE" }),
    );
    expect(zone).toMatchObject({ Limit: { Type: "MAX_RRSETS_BY_ZONE", Value: 10000 }, Count: 3 });
    const vpcs = client.send(
      new GetHostedZoneLimitCommand({ HostedZoneId, Type: "MAX_VPCS_ASSOCIATED_BY_ZONE" }),
    );
    expect(await refusal(vpcs)).toMatchObject({ code: "HostedZoneNotPrivate" });
    const account = await client.send(new GetAccountLimitCommand({ Type: "MAX_HOSTED_ZONES_BY_OWNER" }));
    expect(account).toMatchObject({ Limit: { Value: 500 }, Count: 1 });
  });
});

describe("tags of a zone", () => {
  test("go with it, and don't come back with another", async () => {
    const { client, zoneId } = await openWorkbench();
    const resource = { ResourceType: "hostedzone", ResourceId: zoneId } as const;
    await client.send(
      new ChangeTagsForResourceCommand({ ...resource, AddTags: [{ Key: "team", Value: "dns" }] }),
    );
    const { ResourceTagSet } = await client.send(new ListTagsForResourceCommand(resource));
    expect(ResourceTagSet).toEqual({ ...resource, Tags: [{ Key: "team", Value: "dns" }] });
    await client.send(new DeleteHostedZoneCommand({ Id: zoneId }));
    expect(await refusal(client.send(new ListTagsForResourceCommand(resource)))).toMatchObject({
      code: "NoSuchHostedZone",
    });
  });
});
