import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import type { Asked } from "../../src/plan/plan.ts";
import { document, weighing } from "../apply/policies.ts";
import { a, alias, create, remove, upsert, values } from "../sandbox/workbench.ts";
import { apply, carryOut, emptied, leftToDo, listKeys, openLab, plan, ready } from "./lab.ts";

type Lab = Awaited<ReturnType<typeof openLab>>;

async function refusalsOf(lab: Lab, policy: object, asked: Partial<Asked> = {}): Promise<readonly unknown[]> {
  const { plan: planned } = await plan(lab, ready(policy), asked);
  return planned.refusals.map(({ code, args }) => ({ code, args }));
}

async function find(lab: Lab, name: string, type: string): Promise<ResourceRecordSet> {
  const found = (await lab.list()).find((set) => set.Name === name && set.Type === type);
  if (found === undefined) throw new Error(`no ${type} at ${name}`);
  return found;
}

describe("a wanted name that isn't ours", () => {
  test.each([
    ["an address", a("www.example.com"), "www.example.com A simple"],
    [
      "one of a group",
      a("www.example.com", { SetIdentifier: "x", Weight: 1 }),
      "www.example.com A weighted x",
    ],
    ["a CNAME", values("www.example.com", "CNAME", ["example.net"]), "www.example.com CNAME simple"],
    ["a helper that was left over", a("_signpost-x.www.example.com"), "_signpost-x.www.example.com A simple"],
  ])("%s is refused, and apply won't touch it", async (_what, set, title) => {
    const lab = await openLab();
    await lab.change(create(set));
    expect(await refusalsOf(lab, document())).toEqual([
      { code: "name-unmanaged", args: { name: "www.example.com", sets: [title], tool: null } },
    ]);
    await expect(carryOut(await plan(lab, ready(document())))).rejects.toThrow("refused");
    expect((await lab.list()).length).toBe(1);
  });

  test("an alias of somebody else's is refused too", async () => {
    const lab = await openLab();
    await lab.change(create(a("target.example.com")));
    await lab.change(create(alias(lab.zoneId, "www.example.com", "target.example.com")));
    expect(await refusalsOf(lab, document())).toMatchObject([{ code: "name-unmanaged" }]);
  });

  test("mail at a name that is to be a CNAME is in the way: a CNAME stands alone", async () => {
    const lab = await openLab();
    const cname = document({
      endpoints: { host: { hostname: "web.example.net", healthCheck: "none" } },
      records: { docs: { ttl: 60, to: "host" } },
    });
    await lab.change(create(values("docs.example.com", "MX", ["10 mail.example.net."])));
    expect(await refusalsOf(lab, cname)).toEqual([
      {
        code: "name-unmanaged",
        args: { name: "docs.example.com", sets: ["docs.example.com MX simple"], tool: null },
      },
    ]);
  });

  test("another policy's is named", async () => {
    const lab = await openLab();
    await apply(lab, ready(document({ name: "first" })));
    expect(await refusalsOf(lab, document({ name: "second" }))).toEqual([
      { code: "name-of-other-policy", args: { name: "www.example.com", policy: "first" } },
    ]);
  });

  test.each([
    ["external-dns, of old", "www.example.com", "external-dns (owner prod)"],
    ["external-dns, with the type in front", "a-www.example.com", "external-dns (owner prod)"],
  ])("%s is named", async (_what, name, tool) => {
    const lab = await openLab();
    const heritage = '"heritage=external-dns,external-dns/owner=prod,external-dns/resource=ingress/web/www"';
    await lab.change(create(a("www.example.com")), create(values(name, "TXT", [heritage])));
    expect(await refusalsOf(lab, document())).toMatchObject([{ code: "name-unmanaged", args: { tool } }]);
  });

  test("octoDNS is named", async () => {
    const lab = await openLab();
    await lab.change(create(a("_octodns-pool-value.www.example.com", { SetIdentifier: "1", Weight: 1 })));
    expect(await refusalsOf(lab, document())).toEqual([
      { code: "name-unmanaged", args: { name: "www.example.com", sets: [], tool: "octoDNS" } },
    ]);
  });
});

describe("what stands beside ours", () => {
  const mail = [
    values("www.example.com", "MX", ["10 mail.example.net."]),
    values("www.example.com", "TXT", ['"v=spf1 -all"']),
    values("a.www.example.com", "A", ["192.0.2.99"]),
    values("www2.example.com", "A", ["192.0.2.99"]),
  ];

  test("is left alone: other types at the name, names below, names alike", async () => {
    const lab = await openLab();
    await lab.change(...mail.map(create));
    const before = await lab.list();
    await apply(lab, ready(document()));
    await apply(lab, ready(document({ records: { www: weighing(5, 5) } })));
    await apply(lab, emptied(ready(document())));
    expect(await lab.list()).toEqual(before);
  });

  const v6 = values("www.example.com", "AAAA", ["2001:db8::99"]);
  const isV6 = ({ Type }: ResourceRecordSet) => Type === "AAAA";

  test("an AAAA at a name whose policy has A alone stays through updates, drift and destroy", async () => {
    const lab = await openLab();
    const it = ready(document());
    await apply(lab, it);
    await lab.change(create(v6));
    const foreign = (await lab.list()).filter(isV6);
    expect(await leftToDo(lab, it)).toBe(null);
    expect((await plan(lab, it)).plan.names.map(({ drifted }) => drifted)).toEqual([false]);

    const next = ready(document({ records: { www: weighing(5, 5) } }));
    await apply(lab, next);
    expect((await lab.list()).filter(isV6)).toEqual(foreign);

    // Drifted, so that the digest fits nothing any more.
    await lab.change(upsert({ ...(await find(lab, "www.example.com.", "A")), Weight: 77 }));
    await apply(lab, next);
    expect(await leftToDo(lab, next)).toBe(null);
    expect((await lab.list()).filter(isV6)).toEqual(foreign);

    // Drifted, and pending as well.
    await lab.change(upsert({ ...(await find(lab, "www.example.com.", "A")), Weight: 78 }));
    await apply(lab, it);
    expect(await leftToDo(lab, it)).toBe(null);
    expect((await lab.list()).filter(isV6)).toEqual(foreign);

    await apply(lab, emptied(it));
    expect(await lab.list()).toEqual(foreign);
  });

  test("an AAAA that the policy comes to want is in the way", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    await lab.change(create(v6));
    const dual = document({
      endpoints: {
        a: { ipv4: "192.0.2.1", ipv6: "2001:db8::1", healthCheck: "web" },
        b: { ipv4: "192.0.2.2", ipv6: "2001:db8::2", healthCheck: "web" },
      },
    });
    expect(await refusalsOf(lab, dual)).toEqual([
      {
        code: "name-unmanaged",
        args: { name: "www.example.com", sets: ["www.example.com AAAA simple"], tool: null },
      },
    ]);
  });

  test("a family that leaves the policy is deleted, drifted or not", async () => {
    const both = {
      a: { ipv4: "192.0.2.1", ipv6: "2001:db8::1", healthCheck: "web" },
      b: { ipv4: "192.0.2.2", ipv6: "2001:db8::2", healthCheck: "web" },
    };
    for (const drift of [false, true]) {
      const lab = await openLab();
      await apply(lab, ready(document({ endpoints: both })));
      if (drift) await lab.change(upsert({ ...(await find(lab, "www.example.com.", "A")), Weight: 77 }));
      const it = ready(document({ endpoints: both, records: { www: weighing(9, 1, { types: ["A"] }) } }));
      await apply(lab, it);
      expect(await leftToDo(lab, it)).toBe(null);
      expect((await lab.list()).filter(isV6)).toEqual([]);
    }
  });

  test("a record set that somebody adds to our group is drift, and is taken out", async () => {
    const lab = await openLab();
    const it = ready(document());
    await apply(lab, it);
    await lab.change(create(a("www.example.com", { SetIdentifier: "x", Weight: 1, TTL: 30 })));
    const { plan: planned } = await plan(lab, it);
    expect(planned.names).toMatchObject([{ drifted: true }]);
    expect(planned.counts).toEqual({ create: 0, update: 0, delete: 1, markers: 0 });
    await apply(lab, it);
    expect(await leftToDo(lab, it)).toBe(null);
  });
});

describe("ours", () => {
  test("a name that left the file is deleted, helpers and marker included", async () => {
    const lab = await openLab();
    const shop = { ttl: 30, to: { failover: [{ weighted: { a: 1, b: 1 } }, "c"] } };
    await apply(lab, ready(document({ records: { www: weighing(9, 1), shop, "*.app": shop } })));
    const it = ready(document());
    const { plan: planned } = await plan(lab, it);
    expect(planned.names.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "www.example.com unchanged",
      "*.app.example.com removed",
      "shop.example.com removed",
    ]);
    await apply(lab, it);
    expect(await listKeys(lab)).toEqual([
      "www.example.com. A a",
      "www.example.com. A b",
      "_signpost.www.example.com. TXT",
    ]);
  });

  test("a file that shares no name with its policy is a stranger", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    expect(await refusalsOf(lab, document({ records: { api: weighing(1, 1) } }), { allow: [] })).toEqual([
      { code: "guard-stranger", args: { target: "web", names: ["www.example.com"], permit: null } },
      {
        code: "guard-last-answer",
        args: { target: "www", clients: ["everywhere"], all: true, families: [], permit: null },
      },
    ]);
    // To destroy is to want nothing, which is no stranger.
    await apply(lab, emptied(ready(document({ records: { api: weighing(1, 1) } }))));
    expect(await lab.list()).toEqual([]);
  });

  test.each([
    ["a weight", (set: ResourceRecordSet) => [upsert({ ...set, Weight: 77 })]],
    ["a deleted set", (set: ResourceRecordSet) => [remove(set)]],
    ["a lost check", ({ HealthCheckId: _, ...set }: ResourceRecordSet) => [upsert(set)]],
  ])("%s that was edited by hand is flagged and put back", async (_what, edit) => {
    const lab = await openLab();
    const it = ready(document());
    await apply(lab, it);
    const before = await lab.list();
    expect((await plan(lab, it)).plan.names).toMatchObject([{ status: "unchanged", drifted: false }]);
    await lab.change(...edit(await find(lab, "www.example.com.", "A")));
    expect((await plan(lab, it)).plan.names).toMatchObject([{ status: "changed", drifted: true }]);
    await apply(lab, it);
    expect(await leftToDo(lab, it)).toBe(null);
    expect(await lab.list()).toEqual(before);
  });

  test("our sets replaced by a CNAME are put back", async () => {
    const lab = await openLab();
    const it = ready(document());
    await apply(lab, it);
    const sets = (await lab.list()).filter(({ Type }) => Type === "A");
    await lab.change(...sets.map(remove), create(values("www.example.com", "CNAME", ["example.net."])));
    await apply(lab, it);
    expect(await leftToDo(lab, it)).toBe(null);
    expect((await lab.list()).map(({ Type }) => Type)).toEqual(["A", "A", "TXT"]);
  });

  test("a change that is pending is no drift", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    const { plan: planned } = await plan(lab, ready(document({ records: { www: weighing(5, 5) } })));
    expect(planned.names).toMatchObject([{ status: "changed", drifted: false }]);
  });

  test("the marker is written anew when the live sets already are as wanted", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    const it = ready(document({ records: { www: weighing(5, 1) } }));
    const sets = (await lab.list()).filter(({ SetIdentifier }) => SetIdentifier === "a");
    await lab.change(...sets.map((set) => upsert({ ...set, Weight: 5 })));
    const { plan: planned } = await plan(lab, it);
    expect(planned.counts).toEqual({ create: 0, update: 0, delete: 0, markers: 1 });
    await apply(lab, it);
    expect(await leftToDo(lab, it)).toBe(null);
    expect((await plan(lab, it)).plan.names).toMatchObject([{ drifted: false }]);
  });

  test("the marker says whose the name is, what was applied and when, and nothing of who or where", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    const marker = await find(lab, "_signpost.www.example.com.", "TXT");
    expect(marker.TTL).toBe(300);
    expect(marker.ResourceRecords).toEqual([
      { Value: expect.stringMatching(/^"signpost=1;p=web;d=[0-9a-f]{16};t=\d+"$/u) },
    ]);
    const minutes = /;t=(\d+)/u.exec(marker.ResourceRecords?.[0]?.Value ?? "")?.[1];
    expect(Number(minutes)).toBe(Math.floor(lab.time.now / 60_000));
  });

  test("a marker whose sets are gone is a name to be made again", async () => {
    const lab = await openLab();
    const it = ready(document());
    await apply(lab, it);
    const sets = (await lab.list()).filter(({ Type }) => Type === "A");
    await lab.change(...sets.map(remove));
    await apply(lab, it);
    expect(await leftToDo(lab, it)).toBe(null);
  });

  test("sets whose marker is gone are nobody's, and refused", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    await lab.change(remove(await find(lab, "_signpost.www.example.com.", "TXT")));
    expect(await refusalsOf(lab, document())).toMatchObject([{ code: "name-unmanaged" }]);
  });
});
