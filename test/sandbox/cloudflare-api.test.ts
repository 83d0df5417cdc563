/** The sandbox's Cloudflare through the real SDK: envelope, refusals, references, pages, limits. */
import { describe, expect, test } from "vitest";
import { openCloudflareBench, refusalOf } from "./cloudflare-bench.ts";
import { isContractHere } from "./cloudflare-contract.ts";

test("the description of the API is looked for", () => {
  if (!isContractHere)
    process.stdout.write("Cloudflare's description isn't here: no reply is held against it.\n");
});

describe("objects", () => {
  test("come back as Cloudflare keeps them", async () => {
    const { client, account, zone, monitor, balancer } = await openCloudflareBench();
    const watch = await monitor({ type: "https", path: "/up", interval: 30, header: { Host: ["a.test"] } });
    const origins = [
      { name: "b", address: "192.0.2.2", weight: 0.07 },
      { name: "a", address: "192.0.2.1", enabled: false },
    ];
    const pool = await client.loadBalancers.pools.create({ ...account, name: "p", origins, monitor: watch });
    expect(pool.origins?.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(pool.origins?.[1]).toMatchObject({ weight: 0.07, enabled: true });
    const id = await balancer("www.example.com", [pool.id ?? ""], { proxied: true, ttl: 120 });
    const kept = await client.loadBalancers.get(id, zone);
    expect(kept).toMatchObject({ ttl: 0, proxied: true, zone_name: "example.com", steering_policy: "off" });
    const later = await client.loadBalancers.edit(id, { ...zone, proxied: false });
    expect(later).toMatchObject({ ttl: 30, proxied: false, default_pools: [pool.id] });
    expect(later.modified_on).not.toBe(kept.modified_on);
    const health = await client.loadBalancers.pools.health.get(pool.id ?? "", account);
    expect(JSON.stringify(health)).toContain("192.0.2.2");
    expect(JSON.stringify(health)).not.toContain("192.0.2.1");
  });

  test("PATCH keeps what isn't given, maps are replaced whole, and PUT resets", async () => {
    const { client, zone, pool, balancer } = await openCloudflareBench();
    const [one, two] = [await pool("one", ["192.0.2.1"]), await pool("two", ["192.0.2.2"])];
    const countries = { DE: [one], FR: [two] };
    const id = await balancer("www.example.com", [one], { steering_policy: "geo", country_pools: countries });
    const edit = (more: object) => client.loadBalancers.edit(id, { ...zone, ...more });
    expect(await edit({ ttl: 60 })).toMatchObject({ country_pools: countries });
    expect(await edit({ country_pools: { FR: [two] } })).toMatchObject({
      country_pools: { FR: [two] },
      ttl: 60,
    });
    expect((await edit({ country_pools: {} })).country_pools).toEqual({});
    const put = { ...zone, name: "www.example.com", default_pools: [two], fallback_pool: two };
    expect(await client.loadBalancers.update(id, put)).toMatchObject({ ttl: 30, steering_policy: "" });
  });

  test("that something refers to can't be deleted, from lists that nobody looks at either", async () => {
    const { client, account, zone, pool, monitor, balancer } = await openCloudflareBench();
    const watch = await monitor();
    const [used, stale] = [
      await pool("used", ["192.0.2.1"], { monitor: watch }),
      await pool("stale", ["192.0.2.2"]),
    ];
    const id = await balancer("www.example.com", [used], { region_pools: { WEU: [stale] } });
    const remove = {
      pool: (which: string) => client.loadBalancers.pools.delete(which, account),
      monitor: () => client.loadBalancers.monitors.delete(watch, account),
    };
    const inUse = { status: 412, code: 1005 };
    for (const which of [used, stale]) expect(await refusalOf(remove.pool(which))).toMatchObject(inUse);
    expect(await refusalOf(remove.monitor())).toMatchObject(inUse);
    const references = await client.loadBalancers.pools.references.get(used, account);
    expect(references.result).toMatchObject([
      { reference_type: "referrer", resource_type: "load_balancer", resource_name: "www.example.com" },
      { reference_type: "referral", resource_type: "monitor", resource_id: watch },
    ]);
    await client.loadBalancers.delete(id, zone);
    await remove.pool(used);
    await remove.monitor();
    expect(await refusalOf(remove.pool(used))).toMatchObject({ status: 404 });
  });

  test.each([
    ["a pool's name twice", { name: "p" }, "already exists"],
    ["a pool without origins", { origins: [] }, "origins"],
    [
      "an address twice",
      {
        origins: [
          { name: "a", address: "192.0.2.1" },
          { name: "b", address: "192.0.2.1" },
        ],
      },
      "unique",
    ],
    ["a weight of three decimals", { origins: [{ name: "a", address: "192.0.2.1", weight: 0.123 }] }, "0.01"],
    ["a weight above 1", { origins: [{ name: "a", address: "192.0.2.1", weight: 2 }] }, "range"],
    ["a region that isn't one", { check_regions: ["EU"] }, "one of"],
    ["a latitude alone", { latitude: 1 }, "go together"],
    ["a monitor that isn't there", { monitor: "f".repeat(32) }, "monitor"],
    ["a name with a dot", { name: "a.b" }, "name"],
    ["a field that isn't one", { colour: "red" }, "unknown field colour"],
  ])("refuses %s", async (_, wrong, says) => {
    const { client, account, pool } = await openCloudflareBench();
    await pool("p", ["192.0.2.9"]);
    const origins = [{ name: "a", address: "192.0.2.1" }];
    const body = { ...account, name: "new", origins, ...wrong };
    const refused = await refusalOf(client.loadBalancers.pools.create(body));
    expect(refused).toMatchObject({ status: 400, code: 1002 });
    expect(refused.message).toContain(says);
    expect(refused.message).toContain("validation failed");
    expect((await client.loadBalancers.pools.list(account)).result).toHaveLength(1);
  });

  test.each([
    ["an interval as long as the probes", { interval: 15, timeout: 5, retries: 2 }, "greater"],
    ["an interval that nobody has", { interval: 5, timeout: 1, retries: 1 }, "interval is not in range"],
    ["tcp without a port", { type: "tcp" }, "port"],
    ["a timeout above 10", { timeout: 11 }, "range"],
  ])("refuses a monitor with %s", async (_, wrong, says) => {
    const { monitor } = await openCloudflareBench();
    expect((await refusalOf(monitor(wrong))).message).toContain(says);
  });

  test.each([
    ["outside the zone", { name: "www.example.org" }, "zone"],
    ["of a name that is taken", { name: "taken.example.com" }, "already exists"],
    ["of no pool", { default_pools: [] }, "default_pools"],
    ["of a pool that isn't there", { fallback_pool: "f".repeat(32) }, "doesn't exist"],
    ["with a set that matches nothing", { pool_sets: [{ name: "s", match: {} }] }, "POOL_SET_EMPTY_MATCH"],
    ["with an empty set", { pool_sets: [{ name: "s", match: { topology: {} } }] }, "POOL_SET_EMPTY_TOPOLOGY"],
    [
      "with a set of two minds",
      { pool_sets: [{ name: "s", match: { default: true, topology: { countries: ["DE"] } } }] },
      "POOL_SET_DEFAULT_WITH_MATCH",
    ],
    [
      "with a set of no pools",
      { pool_sets: [{ name: "s", match: { default: true } }] },
      "POOL_SET_NO_INTENT",
    ],
  ])("refuses a load balancer %s", async (_, wrong, says) => {
    const { pool, balancer } = await openCloudflareBench();
    const id = await pool("p", ["192.0.2.1"]);
    await balancer("taken.example.com", [id]);
    const refused = await refusalOf(balancer("www.example.com", [id], wrong));
    expect(refused).toMatchObject({ status: 400, code: 1002 });
    expect(refused.message).toContain(says);
  });
});

describe("the account", () => {
  test("without Load Balancing refuses in Cloudflare's own words", async () => {
    const { pool, monitor, client, account } = await openCloudflareBench({
      cloudflareAccount: { loadBalancing: false },
    });
    expect((await refusalOf(monitor())).message).toContain("interval is not in range [0, 0]");
    expect((await refusalOf(pool("p", ["192.0.2.1"]))).message).toContain("must be in range [1, 0]");
    expect((await client.loadBalancers.pools.list(account)).result).toEqual([]);
  });

  test("has its limits", async () => {
    const { pool, monitor, balancer } = await openCloudflareBench({
      cloudflareAccount: {
        loadBalancing: {
          leastInterval: 15,
          pools: 2,
          endpoints: 3,
          trafficSteering: false,
          enterprise: false,
        },
      },
    });
    expect((await refusalOf(monitor({ interval: 14, retries: 1 }))).message).toContain("[15, 3600]");
    const one = await pool("one", ["192.0.2.1", "192.0.2.2"]);
    expect((await refusalOf(pool("two", ["192.0.2.3", "192.0.2.4"]))).message).toContain("origins");
    await pool("two", ["192.0.2.3"]);
    expect((await refusalOf(pool("three", ["192.0.2.4"]))).message).toContain("pools");
    const steer = (more: object) => refusalOf(balancer("www.example.com", [one], more));
    expect((await steer({ steering_policy: "geo" })).message).toContain("geo");
    expect((await steer({ pop_pools: { AMS: [one] } })).message).toContain("pop_pools");
    const sets = [{ name: "s", match: { default: true }, overrides: { pools: [one] } }];
    expect((await steer({ pool_sets: sets })).message).toContain("POOL_SET_STEERING_ENTITLEMENT");
    await balancer("www.example.com", [one], { steering_policy: "random" });
  });

  test("answers a token without a permission 403, and says no more", async () => {
    const { client, account, zone, pool } = await openCloudflareBench({
      cloudflareAccount: {
        permissions: ["Zone Read", "DNS Write", "Load Balancing: Monitors and Pools Read"],
      },
    });
    expect((await client.loadBalancers.pools.list(account)).result).toEqual([]);
    const denied = { status: 403, code: 10_000, message: "Authentication error" };
    expect(await refusalOf(pool("p", ["192.0.2.1"]))).toEqual(denied);
    expect(await refusalOf(Promise.resolve(client.loadBalancers.list(zone)))).toEqual(denied);
    await client.dns.records.create({ ...zone, type: "A", name: "www", content: "192.0.2.1", ttl: 60 });
  });

  test("wants a token", async () => {
    const { sandbox } = await openCloudflareBench();
    const reply = await fetch(`${sandbox.cloudflareUrl}/zones`);
    expect(reply.status).toBe(401);
    expect(await reply.json()).toMatchObject({ success: false, errors: [{ code: 10_000 }], result: null });
  });

  test("blocks everything for five minutes after 1,200 requests in five", async () => {
    const { client, sandbox, time, replies } = await openCloudflareBench();
    const look = async () => (await client.zones.list({ name: "example.com" })).result;
    await look();
    expect(replies.at(-1)?.headers.get("ratelimit")).toMatch(/^"default";r=1198;t=\d+$/u);
    expect(replies.at(-1)?.headers.get("ratelimit-policy")).toBe('"default";q=1200;w=300');
    const headers = { authorization: "Bearer test" };
    for (let n = 0; n < 1197; n += 57) {
      const at = `${sandbox.cloudflareUrl}/zones/none`;
      await Promise.all(Array.from({ length: 57 }, async () => (await fetch(at, { headers })).text()));
    }
    await look();
    expect(replies.at(-1)?.headers.get("ratelimit")).toMatch(/r=0;/u);
    expect(await refusalOf(look())).toMatchObject({ status: 429, code: 971 });
    expect(replies.at(-1)?.headers.get("retry-after")).toBe("300");
    time.now += 299_000;
    expect(await refusalOf(look())).toMatchObject({ status: 429 });
    expect(replies.at(-1)?.headers.get("retry-after")).toBe("1");
    time.now += 1000;
    expect(await look()).toHaveLength(1);
  });
});

describe("pages", () => {
  test("are cut where they are asked for, unless the list knows none", async () => {
    for (const paging of [true, false]) {
      const { client, account, pool } = await openCloudflareBench({ cloudflareAccount: { paging } });
      for (const n of [1, 2, 3]) await pool(`p${n}`, [`192.0.2.${n}`]);
      const list = async (query: object) =>
        (await client.loadBalancers.pools.list(account, { query })).result.map(({ name }) => name);
      expect(await list({ page: 2, per_page: 2 })).toEqual(paging ? ["p3"] : ["p1", "p2", "p3"]);
      expect(await list({ page: 3, per_page: 2 })).toEqual(paging ? [] : ["p1", "p2", "p3"]);
    }
  });

  test("of records end, and filters hold", async () => {
    const { client, zone } = await openCloudflareBench();
    const posts = Array.from({ length: 250 }, (_, n) => ({
      type: "A" as const,
      name: `n${n}`,
      content: "192.0.2.1",
      ttl: 60,
      comment: n % 2 === 0 ? "even" : "odd",
    }));
    await client.dns.records.batch({ ...zone, posts });
    const names = new Set<string>();
    for await (const { name } of client.dns.records.list({ ...zone, per_page: 100 })) names.add(name ?? "");
    expect(names.size).toBe(250);
    const even = await client.dns.records.list({ ...zone, comment: { startswith: "ev" }, per_page: 1000 });
    expect(even.result).toHaveLength(125);
    const one = await client.dns.records.list({ ...zone, name: { exact: "n7.example.com" } });
    expect(one.result).toHaveLength(1);
  });
});
