/** DNS records of the sandbox's Cloudflare, and requests that go wrong, through the real SDK. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { FaultKind } from "../../src/sandbox/faults.ts";
import { openCloudflareBench, refusalOf } from "./cloudflare-bench.ts";

const a = (name: string, content: string) => ({ type: "A" as const, name, content, ttl: 60 as const });

describe("a batch of records", () => {
  test("deletes, patches, puts, then posts, whatever order they are written in", async () => {
    const { client, zone } = await openCloudflareBench();
    const old = await client.dns.records.create({ ...zone, ...a("old", "192.0.2.1") });
    const kept = await client.dns.records.create({ ...zone, ...a("kept", "192.0.2.2"), comment: "mine" });
    const done = await client.dns.records.batch({
      ...zone,
      // The same as the one that is deleted, and what the patch frees.
      posts: [a("old", "192.0.2.1"), a("kept", "192.0.2.2")],
      patches: [{ id: kept.id, content: "192.0.2.3", ttl: 60, type: "A", name: "kept.example.com" }],
      deletes: [{ id: old.id }],
    });
    expect(done?.posts).toHaveLength(2);
    expect(done?.patches?.[0]).toMatchObject({ id: kept.id, content: "192.0.2.3", comment: "mine" });
    const put = { id: kept.id, ...a("kept.example.com", "192.0.2.4") };
    const replaced = await client.dns.records.batch({ ...zone, puts: [put] });
    expect(replaced?.puts?.[0]).toMatchObject({ content: "192.0.2.4", comment: "" });
  });

  test("does nothing at all when anything in it is wrong", async () => {
    const { client, zone, folder } = await openCloudflareBench({ cloudflareAccount: { recordsPerBatch: 3 } });
    const kept = await client.dns.records.create({ ...zone, ...a("kept", "192.0.2.2") });
    const state = () => readFileSync(join(folder, "cloudflare.json"), "utf8");
    const before = state();
    const batch = (more: object) => refusalOf(client.dns.records.batch({ ...zone, ...more }));
    const deletes = [{ id: kept.id }];
    expect(await batch({ deletes, posts: [a("x", "192.0.2.5"), a("x", "192.0.2.5")] })).toMatchObject({
      code: 81_058,
    });
    expect(await batch({ deletes, posts: [a("x", "not an address")] })).toMatchObject({ code: 9005 });
    expect(await batch({ deletes: [...deletes, { id: "f".repeat(32) }] })).toMatchObject({ status: 404 });
    expect(await batch({ posts: ["1", "2", "3", "4"].map((n) => a(n, "192.0.2.5")) })).toMatchObject({
      status: 400,
    });
    expect(state()).toBe(before);
  });

  test("of thousands is quick, and so is what comes after it", async () => {
    const { client, zone } = await openCloudflareBench();
    const posts = Array.from({ length: 3500 }, (_, n) => a(`n${n}`, "192.0.2.1"));
    const began = performance.now();
    await client.dns.records.batch({ ...zone, posts });
    for (let n = 0; n < 10; n += 1) await client.dns.records.create({ ...zone, ...a(`m${n}`, "192.0.2.1") });
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

test.each([
  ["an identical one", a("www", "192.0.2.1"), 81_058],
  ["a CNAME beside an address", { type: "CNAME", name: "www", content: "a.test", ttl: 60 }, 81_053],
  ["an AAAA with an IPv4 address", { type: "AAAA", name: "v6", content: "192.0.2.1", ttl: 60 }, 9006],
  ["a TTL below 30", { ...a("short", "192.0.2.1"), ttl: 29 }, 9021],
  ["a proxied TXT", { type: "TXT", name: "t", content: "x", ttl: 60, proxied: true }, 9004],
] as const)("a record is refused: %s", async (_, wrong, code) => {
  const { client, zone } = await openCloudflareBench();
  await client.dns.records.create({ ...zone, ...a("www", "192.0.2.1") });
  expect(await refusalOf(client.dns.records.create({ ...zone, ...wrong }))).toMatchObject({
    status: 400,
    code,
  });
});

test("names are completed, and proxied records have a TTL of their own", async () => {
  const { client, zone } = await openCloudflareBench();
  const apex = await client.dns.records.create({ ...zone, ...a("@", "192.0.2.1"), proxied: true });
  expect(apex).toMatchObject({ name: "example.com", ttl: 1, proxied: true });
  expect(await client.dns.records.edit(apex.id, { ...zone, ...a("WWW", "192.0.2.1") })).toMatchObject({
    name: "www.example.com",
  });
  await client.dns.records.delete(apex.id, zone);
  expect(await refusalOf(Promise.resolve(client.dns.records.get(apex.id, zone)))).toMatchObject({
    status: 404,
  });
});

describe("trouble", () => {
  /** A create that meets it, and how many pools there are then. */
  async function meet(kind: FaultKind, maxRetries = 0) {
    const faults = [{ operation: "POST pools", kind, times: 1 }];
    const { client, account, pool } = await openCloudflareBench({ faults }, maxRetries);
    const failed = await pool("p", ["192.0.2.1"]).then(
      () => null,
      (error: unknown) => (error instanceof Error && "status" in error ? (error.status ?? null) : error),
    );
    return { failed, pools: (await client.loadBalancers.pools.list(account)).result.length };
  }

  test.each([
    ["throttle", 429, 0],
    ["serverError", 500, 0],
    ["lateError", 500, 1],
    ["lostReply", null, 1],
    ["dropConnection", null, 0],
    ["delay", null, 1],
  ] as const)("%s: the status is %s and %s pools are there", async (kind, status, pools) => {
    expect(await meet(kind)).toEqual({ failed: status, pools });
  });

  test("a create that the SDK sends again after a late error finds its name taken", async () => {
    expect(await meet("lateError", 2)).toEqual({ failed: 400, pools: 1 });
  });

  test("begins when it is told to, on its own operation alone", async () => {
    const faults = [{ operation: "GET pools", kind: "serverError" as const, times: 1, beforeCount: 1 }];
    const { client, account } = await openCloudflareBench({ faults });
    const list = async () => (await client.loadBalancers.pools.list(account)).result;
    expect(await list()).toEqual([]);
    await client.loadBalancers.monitors.list(account);
    expect(await refusalOf(list())).toMatchObject({ status: 500 });
    expect(await list()).toEqual([]);
  });
});
