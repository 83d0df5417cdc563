/** Taking over names that somebody else has made: only where no answer moves, and nothing but them. */
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import { openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { apply, carryOut, leftToDo, openLab, plan, type Ready, ready } from "../provider/lab.ts";
import { a, alias, create, values } from "../sandbox/workbench.ts";
import { onCloudflare } from "./cloudflare-policies.ts";
import { document } from "./policies.ts";

const www: ReadonlySet<string> = new Set(["www.example.com"]);
const codesOf = (found: readonly Diagnostic[]) => found.map(({ code }) => code);

/** Two names, both of which somebody else may have made. */
const two = (to: object | string): Ready =>
  ready(
    document({
      endpoints: {
        a: { ipv4: "192.0.2.1", healthCheck: "web" },
        b: { ipv4: "192.0.2.2", healthCheck: "web" },
      },
      records: { www: { ttl: 60, to }, api: { ttl: 60, to: "a" } },
    }),
  );

describe("on Route 53", () => {
  test("a record that answers what the policy says is taken over, and nothing else is touched", async () => {
    const lab = await openLab();
    await lab.change(create(a("www.example.com", { TTL: 300, ResourceRecords: [{ Value: "192.0.2.1" }] })));
    await lab.change(create(a("api.example.com", { TTL: 300, ResourceRecords: [{ Value: "192.0.2.9" }] })));
    const it = two({ failover: ["a", "b"] });
    const prepared = await plan(lab, it, { adopted: www });
    expect(prepared.plan.refusals).toEqual([]);
    expect(prepared.plan.names.map(({ name }) => name)).toEqual(["www.example.com"]);
    expect((await carryOut(prepared)).failure).toBe(null);
    const sets = await lab.list();
    expect(sets.filter(({ Name }) => Name === "api.example.com.")).toEqual([
      expect.objectContaining({ TTL: 300, ResourceRecords: [{ Value: "192.0.2.9" }] }),
    ]);
    expect(sets.some(({ Name }) => Name === "_signpost.www.example.com.")).toBe(true);
    expect(codesOf((await plan(lab, it)).plan.refusals)).toEqual(["name-unmanaged"]);
  });

  test("a record that is as the policy wants it only gets its marker, in one change", async () => {
    const lab = await openLab();
    await lab.change(create(a("www.example.com", { TTL: 60, ResourceRecords: [{ Value: "192.0.2.1" }] })));
    const endpoints = { a: { ipv4: "192.0.2.1" } };
    const it = ready(document({ endpoints, records: { www: { ttl: 60, to: "a" } } }));
    const applied = await carryOut(await plan(lab, it, { adopted: www }));
    expect(applied.done).toEqual(["change www.example.com (1 change in one batch)"]);
  });

  test("a tree of aliases made by hand is taken over in one batch; what it led to stays", async () => {
    const lab = await openLab();
    const group = (value: string, weight: number) =>
      a("pool.example.com", {
        SetIdentifier: value,
        Weight: weight,
        TTL: 60,
        ResourceRecords: [{ Value: value }],
      });
    await lab.change(
      create(group("192.0.2.1", 3)),
      create(group("192.0.2.2", 1)),
      create(alias(lab.zoneId, "www.example.com", "pool.example.com")),
    );
    const it = ready(
      document({
        endpoints: {
          a: { ipv4: "192.0.2.1", healthCheck: "web" },
          b: { ipv4: "192.0.2.2", healthCheck: "web" },
        },
        records: { www: { ttl: 60, to: { weighted: { a: 3, b: 1 } } } },
      }),
    );
    const prepared = await plan(lab, it, { adopted: www });
    expect(prepared.plan.refusals).toEqual([]);
    expect((await carryOut(prepared)).failure).toBe(null);
    expect(await leftToDo(lab, it)).toBe(null);
    expect((await lab.list()).filter(({ Name }) => Name === "pool.example.com.")).toHaveLength(2);
  });

  test("where an answer would move, it is refused with the clients", async () => {
    const lab = await openLab();
    await lab.change(create(a("www.example.com", { ResourceRecords: [{ Value: "192.0.2.1" }] })));
    const it = two({ weighted: { a: 9, b: 1 } });
    const { plan: planned } = await plan(lab, it, { adopted: www });
    expect(planned.refusals).toMatchObject([
      { code: "adoption-moves", args: { name: "www.example.com", clients: ["everywhere"] } },
    ]);
  });

  test("what another tool marks or another policy owns is refused all the same", async () => {
    const lab = await openLab();
    const registry = values("www.example.com", "TXT", ['"heritage=external-dns,external-dns/owner=prod"']);
    await lab.change(create(a("www.example.com", { ResourceRecords: [{ Value: "192.0.2.1" }] })));
    await lab.change(create(registry));
    const { plan: planned } = await plan(lab, two("a"), { adopted: www });
    expect(planned.refusals).toMatchObject([
      { code: "name-unmanaged", args: { tool: "external-dns (owner prod)" } },
    ]);
  });

  test("somebody who changes it meanwhile isn't overwritten", async () => {
    const lab = await openLab();
    const theirs = a("www.example.com", { TTL: 60, ResourceRecords: [{ Value: "192.0.2.1" }] });
    await lab.change(create(theirs));
    const prepared = await plan(lab, two({ failover: ["a", "b"] }), { adopted: www });
    await lab.change(
      { Action: "DELETE", ResourceRecordSet: theirs },
      create(a("www.example.com", { TTL: 61, ResourceRecords: [{ Value: "192.0.2.7" }] })),
    );
    const { failure } = await carryOut(prepared);
    expect(failure?.kind).toBe("conflict");
    expect((await lab.list()).find(({ Name }) => Name === "www.example.com.")?.TTL).toBe(61);
  });
});

describe("on Cloudflare", () => {
  const policy = ready(onCloudflare({ www: { ttl: 60, to: { failover: ["a", "c"] } } }));

  test("a record stays until the load balancer answers, and goes then", async () => {
    const lab = await openCloudflareLab({ healthReportAfterMs: 5000 });
    const record = { name: "www.example.com", type: "A", content: "192.0.2.1", ttl: 300 };
    await lab.send("POST", `/zones/${lab.zoneId}/dns_records`, record);
    const before = await plan(lab, policy);
    expect(codesOf(before.plan.refusals)).toEqual(["name-unmanaged"]);
    const prepared = await plan(lab, policy, { adopted: www });
    expect(prepared.plan.refusals).toEqual([]);
    lab.interfere = async () => {
      const balancers = (await lab.send("GET", `/zones/${lab.zoneId}/load_balancers`)) as object[];
      const records = (await lab.send("GET", `/zones/${lab.zoneId}/dns_records`)) as object[];
      expect(balancers.length + records.length).toBeGreaterThan(0);
    };
    expect((await carryOut(prepared)).failure).toBe(null);
    lab.interfere = null;
    expect(await lab.send("GET", `/zones/${lab.zoneId}/dns_records`)).toEqual([]);
    expect(await leftToDo(lab, policy)).toBe(null);
  });

  test("another tool's mark and what Cloudflare made itself are named", async () => {
    const lab = await openCloudflareLab();
    const records = `/zones/${lab.zoneId}/dns_records`;
    await lab.send("POST", records, { name: "www.example.com", type: "A", content: "192.0.2.1", ttl: 300 });
    await lab.send("POST", records, {
      name: "a-www.example.com",
      type: "TXT",
      content: "heritage=external-dns,external-dns/owner=prod",
      ttl: 300,
    });
    const { plan: planned } = await plan(lab, policy, { adopted: www });
    expect(planned.refusals).toMatchObject([
      { code: "name-unmanaged", args: { tool: "external-dns (owner prod)" } },
    ]);
  });

  test("beside a rename, what isn't adopted keeps the mark of its former policy", async () => {
    const lab = await openCloudflareLab({ healthReportAfterMs: 5000 });
    const of = (records: object, more: object = {}) => ready(onCloudflare(records, more));
    const before = { api: { ttl: 60, to: { failover: ["b", "c"] } } };
    await apply(lab, of(before));
    const marksOf = async (name: string) =>
      (await lab.everything())
        .filter((line) => line.includes("signpost=1") && line.includes(name))
        .map((line) => /p=([\w-]+)/u.exec(line)?.[1]);
    const record = { name: "www.example.com", type: "A", content: "192.0.2.1", ttl: 300 };
    await lab.send("POST", `/zones/${lab.zoneId}/dns_records`, record);
    const renamed = of(
      { ...before, www: { ttl: 60, to: { failover: ["a", "c"] } } },
      { name: "web-edge", formerly: ["web"] },
    );
    const prepared = await plan(lab, renamed, { adopted: www });
    expect(prepared.plan.refusals).toEqual([]);
    expect((await carryOut(prepared)).failure).toBe(null);
    expect(new Set(await marksOf("api.example.com"))).toEqual(new Set(["web"]));
    await apply(lab, renamed);
    expect(new Set(await marksOf("api.example.com"))).toEqual(new Set(["web-edge"]));
    expect(await leftToDo(lab, renamed)).toBe(null);
  });
});
