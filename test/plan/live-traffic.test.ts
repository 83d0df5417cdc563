/** Who gets what now, of record sets that somebody else made, in any form. */
import { type Change, CreateHealthCheckCommand } from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import type { PlannedName } from "../../src/plan/planned-name.ts";
import { document, weighing } from "../apply/policies.ts";
import { apply, emptied, type Lab, openLab, plan, ready } from "../provider/lab.ts";
import { a, alias, create, values } from "../sandbox/workbench.ts";

const www = "www.example.com";

async function planOver(
  changes: (lab: Lab) => readonly Change[],
  policy: object = document(),
): Promise<{ readonly name: PlannedName; readonly codes: readonly string[] }> {
  const lab = await openLab();
  const live = changes(lab);
  if (live.length > 0) await lab.change(...live);
  return nameIn(lab, policy);
}

async function nameIn(
  lab: Lab,
  policy: object,
): Promise<{ readonly name: PlannedName; readonly codes: readonly string[] }> {
  const { plan: planned } = await plan(lab, ready(policy));
  const [name] = planned.names;
  if (name === undefined) throw new Error("the plan has no name");
  return { name, codes: planned.refusals.map(({ code }) => code) };
}

/** "Europe: a 100 %" of what clients get now. */
function nowOf({ traffic }: PlannedName): readonly string[] {
  return traffic.flatMap(({ rows }) =>
    rows.map(({ clients, now }) => {
      const shares = now?.map(({ label, share }) => `${label} ${Math.round(share * 100)}`).join(" ") ?? "?";
      return `${clients.join(", ")}: ${shares}`;
    }),
  );
}

const weighted = (name: string, id: string, weight: number, address: string) =>
  a(name, { SetIdentifier: id, Weight: weight }, address);

describe("what clients get now", () => {
  test("of a record set with one address, which no endpoint need have", async () => {
    const { name, codes } = await planOver(() => [create(a(www, {}, "198.51.100.7"))]);
    expect(nowOf(name)).toEqual(["everywhere: 198.51.100.7 100"]);
    expect(name.blast).toMatchObject({ share: 1, clients: ["everywhere"] });
    expect(codes).toEqual(["name-unmanaged"]);
  });

  test("of a weighted group, under the names of the endpoints", async () => {
    const { name } = await planOver(() => [
      create(weighted(www, "one", 70, "192.0.2.1")),
      create(weighted(www, "two", 30, "192.0.2.2")),
    ]);
    expect(nowOf(name)).toEqual(["everywhere: a 70 b 30"]);
    expect(name.blast.share).toBeCloseTo(0.2);
  });

  test("of a tree of aliases to names outside the policy", async () => {
    const { name } = await planOver((lab) => [
      create(weighted("pool.eu.example.com", "one", 1, "192.0.2.1")),
      create(weighted("pool.eu.example.com", "two", 3, "192.0.2.2")),
      create(a("us.example.com", {}, "192.0.2.3")),
      create(alias(lab.zoneId, "eu.example.com", "pool.eu.example.com")),
      create(
        alias(lab.zoneId, www, "eu.example.com", {
          SetIdentifier: "eu",
          GeoLocation: { ContinentCode: "EU" },
        }),
      ),
      create(
        alias(lab.zoneId, www, "us.example.com", {
          SetIdentifier: "rest",
          GeoLocation: { CountryCode: "*" },
        }),
      ),
    ]);
    expect(nowOf(name)).toEqual(["Europe: b 75 a 25", "everywhere else: c 100"]);
    expect(name.blast).toMatchObject({ share: 1, clients: ["everywhere else"] });
  });

  test("of latency records, by an estimate", async () => {
    const at = (region: "eu-west-1" | "us-east-1", address: string) =>
      a(www, { SetIdentifier: region, Region: region }, address);
    const { name } = await planOver(() => [
      create(at("eu-west-1", "192.0.2.1")),
      create(at("us-east-1", "192.0.2.2")),
    ]);
    expect(name.traffic[0]?.estimated).toBe(true);
    expect(nowOf(name)).toEqual([
      "South America, Oceania, North America: b 100",
      "Europe, Asia, Africa: a 100",
    ]);
  });

  test("of a CNAME: its target's addresses where the zone has them, else the target", async () => {
    const within = await planOver(() => [
      create(values(www, "CNAME", ["web.example.com"])),
      create(a("web.example.com", {}, "192.0.2.1")),
    ]);
    expect(nowOf(within.name)).toEqual(["everywhere: a 100"]);
    expect(within.name.blast.share).toBeCloseTo(0.1);
    const outside = await planOver(() => [create(values(www, "CNAME", ["web.example.net"]))]);
    expect(nowOf(outside.name)).toEqual(["everywhere: web.example.net 100"]);
    expect(outside.name.before?.ttl).toBe(60);
  });

  test("of addresses at a name that is to become a CNAME", async () => {
    const policy = document({
      endpoints: { cdn: { hostname: "cdn.example.net" } },
      records: { www: { ttl: 300, to: "cdn" } },
    });
    const { name } = await planOver(() => [create(a(www, {}, "192.0.2.2"))], policy);
    expect(nowOf(name)).toEqual(["everywhere: b 100"]);
    expect(name.blast.share).toBe(1);
  });

  test("of a wildcard above the name, which nothing else hides", async () => {
    const covered = await planOver(() => [create(a("*.example.com", {}, "192.0.2.3"))]);
    expect(nowOf(covered.name)).toEqual(["everywhere: c 100"]);
    expect(covered.name.blast.share).toBe(1);
    const hidden = await planOver(() => [
      create(a("*.example.com", {}, "192.0.2.3")),
      create(values(www, "TXT", ['"here"'])),
    ]);
    expect(nowOf(hidden.name)).toEqual(["everywhere: "]);
    expect(hidden.name.blast.share).toBe(0);
  });

  test("of routing that isn't known here can't be told, and neither can what moves", async () => {
    const lab = await openLab();
    lab.sandbox.plant(lab.zoneId, {
      name: `${www}.`,
      type: "A",
      setIdentifier: null,
      routing: { kind: "simple" },
      content: { kind: "trafficPolicyInstance", instanceId: "8f2a6c1e-0000-4000-8000-000000000001" },
      healthCheckId: null,
    });
    const { name } = await nameIn(lab, document());
    expect(nowOf(name)).toEqual(["everywhere: ?"]);
    expect(name.blast).toEqual({ share: null, clients: ["everywhere"], queries: null });
  });
});

describe("the times of a name as it is", () => {
  test("come from the checks and TTLs that are live, whoever made them", async () => {
    const lab = await openLab();
    const { HealthCheck: made } = await lab.client.send(
      new CreateHealthCheckCommand({
        CallerReference: "theirs",
        HealthCheckConfig: {
          Type: "TCP",
          IPAddress: "192.0.2.1",
          Port: 443,
          RequestInterval: 30,
          FailureThreshold: 4,
        },
      }),
    );
    const check = { HealthCheckId: made?.Id, TTL: 120 };
    await lab.change(
      create(a("pool.example.com", { SetIdentifier: "1", Failover: "PRIMARY", ...check }, "192.0.2.1")),
      create(a("pool.example.com", { SetIdentifier: "2", Failover: "SECONDARY" }, "192.0.2.2")),
      create(alias(lab.zoneId, www, "pool.example.com")),
    );
    const { name } = await nameIn(lab, document());
    expect(name.before?.failover).toMatchObject({
      threshold: 4,
      interval: 30,
      ttl: 120,
      worst: 240,
      typical: 180,
      worstWithProbe: 250,
    });
    expect(name.failover).toMatchObject({ worst: 60 });
    expect(name.before?.ttl).toBe(120);
  });

  test("aren't told where a check depends on others", async () => {
    const lab = await openLab();
    const { HealthCheck: made } = await lab.client.send(
      new CreateHealthCheckCommand({
        CallerReference: "derived",
        HealthCheckConfig: { Type: "CALCULATED", HealthThreshold: 1, ChildHealthChecks: [] },
      }),
    );
    await lab.change(create(a(www, { HealthCheckId: made?.Id, SetIdentifier: "1", Weight: 1 })));
    const { name } = await nameIn(lab, document());
    expect(name.before).toEqual({ ttl: 60, failover: null });
  });

  test("there are none of a name that is new", async () => {
    const { name } = await planOver(() => []);
    expect(name.before).toBe(null);
    expect(name.blast).toEqual({ share: 0, clients: [], queries: null });
  });
});

test("what stays in the zone answers for a name that leaves the policy", async () => {
  const lab = await openLab();
  const it = ready(document({ records: { www: weighing(1, 0) } }));
  await apply(lab, it);
  await lab.change(create(a("*.example.com", {}, "192.0.2.1")));
  const { plan: planned } = await plan(lab, emptied(it));
  expect(planned.names[0]?.traffic[0]?.rows).toMatchObject([
    { now: [{ label: "a", share: 1 }], after: [{ label: "a", share: 1 }], moved: 0 },
  ]);
});
