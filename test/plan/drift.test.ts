/** Drift is live against its marker, pending is the policy against its marker; and looking writes nothing. */
import { UpdateHealthCheckCommand } from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { compareZone } from "../../src/plan/plan.ts";
import { standingOf } from "../../src/plan/standing.ts";
import { providers } from "../../src/provider/registry.ts";
import { renderDrift } from "../../src/report/drift.ts";
import { onCloudflare } from "../apply/cloudflare-policies.ts";
import { document } from "../apply/policies.ts";
import { openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { apply, listChecks, openLab, type Ready, ready } from "../provider/lab.ts";

const weighing = (a: number, b: number): Ready =>
  ready(
    document({
      endpoints: {
        a: { ipv4: "192.0.2.1", healthCheck: "web" },
        b: { ipv4: "192.0.2.2", healthCheck: "web" },
      },
      records: { www: { ttl: 60, to: { weighted: { a, b } } }, api: { ttl: 60, to: "a" } },
    }),
  );

async function standings(lab: Parameters<typeof apply>[0], it: Ready) {
  const { policy, records, target } = it;
  const reading = await providers[target.provider].openReading(policy, lab.connecting);
  expect(Object.keys(reading).sort()).toEqual(["nameServers", "read", "readDown", "testAnswer", "zone"]);
  const { names, shared } = await compareZone(policy, records, target, reading);
  return Object.fromEntries(names.map((name) => [name.name, standingOf(name, shared)]));
}

describe("on Route 53", () => {
  /** Somebody sets a weight in the console. */
  async function reweigh(lab: Awaited<ReturnType<typeof openLab>>, identifier: string, weight: number) {
    const set = (await lab.list()).find(
      ({ Name, SetIdentifier }) => Name === "www.example.com." && SetIdentifier === identifier,
    );
    if (set === undefined) throw new Error("no such set");
    await lab.change({ Action: "UPSERT", ResourceRecordSet: { ...set, Weight: weight } });
  }

  test("each way in which a name can stand", async () => {
    const lab = await openLab();
    const it = weighing(9, 1);
    expect(await standings(lab, it)).toEqual({
      "www.example.com": "not applied",
      "api.example.com": "not applied",
    });
    await apply(lab, it);
    expect(await standings(lab, it)).toEqual({ "www.example.com": "in step", "api.example.com": "in step" });
    expect(await standings(lab, weighing(8, 1))).toMatchObject({ "www.example.com": "pending" });
    await reweigh(lab, "a", 8);
    expect(await standings(lab, it)).toEqual({ "www.example.com": "drifted", "api.example.com": "in step" });
    expect(await standings(lab, weighing(8, 1))).toMatchObject({ "www.example.com": "converged" });
    expect(await standings(lab, weighing(7, 1))).toMatchObject({ "www.example.com": "drifted" });
  });

  test("a check that somebody edited is drift at the names that it is applied for", async () => {
    const lab = await openLab();
    const it = weighing(9, 1);
    await apply(lab, it);
    const [check] = await listChecks(lab.client);
    await lab.client.send(new UpdateHealthCheckCommand({ HealthCheckId: check?.Id, FailureThreshold: 9 }));
    expect(Object.values(await standings(lab, it))).toContain("drifted");
    expect(Object.values(await standings(lab, it))).not.toContain("converged");
  });

  test("is told with whom it moves, what was changed, and what is as it was", async () => {
    const lab = await openLab();
    const it = weighing(9, 1);
    await apply(lab, it);
    await reweigh(lab, "a", 4);
    const reading = await providers.route53.openReading(it.policy, lab.connecting);
    const plan = await compareZone(it.policy, it.records, it.target, reading);
    const plain = { bold: String, dim: String, red: String, green: String, yellow: String, cyan: String };
    const view = {
      paint: plain,
      width: 100,
      file: "policy.json",
      lineOf: () => 7,
      detailOf: () => [],
      standingOf,
    };
    const hour = 60 * 60_000;
    const told = renderDrift(plan, { ...view, next: null, change: null, now: lab.time.now + 3 * hour });
    expect(told.split("\n").slice(3)).toEqual([
      "  www.example.com  A  changed by hand since it was applied, 3 h ago",
      "    who gets what   now               as the policy says   if a is down",
      "    everywhere      a 80 % · b 20 %   a 90 % · b 10 %      b 100 %",
      "",
      "    ~ record set  www  A  weighted a  weight 4 → 9  :7",
      "",
      "Drift: 1 name changed by hand, 1 as applied",
      "",
    ]);
  });

  test("nothing is sent that could change anything", async () => {
    const lab = await openLab();
    await apply(lab, weighing(9, 1));
    await reweigh(lab, "a", 8);
    lab.sent.length = 0;
    await standings(lab, weighing(9, 1));
    expect(lab.sent.length).toBeGreaterThan(0);
    expect(lab.sent.filter(({ operation }) => !/^(?:List|Get)/u.test(operation))).toEqual([]);
  });

  test("a name's time is that of its last apply, to the minute", async () => {
    const lab = await openLab();
    const it = weighing(9, 1);
    await apply(lab, it);
    const reading = await providers.route53.openReading(it.policy, lab.connecting);
    const { names } = await compareZone(it.policy, it.records, it.target, reading);
    for (const { appliedAt } of names) {
      expect(Math.abs((appliedAt ?? 0) - lab.time.now)).toBeLessThan(10 * 60_000);
    }
  });
});

describe("on Cloudflare", () => {
  test("a pool that somebody changed is drift at its name, and looking sends nothing but GET", async () => {
    const lab = await openCloudflareLab();
    const it = ready(onCloudflare());
    await apply(lab, it);
    expect(await standings(lab, it)).toEqual({ "www.example.com": "in step", "api.example.com": "in step" });
    const pools = `/accounts/${lab.accountId}/load_balancers/pools`;
    const [pool] = (await lab.send("GET", pools)) as { id: string; origins: object[] }[];
    await lab.send("PATCH", `${pools}/${pool?.id}`, {
      origins: pool?.origins.map((origin) => ({ ...origin, weight: 0.5 })),
    });
    lab.sent.length = 0;
    expect(await standings(lab, it)).toMatchObject({ "www.example.com": "drifted" });
    expect(lab.sent.filter(({ operation }) => !operation.startsWith("GET"))).toEqual([]);
  });
});
