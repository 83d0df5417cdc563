/**
 * Addresses that change in pools in use: what a monitor hasn't reported on counts as down, and still no client gets
 * anything that neither the policy before nor the one after gives it. The name is asked before each request.
 */
import { describe, expect, test } from "vitest";
import { apply, carryOut, plan, ready } from "../provider/lab.ts";
import { onCloudflare } from "./cloudflare-policies.ts";
import { answersOf, http, openSlowLab, poolsIn, watch, watchedBy, writesIn } from "./cloudflare-watch.ts";

/** Two endpoints, of which a has this address. */
const withA = (ipv4: string, to: object = { failover: ["a", "b"] }) => {
  const { b } = watchedBy("web");
  return ready(onCloudflare({ www: { ttl: 60, to } }, { endpoints: { a: { ipv4, healthCheck: "web" }, b } }));
};

describe("an endpoint in use moves to another address", () => {
  test("the former one answers until the new one is known, and the standby never does", async () => {
    const lab = await openSlowLab();
    await apply(lab, withA("192.0.2.1"));
    lab.time.now += 60_000;
    expect(await watch(lab, withA("192.0.2.9"))).toEqual(["192.0.2.1", "192.0.2.1, 192.0.2.9", "192.0.2.9"]);
    const [pool] = await poolsIn(lab, "_a");
    expect(pool?.origins.map(({ name, address }) => `${name} ${address}`)).toEqual(["a 192.0.2.9"]);
  });

  test("one of a weighted set: the other doesn't get its share", async () => {
    const lab = await openSlowLab();
    const both = { weighted: { a: 5, b: 5 } };
    await apply(lab, withA("192.0.2.1", both));
    lab.time.now += 60_000;
    expect(await watch(lab, withA("192.0.2.9", both))).toEqual([
      "192.0.2.1, 192.0.2.2",
      "192.0.2.1, 192.0.2.2, 192.0.2.9",
      "192.0.2.2, 192.0.2.9",
    ]);
  });

  test("without waiting it is one change, which takes the standby in for a while", async () => {
    const lab = await openSlowLab();
    await apply(lab, withA("192.0.2.1"));
    lab.time.now += 60_000;
    lab.sent.length = 0;
    const applied = await carryOut(await plan(lab, withA("192.0.2.9")), { wait: "none" });
    expect(applied).toMatchObject({ failure: null, notStarted: [] });
    expect(writesIn(lab).filter((write) => write === "PATCH pools/id")).toHaveLength(1);
    expect(await answersOf(lab)).toEqual(["192.0.2.2"]);
  });

  test("nobody ever looks at the new one: the former one stays, and applying again goes on from there", async () => {
    const lab = await openSlowLab(1_000_000);
    await carryOut(await plan(lab, withA("192.0.2.1")), { wait: "none" });
    lab.time.now += 1_000_000;
    // The second time both are there already, and the former one isn't taken away then either.
    for (const _turn of [1, 2]) {
      const applied = await carryOut(await plan(lab, withA("192.0.2.9")));
      expect(applied.failure?.diagnostic).toMatchObject({
        code: "cloudflare-health-unknown",
        args: { pools: ["example_com_web_www_a"], isDown: false },
      });
      expect(await answersOf(lab)).toEqual(["192.0.2.1"]);
    }
    lab.time.now += 1_000_000;
    expect(await watch(lab, withA("192.0.2.9"))).toEqual(["192.0.2.1, 192.0.2.9", "192.0.2.9"]);
  });

  test("what somebody set on its origin stays with it", async () => {
    const lab = await openSlowLab();
    await apply(lab, withA("192.0.2.1"));
    const [pool] = await poolsIn(lab, "_a");
    const header = { Host: ["a.example.net"] };
    const origins = pool?.origins.map((origin) => ({ ...origin, header }));
    await lab.send("PATCH", `/accounts/${lab.accountId}/load_balancers/pools/${pool?.id}`, { origins });
    await apply(lab, withA("192.0.2.9"));
    const [now] = await poolsIn(lab, "_a");
    expect(now?.origins).toMatchObject([{ name: "a", address: "192.0.2.9", header }]);
    const patches = lab.sent.filter(({ operation }) => operation === "PATCH pools/id");
    expect(patches.at(-2)?.body).toMatchObject({
      origins: [
        { name: "a", address: "192.0.2.9", header },
        { name: "a.leaving", address: "192.0.2.1", header },
      ],
    });
  });
});

test("one endpoint is drained and another comes back in one apply: one of them always answers", async () => {
  const lab = await openSlowLab();
  const it = (a: number, b: number) => ready(onCloudflare({ www: { ttl: 60, to: { weighted: { a, b } } } }));
  await apply(lab, it(1, 0));
  lab.time.now += 60_000;
  expect(await watch(lab, it(0, 1))).toEqual(["192.0.2.1", "192.0.2.1, 192.0.2.2", "192.0.2.2"]);
});

test("one pool is drained and another comes back in one apply: one of them always answers", async () => {
  const lab = await openSlowLab();
  // Under checks of their own they are pools of their own.
  const endpoints = { ...watchedBy("web"), b: { ipv4: "192.0.2.2", healthCheck: "deep" } };
  const healthChecks = { web: http(), deep: http({ path: "/deep" }) };
  const it = (a: number, b: number) =>
    ready(onCloudflare({ www: { ttl: 60, to: { weighted: { a, b } } } }, { healthChecks, endpoints }));
  await apply(lab, it(1, 0));
  lab.time.now += 60_000;
  const seen = await watch(lab, it(0, 1));
  expect(seen).toEqual(["192.0.2.1", "192.0.2.2"]);
  expect(await watch(lab, it(1, 0))).toEqual(["192.0.2.2", "192.0.2.1"]);
});
