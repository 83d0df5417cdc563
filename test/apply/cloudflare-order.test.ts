/** The order of writes: at no instant is a name without its answer, and what isn't managed here stays. */
import { describe, expect, test } from "vitest";
import { type CloudflareLab, openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { apply, carryOut, emptied, hear, leftToDo, plan, type Ready, ready } from "../provider/lab.ts";
import { ask } from "../sandbox/dns-client.ts";
import { changed, onCloudflare, usual } from "./cloudflare-policies.ts";

type Found = Record<string, unknown> & { readonly id: string };

const writesOf = ({ sent }: CloudflareLab) =>
  sent.map(({ operation }) => operation).filter((operation) => !operation.startsWith("GET"));

/** Applies, and after each write looks whether every name has a load balancer or a record, and each pool its origins' names. */
async function applyWatched(lab: CloudflareLab, it: Ready, names: readonly string[]): Promise<void> {
  lab.interfere = async () => {
    const balancers = (await lab.send("GET", `/zones/${lab.zoneId}/load_balancers`)) as Found[];
    const records = (await lab.send("GET", `/zones/${lab.zoneId}/dns_records`)) as Found[];
    const answered = new Set([...balancers, ...records].map(({ name }) => name));
    for (const name of names) expect(answered).toContain(name);
    const pools = (await lab.send("GET", `/accounts/${lab.accountId}/load_balancers/pools`)) as Found[];
    const used = new Set(JSON.stringify(balancers).match(/[0-9a-f]{32}/gu));
    for (const { origins } of pools.filter(({ id }) => used.has(id))) {
      for (const { address } of origins as { address: string }[]) {
        if (address.endsWith(".example.com")) expect(answered).toContain(address);
      }
    }
  };
  await apply(lab, it);
  lab.interfere = null;
  expect(await leftToDo(lab, it)).toBe(null);
}

const dual = {
  endpoints: {
    a: { ipv4: "192.0.2.1", ipv6: "2001:db8::1", healthCheck: "web" },
    b: { ipv4: "192.0.2.2", ipv6: "2001:db8::2", healthCheck: "web" },
  },
};

describe("a name has its answer all the time", () => {
  const plain = { www: { ttl: 60, to: "d" } };
  const steps: readonly (readonly [string, object])[] = [
    ["a record", onCloudflare(plain)],
    ["a load balancer", onCloudflare({ www: usual.www })],
    ["other pools, another fallback, no places", onCloudflare({ www: changed.www })],
    [
      "a country moved",
      onCloudflare({
        www: {
          ttl: 60,
          to: {
            geolocation: [
              { from: { countries: ["DE", "FR"] }, to: "b" },
              { from: "anywhere", to: { failover: ["a", "c"] } },
            ],
          },
        },
      }),
    ],
    [
      "endpoints under names of their own",
      onCloudflare({ www: { ttl: 60, to: { failover: ["a", "b"] } } }, dual, { dualStack: "hostname" }),
    ],
    [
      "one of them less",
      onCloudflare({ www: { ttl: 60, to: "a" }, x: { ttl: 60, to: "b" } }, dual, { dualStack: "hostname" }),
    ],
    ["a record again", onCloudflare(plain)],
  ];

  test("from records to a load balancer, through its changes, and back", async () => {
    const lab = await openCloudflareLab();
    await apply(lab, ready(steps[0]?.[1] ?? {}));
    for (const [, document] of steps.slice(1)) await applyWatched(lab, ready(document), ["www.example.com"]);
    await apply(lab, emptied(ready(onCloudflare(plain))));
    expect(await lab.everything()).toEqual([]);
  });
});

test("a first apply: monitors, pools, their health, the load balancer, records", async () => {
  const lab = await openCloudflareLab({ healthReportAfterMs: 20_000 });
  await apply(lab, ready(onCloudflare()));
  expect([...new Set(writesOf(lab))]).toEqual([
    "POST monitors",
    "POST pools",
    "POST load_balancers",
    "POST dns_records/batch",
  ]);
  const operations = lab.sent.map(({ operation }) => operation);
  expect(operations.lastIndexOf("GET pools/id/health")).toBeLessThan(
    operations.indexOf("POST load_balancers"),
  );
  expect(operations.indexOf("GET pools/id/health")).toBeGreaterThan(operations.lastIndexOf("POST pools"));
});

test("from a record to a load balancer: the record goes in one batch once that answers, and the way back is told", async () => {
  const lab = await openCloudflareLab();
  await apply(lab, ready(onCloudflare({ www: { ttl: 60, to: "d" } })));
  lab.sent.length = 0;
  const { steps, onProgress } = hear();
  const applied = await carryOut(await plan(lab, ready(onCloudflare({ www: usual.www }))), { onProgress });
  expect(applied.failure).toBe(null);
  expect(writesOf(lab).slice(-2)).toEqual(["POST load_balancers", "POST dns_records/batch"]);
  const told = steps.filter(({ kind }) => kind === "told").map(({ title }) => title);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(
    /^www\.example\.com: .* A 192\.0\.2\.4 \(ttl 60\) will be deleted\. The way back: .* signpost apply/u,
  );
  const at = (kind: string, title: RegExp) =>
    steps.findIndex((step) => step.kind === kind && title.test(step.title));
  expect(at("told", /The way back/u)).toBeGreaterThan(at("done", /^create load balancer/u));
  expect(at("told", /The way back/u)).toBeLessThan(at("started", /^change the records of www/u));
});

test("the way back that is told is one: the records answer again while they are there", async () => {
  const lab = await openCloudflareLab({ cloudflareDnsPort: 0 });
  const port = lab.sandbox.cloudflareDnsPort ?? 0;
  await apply(lab, ready(onCloudflare({ www: { ttl: 60, to: "d" } })));
  const abort = new AbortController();
  let path = "";
  const applied = await carryOut(await plan(lab, ready(onCloudflare({ www: usual.www }))), {
    signal: abort.signal,
    onProgress: ({ kind, title }) => {
      if (kind !== "told") return;
      path = /PATCH (\S+)/u.exec(title)?.[1] ?? "";
      abort.abort();
    },
  });
  expect(applied.failure?.kind).toBe("interrupted");
  expect((await ask(port, { name: "www.example.com" })).values).toEqual(["192.0.2.3"]);
  await lab.send("PATCH", path, { enabled: false });
  expect((await ask(port, { name: "www.example.com" })).values).toEqual(["192.0.2.4"]);
});

test("pools that are dereferenced and removed in one apply go, and lists of places are cleared", async () => {
  const lab = await openCloudflareLab();
  await apply(lab, ready(onCloudflare()));
  lab.sent.length = 0;
  await apply(lab, ready(onCloudflare({ ...usual, www: { ttl: 60, to: { failover: ["b", "a"] } } })));
  const writes = writesOf(lab);
  expect(writes).toContain("DELETE pools/id");
  expect(writes.lastIndexOf("PATCH load_balancers/id")).toBeLessThan(writes.indexOf("DELETE pools/id"));
  const patch = lab.sent.find(({ operation }) => operation === "PATCH load_balancers/id");
  expect(patch?.body).toMatchObject({ country_pools: {}, region_pools: {}, pop_pools: {}, rules: [] });
});

test("what somebody set beside us stays", async () => {
  const lab = await openCloudflareLab();
  const it = (a: number) =>
    ready(onCloudflare({ www: { ttl: 60, to: { weighted: { a, b: 5, d: 1 } } }, api: usual.api }));
  await apply(lab, it(1));
  const [pools, balancers] = [
    `/accounts/${lab.accountId}/load_balancers/pools`,
    `/zones/${lab.zoneId}/load_balancers`,
  ];
  const watched = ((await lab.send("GET", pools)) as Found[]).find(({ origins }) =>
    JSON.stringify(origins).includes("192.0.2.1"),
  );
  const [balancer] = (await lab.send("GET", balancers)) as Found[];
  const filter = { pool: { disable: true } };
  const origins = ((watched?.origins ?? []) as Record<string, unknown>[]).map((one) => ({
    ...one,
    header: { Host: ["a.example.net"] },
  }));
  await lab.send("PATCH", `${pools}/${watched?.id}`, {
    notification_filter: filter,
    origins,
    description: `${String(watched?.description)}\nask the edge team first`,
  });
  await lab.send("PATCH", `${balancers}/${balancer?.id}`, {
    session_affinity_attributes: { samesite: "Lax" },
    adaptive_routing: { failover_across_pools: true },
  });
  await apply(lab, it(3));
  expect(await leftToDo(lab, it(3))).toBe(null);
  expect(await lab.send("GET", `${pools}/${watched?.id}`)).toMatchObject({
    notification_filter: filter,
    description: expect.stringMatching(/^signpost=1;.*\nask the edge team first$/u),
    origins: expect.arrayContaining([expect.objectContaining({ header: { Host: ["a.example.net"] } })]),
  });
  expect(await lab.send("GET", `${balancers}/${balancer?.id}`)).toMatchObject({
    session_affinity_attributes: { samesite: "Lax" },
    adaptive_routing: { failover_across_pools: true },
  });
});

test("weights of a random load balancer are sent whole with each change", async () => {
  const lab = await openCloudflareLab();
  const it = (ttl: number) => ready(onCloudflare({ www: { ttl, to: { weighted: { a: 3, d: 1 } } } }));
  await apply(lab, it(60));
  const weights = async () => {
    const [one] = (await lab.send("GET", `/zones/${lab.zoneId}/load_balancers`)) as Found[];
    return one?.random_steering;
  };
  const held = await weights();
  await apply(lab, it(90));
  expect(await weights()).toEqual(held);
  const patch = lab.sent.find(({ operation }) => operation === "PATCH load_balancers/id");
  expect(patch?.body).toMatchObject({ random_steering: held });
});

test("a record of several values whose one value changes has the same marker on all", async () => {
  const lab = await openCloudflareLab();
  const it = (third: string) =>
    ready(
      onCloudflare(
        { api: { ttl: 60, to: { multivalue: ["d", "e"] } } },
        { endpoints: { d: { ipv4: "192.0.2.4" }, e: { ipv4: third } } },
      ),
    );
  await apply(lab, it("192.0.2.5"));
  await apply(lab, it("192.0.2.6"));
  expect(await leftToDo(lab, it("192.0.2.6"))).toBe(null);
});

describe("interrupted", () => {
  async function interruptAt(lab: CloudflareLab, it: Ready, operation: string) {
    const abort = new AbortController();
    const prepared = await plan({ connecting: { ...lab.connecting, signal: abort.signal } }, it);
    lab.interfere = (request) => {
      if (request.operation === operation) abort.abort();
    };
    const applied = await carryOut(prepared, { signal: abort.signal });
    lab.interfere = null;
    return applied;
  }

  test("while a pool is made: it is finished, and the rest isn't started", async () => {
    const lab = await openCloudflareLab();
    const it = ready(onCloudflare());
    const applied = await interruptAt(lab, it, "POST pools");
    expect(applied.failure?.kind).toBe("interrupted");
    expect(applied.done.map((title) => title.split(" ").slice(0, 2).join(" "))).toEqual([
      "create monitor",
      "create pool",
    ]);
    expect(applied.notStarted.at(-1)).toMatch(/^change the records of/u);
    await apply(lab, it);
    expect(await leftToDo(lab, it)).toBe(null);
  });

  test("while new pools are silent: nothing was switched, and the next apply hears from them first", async () => {
    const lab = await openCloudflareLab({ healthReportAfterMs: 60_000 });
    const it = ready(onCloudflare());
    const applied = await interruptAt(lab, it, "GET pools/id/health");
    expect(applied.failure?.kind).toBe("interrupted");
    expect(applied.failure?.title).toContain("waiting");
    expect(writesOf(lab)).not.toContain("POST load_balancers");
    lab.sent.length = 0;
    await apply(lab, it);
    const operations = lab.sent.map((request) => request.operation);
    expect(operations.indexOf("GET pools/id/health")).toBeGreaterThan(-1);
    expect(operations.lastIndexOf("GET pools/id/health")).toBeLessThan(
      operations.indexOf("POST load_balancers"),
    );
  });
});
