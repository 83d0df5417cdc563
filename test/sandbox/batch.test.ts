import {
  ChangeResourceRecordSetsCommand,
  CreateHealthCheckCommand,
  DeleteHealthCheckCommand,
  GetChangeCommand,
} from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { a, alias, create, openWorkbench, refusal, remove, upsert, values } from "./workbench.ts";

const mismatch = (what: string) =>
  `[Tried to delete resource record set ${what} but the values provided do not match the current values]`;

describe("a batch", () => {
  test("is applied whole and listed back", async () => {
    const bench = await openWorkbench();
    await bench.change(
      create(a("www.example.com")),
      create(values("www.example.com", "AAAA", ["2001:DB8::1"])),
    );
    expect(await bench.list()).toMatchObject([
      { Name: "www.example.com.", Type: "A", TTL: 60, ResourceRecords: [{ Value: "192.0.2.1" }] },
      { Name: "www.example.com.", Type: "AAAA" },
    ]);
  });

  test("is refused whole when one change is", async () => {
    const bench = await openWorkbench();
    await bench.change(create(a("old.example.com")));
    const { code, message, status } = await refusal(
      bench.change(create(a("new.example.com")), create(a("old.example.com")), remove(a("gone.example.com"))),
    );
    expect(code).toBe("InvalidChangeBatch");
    expect(status).toBe(400);
    expect(message).toBe(
      "[Tried to create resource record set [name='old.example.com.', type='A'] but it already exists, " +
        "Tried to delete resource record set [name='gone.example.com.', type='A'] but it was not found]",
    );
    expect(await bench.list()).toHaveLength(1);
  });

  test("is evaluated in the order of its list", async () => {
    const bench = await openWorkbench();
    await bench.change(create(a("www.example.com")));
    const changed = a("www.example.com", { TTL: 30 });
    expect((await refusal(bench.change(create(changed), remove(a("www.example.com"))))).message).toContain(
      "already exists",
    );
    await bench.change(remove(a("www.example.com")), create(changed));
    expect(await bench.list()).toMatchObject([{ TTL: 30 }]);
  });

  test("can't delete the same record set twice", async () => {
    const bench = await openWorkbench();
    await bench.change(create(a("www.example.com")));
    const twice = bench.change(remove(a("www.example.com")), remove(a("www.example.com")));
    expect((await refusal(twice)).message).toContain("but it was not found");
  });

  test("replaces by UPSERT exactly the record set with the same identifier", async () => {
    const bench = await openWorkbench();
    const one = a("www.example.com", { SetIdentifier: "one", Weight: 1 });
    await bench.change(create(one), create(a("www.example.com", { SetIdentifier: "two", Weight: 2 })));
    await bench.change(upsert({ ...one, Weight: 9 }), upsert(a("new.example.com")));
    expect((await bench.list()).map(({ Name, Weight }) => [Name, Weight])).toEqual([
      ["new.example.com.", undefined],
      ["www.example.com.", 9],
      ["www.example.com.", 2],
    ]);
  });
});

describe("a DELETE", () => {
  const stale = [
    ["TTL", a("x.example.com"), a("x.example.com", { TTL: 61 })],
    ["value", a("x.example.com"), a("x.example.com", {}, "192.0.2.2")],
    ["number of values", values("x.example.com", "A", ["192.0.2.1", "192.0.2.2"]), a("x.example.com")],
    [
      "Weight",
      a("x.example.com", { SetIdentifier: "s", Weight: 1 }),
      a("x.example.com", { SetIdentifier: "s", Weight: 2 }),
    ],
    [
      "Region",
      a("x.example.com", { SetIdentifier: "s", Region: "eu-west-1" }),
      a("x.example.com", { SetIdentifier: "s", Region: "eu-west-2" }),
    ],
    [
      "Failover",
      a("x.example.com", { SetIdentifier: "s", Failover: "SECONDARY" }),
      a("x.example.com", { SetIdentifier: "s", Failover: "PRIMARY" }),
    ],
    [
      "GeoLocation",
      a("x.example.com", { SetIdentifier: "s", GeoLocation: { CountryCode: "DE" } }),
      a("x.example.com", { SetIdentifier: "s", GeoLocation: { CountryCode: "FR" } }),
    ],
    [
      "Bias",
      a("x.example.com", { SetIdentifier: "s", GeoProximityLocation: { AWSRegion: "eu-west-1", Bias: 1 } }),
      a("x.example.com", { SetIdentifier: "s", GeoProximityLocation: { AWSRegion: "eu-west-1" } }),
    ],
    [
      "policy",
      a("x.example.com", { SetIdentifier: "s", MultiValueAnswer: true }),
      a("x.example.com", { SetIdentifier: "s", Weight: 1 }),
    ],
  ] as const;

  test.each(stale)("needs the current %s", async (_, current, given) => {
    const bench = await openWorkbench();
    await bench.change(create(current));
    const identifier = current.SetIdentifier === undefined ? "" : `, set identifier='s'`;
    expect((await refusal(bench.change(remove(given)))).message).toBe(
      mismatch(`[name='x.example.com.', type='A'${identifier}]`),
    );
    await bench.change(remove(current));
    expect(await bench.list()).toEqual([]);
  });

  test("needs the current health check, also one that is deleted by now", async () => {
    const bench = await openWorkbench();
    const { HealthCheck } = await bench.client.send(
      new CreateHealthCheckCommand({
        CallerReference: "r",
        HealthCheckConfig: { Type: "HTTP", IPAddress: "192.0.2.1" },
      }),
    );
    const checked = a("x.example.com", { HealthCheckId: HealthCheck?.Id });
    await bench.change(create(checked));
    await bench.client.send(new DeleteHealthCheckCommand({ HealthCheckId: HealthCheck?.Id }));
    expect((await refusal(bench.change(remove(a("x.example.com"))))).message).toContain("do not match");
    await bench.change(remove(checked));
  });

  test("of an alias needs EvaluateTargetHealth and the target as they are", async () => {
    const bench = await openWorkbench();
    const { zoneId } = bench;
    const current = alias(zoneId, "www.example.com", "t.example.com");
    await bench.change(create(a("t.example.com")), create(a("u.example.com")), create(current));
    const unhealthy = { HostedZoneId: zoneId, DNSName: "t.example.com", EvaluateTargetHealth: false };
    for (const AliasTarget of [
      unhealthy,
      { ...unhealthy, DNSName: "u.example.com", EvaluateTargetHealth: true },
    ]) {
      const attempt = bench.change(remove({ ...current, AliasTarget }));
      expect((await refusal(attempt)).message).toBe(mismatch("[name='www.example.com.', type='A']"));
    }
    await bench.change(remove(alias(zoneId, "WWW.example.com.", "T.Example.com.")));
  });

  test("compares names, addresses and texts by meaning, values without order", async () => {
    const bench = await openWorkbench();
    await bench.change(
      create(values("*.example.com", "AAAA", ["2001:db8::1", "2001:db8::2"])),
      create(values("t.example.com", "TXT", ['"a\\"b"'])),
      create(values("c.example.com", "CNAME", ["Target.example.net"])),
    );
    await bench.change(
      remove(values("\\052.EXAMPLE.com.", "AAAA", ["2001:0db8:0::2", "2001:DB8::1"])),
      remove(values("t.example.com", "TXT", ['"a\\042b"'])),
      remove(values("c.example.com", "CNAME", ["target.example.net."])),
    );
    expect(await bench.list()).toEqual([]);
  });

  test.each(["NS", "SOA"] as const)("never takes the zone's own %s", async (type) => {
    const bench = await openWorkbench();
    const own = values("example.com", type, ["x.example.net."]);
    expect((await refusal(bench.change(remove(own)))).message).toContain(`${type} record`);
  });
});

describe("limits", () => {
  const many = (count: number, from = 0) =>
    Array.from({ length: count }, (_, at) => a(`n${at + from}.example.com`));

  test("1,000 elements pass, one more doesn't", async () => {
    const bench = await openWorkbench();
    await bench.change(...many(1000).map(create));
    const { message } = await refusal(bench.change(...many(1001, 1000).map(create)));
    expect(message).toBe("[Number of records limit of 1000 exceeded.]");
  });

  test("an UPSERT counts double", async () => {
    const bench = await openWorkbench();
    await bench.change(...many(500).map(upsert));
    expect((await refusal(bench.change(...many(501).map(upsert)))).message).toContain("limit of 1000");
  });

  test("an alias counts as one, and values count each", async () => {
    const bench = await openWorkbench();
    const { zoneId } = bench;
    await bench.change(create(a("t.example.com")));
    const aliases = (count: number) =>
      Array.from({ length: count }, (_, at) => create(alias(zoneId, `n${at}.example.com`, "t.example.com")));
    const eight = values(
      "v.example.com",
      "A",
      Array.from({ length: 8 }, (_, at) => `192.0.2.${at}`),
    );
    expect((await refusal(bench.change(...aliases(993), create(eight)))).message).toContain("limit of 1000");
    await bench.change(...aliases(992), create(eight));
  });

  test("32,000 characters, doubled by an UPSERT", async () => {
    const bench = await openWorkbench();
    const text = (at: number, length: number) => values(`t${at}.example.com`, "TXT", [longText(length)]);
    await bench.change(...Array.from({ length: 8 }, (_, at) => create(text(at, 4000))));
    const nine = [...Array.from({ length: 8 }, (_, at) => create(text(at + 10, 4000))), create(text(99, 10))];
    expect((await refusal(bench.change(...nine))).message).toBe("[RDATA character limit of 32000 exceeded.]");
    const five = Array.from({ length: 5 }, (_, at) => upsert(text(at, 4000)));
    expect((await refusal(bench.change(...five))).message).toContain("32000");
  });

  test("400 values a record set", async () => {
    const bench = await openWorkbench();
    const addresses = (count: number) =>
      Array.from({ length: count }, (_, at) => `10.0.${at >> 8}.${at & 255}`);
    await bench.change(create(values("ok.example.com", "A", addresses(400))));
    const { message } = await refusal(bench.change(create(values("no.example.com", "A", addresses(401)))));
    expect(message).toContain("more than 400");
  });

  test("4,000 changes", async () => {
    const bench = await openWorkbench();
    const { message } = await refusal(bench.change(...many(4001).map(create)));
    expect(message).toBe("[Cannot have more than 4000 changes in a batch]");
  });
});

describe("a change", () => {
  test("is PENDING until its time has passed, and remembers its comment", async () => {
    const { client, zoneId, time } = await openWorkbench({ insyncAfterMs: 1000 });
    const reply = await client.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: zoneId,
        ChangeBatch: { Comment: "why", Changes: [create(a("www.example.com"))] },
      }),
    );
    expect(reply.ChangeInfo).toMatchObject({
      Status: "PENDING",
      SubmittedAt: new Date(time.now),
      Comment: "why",
    });
    const ask = async () =>
      (await client.send(new GetChangeCommand({ Id: reply.ChangeInfo?.Id }))).ChangeInfo;
    time.now += 999;
    expect(await ask()).toMatchObject({ Status: "PENDING" });
    time.now += 1;
    expect(await ask()).toMatchObject({ Status: "INSYNC", Comment: "why" });
  });

  test("that nobody made is not found", async () => {
    const { client } = await openWorkbench();
    const error = await refusal(client.send(new GetChangeCommand({ Id: "C0000000000000000000" })));
    expect(error).toMatchObject({ code: "NoSuchChange", status: 404 });
  });

  test("to a zone that isn't there is refused", async () => {
    const { client } = await openWorkbench();
    const request = new ChangeResourceRecordSetsCommand({
      HostedZoneId: "Z000",
      ChangeBatch: { Changes: [create(a("www.example.com"))] },
    });
    expect(await refusal(client.send(request))).toMatchObject({ code: "NoSuchHostedZone", status: 404 });
  });
});

/** Quoted strings with a total of exactly `length` characters. */
function longText(length: number): string {
  const parts: string[] = [];
  let left = length;
  while (left > 0) {
    const take = Math.min(left, 257);
    parts.push(`"${"x".repeat(Math.max(take - 2, 0))}"`);
    left -= take;
  }
  return parts
    .join("")
    .slice(0, length - 1)
    .concat('"');
}
