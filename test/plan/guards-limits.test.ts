/** Where the limits of guards are, and what they count. */
import { expect, describe as group, test } from "vitest";
import { describe } from "../../src/diagnostic/describe.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { document, weighing } from "../apply/policies.ts";
import { apply, emptied, openLab, plan, type Ready, ready } from "../provider/lab.ts";
import { remove } from "../sandbox/workbench.ts";

const names = (...labels: readonly string[]) =>
  Object.fromEntries(labels.map((label) => [label, weighing(1, 1)]));

const failover = (ttl: number) => ({ ttl, to: { failover: ["a", "b"] } });

async function planAfter(before: object, after: object | Ready): Promise<Plan> {
  const lab = await openLab();
  await apply(lab, ready(before));
  return (await plan(lab, "target" in after ? after : ready(after), { allow: [] })).plan;
}

function blockedIn({ guards: { findings } }: Plan): readonly string[] {
  return findings.flatMap(({ guard, target, status }) =>
    status === "blocked" ? [`${guard}=${target}`] : [],
  );
}

group("limits", () => {
  const shifted = { before: document(), after: document({ records: { www: weighing(2, 8) } }) };

  test.each<[string, object, object, readonly string[]]>([
    ["a shift up to the limit", shifted.before, { ...shifted.after, guards: { "max-shift": 70 } }, []],
    [
      "a shift over a lower limit",
      document(),
      { ...document({ records: { www: weighing(7, 3) } }), guards: { "max-shift": 10 } },
      ["max-shift=www"],
    ],
    [
      "half of all answers",
      document({ records: { www: weighing(1, 0) } }),
      document({ records: { www: weighing(1, 1) } }),
      [],
    ],
    [
      "a TTL nearly ten times as short",
      document({ records: { www: weighing(9, 1, { ttl: 300 }) } }),
      document({ records: { www: weighing(9, 1, { ttl: 31 }) } }),
      [],
    ],
    [
      "a TTL ten times as short",
      document({ records: { www: weighing(9, 1, { ttl: 300 }) } }),
      document({ records: { www: weighing(9, 1, { ttl: 30 }) } }),
      ["ttl-jump=www"],
    ],
    [
      "a TTL from a minute to none",
      document({ records: { www: weighing(9, 1, { ttl: 60 }) } }),
      document({ records: { www: weighing(9, 1, { ttl: 0 }) } }),
      ["ttl-jump=www"],
    ],
    [
      "a failover that is gone, its check left",
      document({ records: { www: failover(30) } }),
      document({ records: { www: { ttl: 30, to: "a" } } }),
      ["failover-slower=www"],
    ],
    [
      "a longer TTL of a name without a second choice",
      document({ records: { www: { ttl: 30, to: "a" } } }),
      document({ records: { www: { ttl: 200, to: "a" } } }),
      [],
    ],
    [
      "a name deleted of four",
      document({ records: names("x1", "x2", "x3", "x4") }),
      { ...document({ records: names("x1", "x2", "x3") }), guards: { "max-delete": 25 } },
      ["last-answer=x4"],
    ],
    [
      "a class of clients without an answer",
      document({ records: { www: { ttl: 30, to: { geolocation: [place("DE"), place("FR")] } } } }),
      document({ records: { www: { ttl: 30, to: { geolocation: [place("DE")] } } } }),
      ["last-answer=www", "max-shift=www"],
    ],
  ])("%s", async (_what, before, after, blocked) => {
    expect(blockedIn(await planAfter(before, after))).toEqual(blocked);
  });

  test("of the traffic mix, where there is one", async () => {
    const steered = (de: string) => ({
      ...document({
        records: {
          www: { ttl: 30, to: { geolocation: [place("DE", de), { from: "anywhere", to: "c" }] } },
        },
      }),
      traffic: {
        mix: [
          { from: { countries: ["DE"] }, share: 20 },
          { from: "anywhere", share: 80 },
        ],
      },
    });
    const planned = await planAfter(steered("a"), steered("b"));
    expect(planned.names).toMatchObject([{ blast: { share: 1, queries: 0.2 } }]);
    expect(planned.guards.findings).toEqual([]);
    const { traffic: _, ...unmixed } = steered("b");
    expect(blockedIn(await planAfter(steered("a"), unmixed))).toEqual(["max-shift=www"]);
    const strict = await planAfter(steered("a"), { ...steered("b"), guards: { "max-shift": 10 } });
    expect(strict.refusals.map((one) => describe(one).message)).toEqual([
      "20 % of the queries for www would get another answer, more than the limit of 10 %",
    ]);
  });

  test("what can't be told is blocked", async () => {
    const lab = await openLab();
    const it = ready(document());
    await apply(lab, it);
    await lab.change(...(await lab.list()).filter(({ Type }) => Type === "A").map(remove));
    lab.sandbox.plant(lab.zoneId, {
      name: "www.example.com.",
      type: "A",
      setIdentifier: null,
      routing: { kind: "simple" },
      content: { kind: "trafficPolicyInstance", instanceId: "8f2a6c1e-0000-4000-8000-000000000001" },
      healthCheckId: null,
    });
    const { refusals, guards } = (await plan(lab, it, { allow: [] })).plan;
    expect(refusals.map(({ code }) => code)).toEqual(["name-unmanaged", "guard-max-shift"]);
    expect(guards.findings).toMatchObject([{ guard: "max-shift", target: "www", value: null }]);
  });

  test("a file that was emptied deletes nothing, whatever the limit", async () => {
    const it = ready({ ...document({ records: names("x1", "x2") }), guards: { "max-delete": 100 } });
    const planned = await planAfter(document({ records: names("x1", "x2") }), emptied(it));
    expect(blockedIn(planned)).toEqual(["max-delete=web", "last-answer=x1", "last-answer=x2"]);
    expect(planned.refusals.map((one) => describe(one).message)).toContain(
      "All names of web would be deleted: x1.example.com, x2.example.com",
    );
  });
});

function place(country: string, to = "a"): object {
  return { from: { countries: [country] }, to };
}

group("waivers", () => {
  test("of something that is nowhere are told", async () => {
    const waivers = ["www", "web", "ww"].map((target) => ({
      guard: "max-shift",
      target,
      until: "2026-12-31",
      reason: "the move",
    }));
    const planned = await planAfter(document(), { ...document(), waivers });
    expect(planned.warnings).toMatchObject([
      { code: "waiver-unused", args: { rule: "max-shift", target: "ww" } },
    ]);
  });
});
