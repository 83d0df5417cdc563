/** What Cloudflare's name servers would answer, asked by real packets. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { SandboxOptions } from "../../src/sandbox/sandbox.ts";
import { openCloudflareBench } from "./cloudflare-bench.ts";
import { type Ask, ask } from "./dns-client.ts";

async function openDns(options: Partial<SandboxOptions> = {}) {
  const bench = await openCloudflareBench({ cloudflareDnsPort: 0, random: () => 0, ...options });
  const port = bench.sandbox.cloudflareDnsPort ?? 0;
  const look = (name: string, more: Partial<Ask> = {}) => ask(port, { name, ...more });
  return {
    ...bench,
    look,
    answer: async (name: string, more: Partial<Ask> = {}) => (await look(name, more)).values,
    record: (type: string, name: string, content: string, more: object = {}) =>
      bench.client.dns.records.create({ ...bench.zone, type: type as "A", name, content, ttl: 60, ...more }),
  };
}

const germany = { subnet: "198.18.55.0/24" };

describe("load balancers", () => {
  test("answer by country, over UDP and TCP, and tell for whom", async () => {
    const { pool, balancer, look } = await openDns();
    const [eu, us] = [await pool("eu", ["192.0.2.1"]), await pool("us", ["192.0.2.2"])];
    const more = { steering_policy: "geo", country_pools: { DE: [eu] }, ttl: 45 };
    await balancer("www.example.com", [us], more);
    for (const over of ["udp", "tcp"] as const) {
      const found = await look("www.example.com", { ...germany, over });
      expect(found).toMatchObject({ code: "NOERROR", values: ["192.0.2.1"], scope: 24 });
      expect(found.answers[0]).toMatchObject({ ttl: 45 });
      expect((await look("www.example.com", { over })).values).toEqual(["192.0.2.2"]);
    }
    // An address of the other family isn't made up.
    expect(await look("www.example.com", { ...germany, type: "AAAA" })).toMatchObject({
      code: "NOERROR",
      values: [],
    });
  });

  test("fall over to the next pool, and in the end to the fallback whatever its health", async () => {
    const { sandbox, monitor, pool, balancer, answer } = await openDns();
    const watched = { monitor: await monitor() };
    const one = await pool("one", ["192.0.2.1"], watched);
    const two = await pool("two", ["192.0.2.2"], watched);
    const last = await pool("last", ["192.0.2.3"], watched);
    await balancer("www.example.com", [one, two], { fallback_pool: last });
    expect(await answer("www.example.com")).toEqual(["192.0.2.1"]);
    sandbox.setDown(["192.0.2.1"], true);
    expect(await answer("www.example.com")).toEqual(["192.0.2.2"]);
    sandbox.setDown(["192.0.2.2", "192.0.2.3"], true);
    expect(await answer("www.example.com")).toEqual(["192.0.2.3"]);
    expect(sandbox.listEndpoints()).toMatchObject([{ target: "192.0.2.1", setDown: true }, {}, {}]);
    sandbox.setDown(["192.0.2.1"], false);
    expect(await answer("www.example.com")).toEqual(["192.0.2.1"]);
  });

  test("count an origin as down until it was looked at, in each pool anew", async () => {
    const { client, account, time, sandbox, monitor, pool, balancer, answer } = await openDns({
      healthReportAfterMs: 1000,
    });
    const watched = { monitor: await monitor() };
    const one = await pool("one", ["192.0.2.1"], watched);
    const last = await pool("last", ["192.0.2.9"]);
    const known = async () => {
      const health = await client.loadBalancers.pools.health.get(one, account);
      return JSON.stringify(health).includes("192.0.2.1");
    };
    await balancer("www.example.com", [one], { fallback_pool: last });
    expect(await answer("www.example.com")).toEqual(["192.0.2.9"]);
    expect(await known()).toBe(false);
    expect(sandbox.listEndpoints()).toMatchObject([
      { healthy: false, checks: [{ provider: "cloudflare", status: null }] },
    ]);
    time.now += 1000;
    expect(await answer("www.example.com")).toEqual(["192.0.2.1"]);
    expect(await known()).toBe(true);
    await client.loadBalancers.pools.edit(one, {
      ...account,
      origins: [{ name: "new", address: "192.0.2.5" }],
    });
    expect(await answer("www.example.com")).toEqual(["192.0.2.9"]);
    time.now += 1000;
    expect(await answer("www.example.com")).toEqual(["192.0.2.5"]);
    const other = await pool("other", ["192.0.2.5"], watched);
    await balancer("other.example.com", [other], { fallback_pool: last });
    expect(await answer("other.example.com")).toEqual(["192.0.2.9"]);
    time.now += 1000;
    expect(await answer("other.example.com")).toEqual(["192.0.2.5"]);
  });

  test("draw by weight", async () => {
    let chance = 0;
    const { client, account, zone, balancer, answer } = await openDns({ random: () => chance });
    const origins = [
      { name: "a", address: "192.0.2.1", weight: 0.25 },
      { name: "b", address: "192.0.2.2", weight: 0.75 },
    ];
    const made = await client.loadBalancers.pools.create({ ...account, name: "p", origins });
    const id = await balancer("www.example.com", [made.id ?? ""]);
    chance = 0.249;
    expect(await answer("www.example.com")).toEqual(["192.0.2.1"]);
    chance = 0.251;
    expect(await answer("www.example.com")).toEqual(["192.0.2.2"]);
    // Switched off, it leaves its name to the records; there are none.
    await client.loadBalancers.edit(id, { ...zone, enabled: false });
    expect(await answer("www.example.com")).toEqual([]);
  });

  test("that are proxied answer the stand-ins, both families, whoever is down", async () => {
    const { pool, balancer, look, sandbox } = await openDns();
    await balancer("www.example.com", [await pool("p", ["192.0.2.1"])], { proxied: true });
    sandbox.setDown(["192.0.2.1"], true);
    const four = await look("www.example.com", germany);
    expect(four).toMatchObject({ values: ["198.18.0.1", "198.18.0.2"], scope: 0 });
    expect(four.answers[0]).toMatchObject({ ttl: 300 });
    expect((await look("www.example.com", { type: "AAAA" })).values).toEqual(["2001:2::1", "2001:2::2"]);
  });

  test("take the nearest pool of a proximity list", async () => {
    const { pool, balancer, answer } = await openDns();
    const near = await pool("berlin", ["192.0.2.1"], { latitude: 52.5, longitude: 13.4 });
    const far = await pool("sydney", ["192.0.2.2"], { latitude: -33.9, longitude: 151.2 });
    await balancer("www.example.com", [far, near], { steering_policy: "proximity" });
    expect(await answer("www.example.com", germany)).toEqual(["192.0.2.1"]);
    // Nothing was measured here, so latency goes by the list's order.
    const [one, two] = [await pool("one", ["192.0.2.3"]), await pool("two", ["192.0.2.4"])];
    await balancer("fast.example.com", [one, two], { steering_policy: "dynamic_latency" });
    expect(await answer("fast.example.com", germany)).toEqual(["192.0.2.3"]);
  });

  test("that steer by what only Cloudflare knows are SERVFAIL, and say so", async () => {
    const { pool, balancer, look } = await openDns();
    const id = await pool("p", ["192.0.2.1"]);
    await balancer("www.example.com", [id], { region_pools: { WEU: [id] } });
    const found = await look("www.example.com");
    expect(found.code).toBe("SERVFAIL");
    expect(found.bytes.toString("latin1")).toContain("doesn't know how this load balancer steers");
    await balancer("cname.example.com", [await pool("q", ["origin.test"])]);
    const named = await look("cname.example.com");
    expect(named.code).toBe("SERVFAIL");
    expect(named.bytes.toString("latin1")).toContain("only a resolver knows the addresses of origin.test");
  });
});

describe("names", () => {
  test("of records, wildcards, CNAMEs and nothing", async () => {
    const { record, pool, balancer, look, answer } = await openDns();
    await record("A", "plain", "192.0.2.1");
    await record("A", "plain", "192.0.2.2");
    await record("A", "auto", "192.0.2.1", { ttl: 1 });
    await record("A", "hidden", "192.0.2.1", { proxied: true });
    await record("CNAME", "alias", "plain.example.com");
    await record("CNAME", "out", "elsewhere.test");
    await record("CNAME", "example.com", "plain.example.com");
    await record("MX", "example.com", "mail.example.net", { priority: 10 });
    await record("TXT", "text", 'say "hi"');
    await record("NS", "sub", "ns.elsewhere.test");
    await balancer("*.app.example.com", [await pool("p", ["192.0.2.7"])]);
    await record("TXT", "own.app", "here");

    expect([...(await answer("plain.example.com"))].sort()).toEqual(["192.0.2.1", "192.0.2.2"]);
    expect((await look("auto.example.com")).answers[0]).toMatchObject({ ttl: 300 });
    expect(await answer("hidden.example.com")).toEqual(["198.18.0.1", "198.18.0.2"]);
    expect((await answer("alias.example.com")).slice(0, 1)).toEqual(["plain.example.com"]);
    expect(await answer("alias.example.com")).toHaveLength(3);
    expect(await answer("out.example.com")).toEqual(["elsewhere.test"]);
    // At the apex the CNAME is resolved and never shown.
    expect([...(await answer("example.com"))].sort()).toEqual(["192.0.2.1", "192.0.2.2"]);
    expect(await answer("example.com", { type: "MX" })).toHaveLength(1);
    expect(await answer("text.example.com", { type: "TXT" })).toEqual(['say "hi"']);
    expect(await look("deep.sub.example.com")).toMatchObject({ code: "NOERROR", values: [] });
    expect((await look("deep.sub.example.com")).authorities[0]).toMatchObject({
      type: "NS",
      name: "sub.example.com",
    });

    expect(await answer("any.app.example.com")).toEqual(["192.0.2.7"]);
    expect(await answer("two.any.app.example.com")).toEqual(["192.0.2.7"]);
    // A name of its own hides the wildcard, for every type.
    for (const name of ["own.app.example.com", "app.example.com"]) {
      const none = await look(name);
      expect(none).toMatchObject({ code: "NOERROR", values: [] });
      expect(none.authorities[0]).toMatchObject({ type: "SOA", name: "example.com", ttl: 1800 });
    }
    for (const [name, type] of [
      ["nope.example.com", "A"],
      ["_signpost.any.example.com", "TXT"],
    ] as const) {
      const none = await look(name, { type });
      expect(none).toMatchObject({ code: "NXDOMAIN", values: [] });
      expect(none.authorities[0]).toMatchObject({ type: "SOA" });
    }
    expect(await look("example.org")).toMatchObject({ code: "REFUSED" });
    expect((await answer("example.com", { type: "NS" })).length).toBe(2);
    expect(await look("example.com", { type: "SOA" })).toMatchObject({ code: "NOERROR" });
  });

  test("with a record and a load balancer answer from the load balancer, other types from the records", async () => {
    const { record, pool, balancer, answer } = await openDns();
    await record("A", "www", "192.0.2.1");
    await record("TXT", "www", "text");
    await balancer("www.example.com", [await pool("p", ["192.0.2.7"])]);
    expect(await answer("www.example.com")).toEqual(["192.0.2.7"]);
    expect(await answer("www.example.com", { type: "TXT" })).toEqual(["text"]);
    // One with an address of the other family only shadows the record's all the same.
    await record("AAAA", "www", "2001:db8::1");
    expect(await answer("www.example.com", { type: "AAAA" })).toEqual([]);
  });
});

describe("probes", () => {
  test("turn what is answered, and what the API and the list of endpoints say", async () => {
    let status = 200;
    const server = createServer((_, reply) => reply.writeHead(status).end("All is Well"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const turns: string[] = [];
    const { client, account, sandbox, monitor, pool, balancer, answer } = await openDns({
      now: () => Date.now(),
      probe: { intervalMs: 50 },
      onTurn: ({ provider, target, healthy }) => turns.push(`${provider} ${target} ${healthy}`),
    });
    const settings = { port, expected_codes: "2xx", expected_body: "all is well", consecutive_down: 2 };
    const one = await pool("one", ["127.0.0.1"], { monitor: await monitor(settings) });
    await balancer("www.example.com", [one], { fallback_pool: await pool("last", ["192.0.2.9"]) });
    await vi.waitFor(async () => expect(await answer("www.example.com")).toEqual(["127.0.0.1"]));
    status = 503;
    await vi.waitFor(async () => expect(await answer("www.example.com")).toEqual(["192.0.2.9"]));
    const said = JSON.stringify(await client.loadBalancers.pools.health.get(one, account));
    expect(said).toContain(
      '"failure_reason":"HTTP Status Code 503, Service Unavailable","response_code":503',
    );
    expect(sandbox.listEndpoints()).toMatchObject([{ target: "127.0.0.1", healthy: false, setDown: false }]);
    status = 204;
    await vi.waitFor(async () => expect(await answer("www.example.com")).toEqual(["192.0.2.9"]));
    status = 200;
    await vi.waitFor(async () => expect(await answer("www.example.com")).toEqual(["127.0.0.1"]));
    expect(turns).toEqual([
      "cloudflare 127.0.0.1 true",
      "cloudflare 127.0.0.1 false",
      "cloudflare 127.0.0.1 true",
    ]);
    sandbox.setDown(["127.0.0.1"], true);
    expect(await answer("www.example.com")).toEqual(["192.0.2.9"]);
  });
});
