import { CreateHealthCheckCommand, type ResourceRecordSet } from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { makeCollections } from "./collections.ts";
import { groups } from "./refused-groups.ts";
import { block, type Case, located, names, near, shape, weighted, www } from "./refused-record-sets.ts";
import { data } from "./refused-values.ts";
import { a, create, openWorkbench, refusal, remove, upsert, values, type Workbench } from "./workbench.ts";

async function expectRefusal({
  before = [],
  refused,
  code = "InvalidChangeBatch",
  says,
}: Case): Promise<void> {
  const bench = await openWorkbench();
  if (JSON.stringify([before, refused]).includes("CidrRoutingConfig")) await makeCollections(bench);
  if (before.length > 0) await bench.change(...before.map(create));
  const error = await refusal(bench.change(...refused));
  expect(error).toMatchObject({ code, status: 400 });
  expect(error.message).toContain(says);
  expect(await bench.list()).toHaveLength(before.length);
}

describe("the API refuses", () => {
  test.each([...shape, ...groups, ...names, ...data])("$title", expectRefusal);

  test("a health check that doesn't exist", async () => {
    const bench = await openWorkbench();
    const error = await refusal(bench.change(create(a(www, { HealthCheckId: "nobody" }))));
    expect(error).toMatchObject({ code: "NoSuchHealthCheck", status: 404 });
  });

  test("two primaries", async () => {
    const bench = await openWorkbench();
    const HealthCheckId = await makeCheck(bench);
    const primary = (id: string) => create(a(www, { SetIdentifier: id, Failover: "PRIMARY", HealthCheckId }));
    await bench.change(primary("one"));
    expect((await refusal(bench.change(primary("two")))).message).toContain("a PRIMARY set exists");
  });

  test("more than 10,000 record sets in a zone", async () => {
    const bench = await openWorkbench();
    const batch = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) => create(a(`n${from + at}.example.com`)));
    for (let from = 0; from < 9000; from += 1000) await bench.change(...batch(from, 1000));
    const { message } = await refusal(bench.change(...batch(9000, 999)));
    expect(message).toContain("more than 10000");
    await bench.change(...batch(9000, 998));
  });
});

describe("the API accepts and returns", () => {
  const kept: readonly ResourceRecordSet[] = [
    located("country", { CountryCode: "DE" }),
    located("continent", { ContinentCode: "EU" }),
    located("state", { CountryCode: "US", SubdivisionCode: "CA" }),
    located("default", { CountryCode: "*" }),
    near("region", { AWSRegion: "eu-west-1", Bias: -99 }),
    near("zone", { LocalZoneGroup: "us-west-2-lax-1" }),
    near("place", { Coordinates: { Latitude: "-47.5", Longitude: "+179.99" }, Bias: 0 }),
    block("eu", "eu-1"),
    block("rest", "*"),
    weighted("w", { Weight: 0 }),
    a(www, { SetIdentifier: "m", MultiValueAnswer: true }),
    a(www, { SetIdentifier: "l", Region: "eusc-de-east-1" }),
    a(www, { SetIdentifier: "f", Failover: "SECONDARY" }),
  ];

  test.each(kept)("$SetIdentifier as it was given", async (recordSet) => {
    const bench = await openWorkbench();
    if (recordSet.CidrRoutingConfig !== undefined) await makeCollections(bench);
    await bench.change(create(recordSet));
    expect(await bench.list()).toEqual([{ ...recordSet, Name: "www.example.com." }]);
    await bench.change(...(await bench.list()).map(remove));
    expect(await bench.list()).toEqual([]);
  });

  test("names in lower case, with a trailing dot and octal escapes", async () => {
    const bench = await openWorkbench();
    await bench.change(
      create(a("*.Example.COM")),
      create(a("a\\.b.example.com".replace("\\.", "\\056"))),
      create(a("x@y.example.com")),
      create(a("_srv-1.example.com")),
    );
    expect((await bench.list()).map(({ Name }) => Name)).toEqual([
      "\\052.example.com.",
      "_srv-1.example.com.",
      "a\\056b.example.com.",
      "x\\100y.example.com.",
    ]);
  });

  test("a new TTL for all weighted sets in one batch", async () => {
    const bench = await openWorkbench();
    await bench.change(create(weighted("s")), create(weighted("t")));
    await bench.change(upsert(weighted("s", { TTL: 30 })), upsert(weighted("t", { TTL: 30 })));
    const thirty = [weighted("s", { TTL: 30 }), weighted("t", { TTL: 30 })];
    await bench.change(...thirty.map(remove), create(weighted("s")), create(weighted("t")));
    expect(await bench.list()).toMatchObject([{ TTL: 60 }, { TTL: 60 }]);
  });

  test("two regions that change places by UPSERT", async () => {
    const bench = await openWorkbench();
    const latency = (id: string, Region: ResourceRecordSet["Region"]) =>
      a(www, { SetIdentifier: id, Region });
    await bench.change(create(latency("s", "eu-west-1")), create(latency("t", "eu-west-2")));
    await bench.change(upsert(latency("s", "eu-west-2")), upsert(latency("t", "eu-west-1")));
    expect((await bench.list()).map(({ Region }) => Region)).toEqual(["eu-west-2", "eu-west-1"]);
  });

  test("a mail exchanger that takes no mail", async () => {
    const bench = await openWorkbench();
    await bench.change(create(values(www, "MX", ["0 ."])));
    await bench.change(remove(values(www, "MX", ["0 ."])));
  });

  test("another policy by DELETE and CREATE in one batch, and another type", async () => {
    const bench = await openWorkbench();
    await bench.change(create(weighted("s")));
    await bench.change(remove(weighted("s")), create(a(www)));
    await bench.change(remove(a(www)), create(values(www, "CNAME", ["x.example.net"])));
    expect(await bench.list()).toMatchObject([{ Type: "CNAME" }]);
  });

  test("texts with quotes, backslashes, markup and spaces, character by character", async () => {
    const bench = await openWorkbench();
    const data = ['"a \\"b\\" \\\\ <&>;=\'"', '" two " "strings"', '"&amp; &#65;"'];
    await bench.change(create(values(www, "TXT", data)));
    expect((await bench.list())[0]?.ResourceRecords?.map(({ Value }) => Value)).toEqual(data);
  });
});

async function makeCheck(bench: Workbench): Promise<string | undefined> {
  const HealthCheckConfig = { Type: "HTTP", IPAddress: "192.0.2.1" } as const;
  const reply = await bench.client.send(
    new CreateHealthCheckCommand({ CallerReference: "c", HealthCheckConfig }),
  );
  return reply.HealthCheck?.Id;
}
