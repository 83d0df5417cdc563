/** Checks of pools in use that change, are renamed or exchanged. The name is asked before each request. */
import { describe, expect, test } from "vitest";
import { openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { apply, carryOut, leftToDo, plan, ready } from "../provider/lab.ts";
import { onCloudflare } from "./cloudflare-policies.ts";
import { answersOf, http, openSlowLab, watch, watchedBy, writesIn } from "./cloudflare-watch.ts";

const www = { www: { ttl: 60, to: { failover: ["a", "b"] } } };

/** All endpoints under one check. */
const under = (name: string, more: object = {}) =>
  ready(onCloudflare(www, { healthChecks: { [name]: http(more) }, endpoints: watchedBy(name) }));

describe("one check of everything", () => {
  test("it changes: its monitor is changed in place, and nothing moves", async () => {
    const lab = await openSlowLab();
    await apply(lab, under("web"));
    lab.time.now += 60_000;
    expect(await watch(lab, under("web", { path: "/ok" }))).toEqual(["192.0.2.1"]);
    expect(writesIn(lab)).toEqual(["PATCH monitors/id", "PATCH load_balancers/id"]);
  });

  test("it is called otherwise: there is nothing to write", async () => {
    const lab = await openSlowLab();
    await apply(lab, under("web"));
    expect(await leftToDo(lab, under("site"))).toBe(null);
  });

  test("it is called otherwise and changes: its monitor is changed in place all the same", async () => {
    const lab = await openSlowLab();
    await apply(lab, under("web"));
    lab.time.now += 60_000;
    expect(await watch(lab, under("site", { path: "/ok" }))).toEqual(["192.0.2.1"]);
    expect(writesIn(lab)).toEqual(["PATCH monitors/id", "PATCH load_balancers/id"]);
  });

  test("it is called otherwise and another one takes its name: a failed create isn't mistaken for the old one", async () => {
    const lab = await openCloudflareLab({
      faults: [{ operation: "POST monitors", kind: "serverError", times: 1, beforeCount: 1 }],
    });
    await apply(lab, under("web"));
    const it = ready(
      onCloudflare(
        { ...www, other: { ttl: 60, to: { failover: ["c", "a"] } } },
        {
          healthChecks: { site: http(), web: http({ path: "/ok" }) },
          endpoints: { ...watchedBy("site"), c: { ipv4: "192.0.2.3", healthCheck: "web" } },
        },
      ),
    );
    const applied = await carryOut(await plan(lab, it));
    expect(applied.failure?.kind).toBe("unavailable");
    await apply(lab, it);
    expect(await leftToDo(lab, it)).toBe(null);
    const monitors = await lab.send("GET", `/accounts/${lab.accountId}/load_balancers/monitors`);
    expect(monitors).toHaveLength(2);
  });
});

describe("endpoints come under a check that others keep", () => {
  const it = (healthCheck: string) =>
    ready(
      onCloudflare(
        { ...www, other: { ttl: 60, to: { failover: ["d", "c"] } } },
        {
          healthChecks: { web: http(), deep: http({ path: "/deep" }) },
          endpoints: {
            ...watchedBy(healthCheck),
            c: { ipv4: "192.0.2.3", healthCheck: "deep" },
            d: { ipv4: "192.0.2.4", healthCheck: "web" },
          },
        },
      ),
    );

  test("one pool of a name after the other, and the rest stand in", async () => {
    const lab = await openSlowLab();
    await apply(lab, it("web"));
    lab.time.now += 60_000;
    // Each instant is a state of health that the policy is proved in: a or b down, never both.
    expect(await watch(lab, it("deep"))).toEqual(["192.0.2.1", "192.0.2.2", "192.0.2.1"]);
    const operations = lab.sent.map(({ operation }) => operation);
    const patches = operations.flatMap((one, position) => (one === "PATCH pools/id" ? [position] : []));
    expect(patches).toHaveLength(2);
    expect(operations.slice(patches[0], patches[1])).toContain("GET pools/id/health");
  });

  test("that takes too long: it is told, and the next apply hears from that pool before it touches another", async () => {
    const lab = await openSlowLab(1_000_000);
    await carryOut(await plan(lab, it("web")), { wait: "none" });
    lab.time.now += 1_000_000;
    for (const _turn of [1, 2]) {
      lab.sent.length = 0;
      const applied = await carryOut(await plan(lab, it("deep")));
      expect(applied.failure?.diagnostic).toMatchObject({
        code: "cloudflare-health-unknown",
        args: { pools: ["example_com_web_www_a"], isDown: true },
      });
      expect(await answersOf(lab)).toEqual(["192.0.2.2"]);
    }
    expect(writesIn(lab)).toEqual([]);
  });
});
