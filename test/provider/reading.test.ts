import { describe, expect, test } from "vitest";
import { document, weighing } from "../apply/policies.ts";
import { a, alias, create, values } from "../sandbox/workbench.ts";
import { apply, emptied, leftToDo, listKeys, openLab, plan, ready } from "./lab.ts";

type Lab = Awaited<ReturnType<typeof openLab>>;

/** Fills the zone with others' record sets, whose names sort before and after ours. */
async function crowd(lab: Lab, before: number, after: number): Promise<void> {
  const named = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, n) => create(a(`${prefix}${String(n).padStart(4, "0")}.example.com`)));
  for (const changes of [named("a", before), named("z", after)]) {
    for (let at = 0; at < changes.length; at += 900) await lab.change(...changes.slice(at, at + 900));
  }
}

const pages = (lab: Lab) => lab.sent.filter(({ operation }) => operation === "ListResourceRecordSets").length;

describe("a zone of several pages", () => {
  test("is read whole, and the plan says in how many calls", async () => {
    const lab = await openLab();
    await crowd(lab, 350, 350);
    const it = ready(document());
    await apply(lab, it);
    lab.sent.length = 0;
    const { plan: planned } = await plan(lab, it);
    expect(pages(lab)).toBe(3);
    expect(planned.read).toEqual({ recordSets: 705, healthChecks: 2, calls: 6 });
    expect(await leftToDo(lab, it)).toBe(null);
    await apply(lab, emptied(it));
    expect((await lab.list()).length).toBe(700);
  });

  // The zone's NS and SOA come first; the group begins at the last places of the first page.
  test.each([294, 295, 296, 297, 298])(
    "a routed group across the boundary, %i sets before it",
    async (before) => {
      const lab = await openLab();
      await crowd(lab, before, 10);
      const endpoints = Object.fromEntries(
        Array.from({ length: 8 }, (_, n) => [`m${n}`, { ipv4: `192.0.2.${10 + n}`, healthCheck: "web" }]),
      );
      const weighted = Object.fromEntries(Object.keys(endpoints).map((name, n) => [name, n + 1]));
      const it = ready(document({ endpoints, records: { m: { ttl: 30, to: { weighted } } } }));
      await apply(lab, it);
      const { plan: planned } = await plan(lab, it);
      expect(planned.read.recordSets).toBe(2 + before + 10 + 9);
      expect(await leftToDo(lab, it)).toBe(null);
      await apply(lab, emptied(it));
      expect((await lab.list()).length).toBe(before + 10);
    },
  );
});

describe("names", () => {
  test("a wildcard is read back as it was written", async () => {
    const lab = await openLab();
    const nested = { ttl: 30, to: { failover: [{ weighted: { a: 1, b: 1 } }, "c"] } };
    const it = ready(document({ records: { "*.app": nested, app: nested, "*": weighing(1, 1) } }));
    await apply(lab, it);
    expect(await listKeys(lab)).toEqual(
      expect.arrayContaining([
        "\\052.app.example.com. A primary",
        "\\052.example.com. A a",
        "_signpost_wildcard.app.example.com. TXT",
        "_signpost.app.example.com. TXT",
        "_signpost_wildcard.example.com. TXT",
      ]),
    );
    expect(await leftToDo(lab, it)).toBe(null);
    const heavier = ready(document({ records: { "*.app": nested, app: nested, "*": weighing(2, 1) } }));
    await apply(lab, heavier);
    expect(await leftToDo(lab, heavier)).toBe(null);
    await apply(lab, emptied(heavier));
    expect(await lab.list()).toEqual([]);
  });

  test("an unmanaged wildcard stands in the way of a wanted one", async () => {
    const lab = await openLab();
    await lab.change(create(a("*.app.example.com")));
    const { plan: planned } = await plan(lab, ready(document({ records: { "*.app": weighing(1, 1) } })));
    expect(planned.refusals).toMatchObject([{ args: { name: "*.app.example.com" } }]);
  });

  test("the apex is a name like any other", async () => {
    const lab = await openLab();
    await lab.change(create(values("example.com", "MX", ["10 mail.example.net."])));
    const it = ready(document({ records: { "@": weighing(1, 1) } }));
    await apply(lab, it);
    expect(await listKeys(lab)).toContain("_signpost.example.com. TXT");
    expect(await leftToDo(lab, it)).toBe(null);
    await apply(lab, emptied(it));
    expect(await listKeys(lab)).toEqual(["example.com. MX"]);
  });
});

test("others' record sets of every shape are read, told apart and left", async () => {
  const lab = await openLab();
  const check = { HealthCheckId: undefined };
  await lab.change(
    create(a("odd\\040name.example.com", check)),
    create(a("dot\\056ted.example.com")),
    create(a("back\\134slash.example.com")),
    create(a("high\\377.example.com")),
    create(a("mid.\\052.example.com")),
    create(a("UPPER.example.com")),
    create(values("t.example.com", "TXT", ['"quoted \\"inside\\" it" "and more"', '"semi;colons;p=x"'])),
    create(values("_signpost.t.example.com", "TXT", ['"not a marker"'])),
    create(values("_signpost.u.example.com", "TXT", ['"signpost=2;p=other;x=1"'])),
    create(values("srv.example.com", "SRV", ["1 2 3 host.example.net."])),
    create(values("caa.example.com", "CAA", ['0 issue "ca.example.net"'])),
    create(values("sub.example.com", "NS", ["ns.example.net."])),
    create(a("near.example.com", { SetIdentifier: "one", Region: "eu-west-1" })),
    create(
      a("around.example.com", {
        SetIdentifier: "one",
        GeoProximityLocation: { Coordinates: { Latitude: "1.5", Longitude: "-2" }, Bias: 5 },
      }),
    ),
    create(values("plain.example.com", "AAAA", ["2001:DB8:0:0::1"])),
  );
  await lab.change(
    create(alias(lab.zoneId, "ali.example.com", "plain.example.com", { Type: "AAAA" })),
    create({
      Name: "elb.example.com",
      Type: "A",
      AliasTarget: {
        HostedZoneId: "Z2FDTNDATAQYW2",
        DNSName: "d1.cloudfront.net",
        EvaluateTargetHealth: false,
      },
    }),
  );
  const before = await lab.list();
  const it = ready(document());
  await apply(lab, it);
  expect(await leftToDo(lab, it)).toBe(null);
  await apply(lab, emptied(it));
  expect(await lab.list()).toEqual(before);
});
