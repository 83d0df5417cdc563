import {
  ListResourceRecordSetProtectionsCommand,
  ListResourceRecordSetsCommand,
} from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { a, create, listAll, openWorkbench, refusal, values } from "./workbench.ts";

describe("a listing", () => {
  test("is sorted by reversed labels with their dots, then type, then identifier", async () => {
    const bench = await openWorkbench();
    const member = (id: string) => create(a("www.example.com", { SetIdentifier: id, Weight: 1 }));
    await bench.change(
      member("b"),
      member("a"),
      create(values("www.example.com", "TXT", ['"t"'])),
      create(values("www.example.com", "AAAA", ["2001:db8::1"])),
      create(a("x.www.example.com")),
      create(a("www-1.example.com")),
      create(a("*.www.example.com")),
      create(a("example.com")),
      create(a("_x.www.example.com")),
    );
    expect(
      (await bench.list()).map(({ Name, Type, SetIdentifier }) =>
        [Name, Type, SetIdentifier ?? ""].join(" "),
      ),
    ).toEqual([
      "example.com. A ",
      "www-1.example.com. A ",
      "www.example.com. A a",
      "www.example.com. A b",
      "www.example.com. AAAA ",
      "www.example.com. TXT ",
      "\\052.www.example.com. A ",
      "_x.www.example.com. A ",
      "x.www.example.com. A ",
    ]);
  });

  test("pages through a routed group without a repeat or a loss", async () => {
    const bench = await openWorkbench();
    const ids = Array.from({ length: 7 }, (_, at) => `s${at}`);
    await bench.change(
      ...ids.map((SetIdentifier) => create(a("www.example.com", { SetIdentifier, Weight: 1 }))),
      create(a("zzz.example.com")),
      create(a("*.example.com")),
      create(a("a\\100b.example.com")),
    );
    const whole = await bench.list();
    for (const size of [1, 2, 3, 5]) expect(await listAll(bench.client, bench.zoneId, size)).toEqual(whole);
  });

  test("names the next identifier only inside a routed group", async () => {
    const bench = await openWorkbench();
    await bench.change(
      create(a("a.example.com")),
      create(a("b.example.com", { SetIdentifier: "s", Weight: 1 })),
    );
    const page = (name: string) =>
      bench.client.send(
        new ListResourceRecordSetsCommand({ HostedZoneId: bench.zoneId, StartRecordName: name, MaxItems: 1 }),
      );
    expect(await page("a.example.com")).toMatchObject({
      IsTruncated: true,
      NextRecordName: "b.example.com.",
      NextRecordType: "A",
      NextRecordIdentifier: "s",
      MaxItems: 1,
    });
    const first = await page("example.com");
    expect(first).toMatchObject({ NextRecordName: "example.com.", NextRecordType: "SOA" });
    expect(first.NextRecordIdentifier).toBeUndefined();
    expect((await page("b.example.com")).IsTruncated).toBe(false);
  });

  test("starts at the given name and type, whether it exists or not", async () => {
    const bench = await openWorkbench();
    await bench.change(
      create(a("a.example.com")),
      create(values("a.example.com", "TXT", ['"t"'])),
      create(a("c.example.com")),
    );
    const from = async (StartRecordName: string, StartRecordType?: "MX") => {
      const request = {
        HostedZoneId: bench.zoneId,
        StartRecordName,
        ...(StartRecordType && { StartRecordType }),
      };
      const reply = await bench.client.send(new ListResourceRecordSetsCommand(request));
      return reply.ResourceRecordSets?.map(({ Name, Type }) => `${Name} ${Type}`);
    };
    expect(await from("B.example.com")).toEqual(["c.example.com. A"]);
    expect(await from("a.example.com", "MX")).toEqual(["a.example.com. TXT", "c.example.com. A"]);
  });

  test("never has more than 300 on a page", async () => {
    const bench = await openWorkbench();
    await bench.change(...Array.from({ length: 400 }, (_, at) => create(a(`n${at}.example.com`))));
    const command = new ListResourceRecordSetsCommand({ HostedZoneId: bench.zoneId, MaxItems: 1000 });
    const reply = await bench.client.send(command);
    expect(reply.ResourceRecordSets).toHaveLength(300);
    expect(reply.IsTruncated).toBe(true);
    expect(await listAll(bench.client, bench.zoneId)).toHaveLength(400);
  });

  test("refuses a cursor that makes no sense", async () => {
    const { client, zoneId: HostedZoneId } = await openWorkbench();
    const cursors = [
      { StartRecordType: "A" as const },
      { StartRecordName: "a.example.com", StartRecordIdentifier: "s" },
      { StartRecordName: "a..example.com" },
      { MaxItems: 0 },
    ];
    for (const cursor of cursors) {
      const attempt = client.send(new ListResourceRecordSetsCommand({ HostedZoneId, ...cursor }));
      expect(await refusal(attempt)).toMatchObject({ code: "InvalidInput", status: 400 });
    }
  });

  test("of protections is empty", async () => {
    const { client, zoneId: HostedZoneId } = await openWorkbench();
    const reply = await client.send(new ListResourceRecordSetProtectionsCommand({ HostedZoneId }));
    expect(reply.ResourceRecordSetProtections).toEqual([]);
  });

  test("of a zone with 10,000 record sets is brisk, and so is a change to it", async () => {
    const bench = await openWorkbench();
    for (let from = 0; from < 9998; from += 1000) {
      const count = Math.min(1000, 9998 - from);
      await bench.change(...Array.from({ length: count }, (_, at) => create(a(`n${from + at}.example.com`))));
    }
    const started = performance.now();
    expect(await bench.list()).toHaveLength(9998);
    const listed = performance.now();
    await bench.change(create(a("n1.example.com", { SetIdentifier: "s", Weight: 1 }))).catch(() => "refused");
    const changed = performance.now();
    // Far above what it takes, far below what a walk over the zone for each record set would take.
    expect(listed - started).toBeLessThan(10_000);
    expect(changed - listed).toBeLessThan(1_000);
  });
});
