import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { describe as put } from "../../src/diagnostic/describe.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import { failoverTimeOf, judgeObjective } from "../../src/proof/failover-time.ts";
import { probeSeconds } from "../../src/provider/route53/health-check.ts";
import { steerPolicy } from "../../src/steering/steer.ts";
import { type Document, grow, onlyRecord } from "../property/grow.ts";

function recordWith(check: Document, record: Document, endpoints: Document = {}) {
  return onlyRecord(
    grow({
      version: 1,
      name: "web",
      zone: "example.com",
      providers: { route53: {} },
      healthChecks: { up: check },
      endpoints: {
        a: { ipv4: "192.0.2.10", healthCheck: "up" },
        b: { ipv4: "192.0.2.11", healthCheck: "up" },
        ...endpoints,
      },
      records: { www: { ttl: 30, to: { failover: ["a", "b"] }, ...record } },
    }),
  );
}

const quick = { type: "https", host: "www.example.com", interval: "10s", unhealthyThreshold: 3 };

describe("a failover takes", () => {
  test("60 s at worst, 45 s typically and 66 s with a probe that hangs, in the classic walkthrough", () => {
    const text = readFileSync(new URL("../../examples/walkthrough.yaml", import.meta.url), "utf8");
    const { policy } = loadPolicy({ path: "walkthrough.yaml", text });
    if (policy === null) throw new Error("no policy");
    expect(failoverTimeOf(onlyRecord(steerPolicy(policy)), probeSeconds)).toEqual({
      check: "web",
      threshold: 3,
      interval: 10,
      ttl: 30,
      worst: 60,
      typical: 45,
      worstWithProbe: 66,
      probe: 6,
    });
  });

  test.each([
    ["the default interval of 30 s", { type: "http" }, { worst: 120, probe: 6, worstWithProbe: 126 }],
    ["2 s more to read a body", { ...quick, expect: { body: "ok" } }, { probe: 8, worstWithProbe: 68 }],
    [
      "10 s to connect over tcp",
      { type: "tcp", port: 5432, interval: "10s" },
      { probe: 10, worstWithProbe: 70 },
    ],
  ])("%s", (_what, check, expected) => {
    expect(failoverTimeOf(recordWith(check, {}), probeSeconds)).toMatchObject(expected);
  });

  test("as long as its slowest check", () => {
    const document = {
      version: 1,
      name: "web",
      zone: "example.com",
      providers: { route53: {} },
      healthChecks: { quick, slow: { type: "http", interval: "30s" } },
      endpoints: {
        a: { ipv4: "192.0.2.10", healthCheck: "quick" },
        b: { ipv4: "192.0.2.11", healthCheck: "slow" },
      },
      records: { www: { ttl: 30, to: { failover: ["a", "b"] } } },
    };
    expect(failoverTimeOf(onlyRecord(grow(document)), probeSeconds)).toMatchObject({
      check: "slow",
      worst: 120,
    });
  });

  test.each<readonly [string, unknown, boolean]>([
    ["one endpoint", "a", false],
    ["weights of which one answers", { weighted: { a: 1, b: 0 } }, false],
    ["weights", { weighted: { a: 1, b: 1 } }, true],
    ["several answers", { multivalue: ["a", "b"] }, true],
    ["an address twice: they die together", { weighted: { a: 1, twin: 1 } }, false],
    ["a standby that nobody reaches", { failover: ["blind", "a"] }, false],
    ["a standby of what is checked", { failover: ["a", "blind"] }, true],
    [
      "places whose clients stay",
      {
        geolocation: [
          { from: { countries: ["DE"] }, to: "a", whenDown: "stay" },
          { from: "anywhere", to: "b" },
        ],
      },
      false,
    ],
    [
      "places whose clients go on",
      {
        geolocation: [
          { from: { countries: ["DE"] }, to: "a" },
          { from: "anywhere", to: "b" },
        ],
      },
      true,
    ],
    [
      "what is nearest",
      {
        latency: [
          { region: "eu-central-1", to: "a" },
          { region: "us-east-1", to: "b" },
        ],
      },
      true,
    ],
  ])("no time where there is nothing to fail over to: %s", (_, to, isThere) => {
    const more = {
      twin: { ipv4: "192.0.2.10", healthCheck: "up" },
      blind: { ipv4: "192.0.2.12", healthCheck: "none" },
    };
    const time = failoverTimeOf(recordWith(quick, { to }, more), probeSeconds);
    expect(time !== null).toBe(isThere);
  });

  test("for ever when nothing is checked", () => {
    const blind = { a: { ipv4: "192.0.2.10", healthCheck: "none" }, b: { ipv4: "192.0.2.11" } };
    const record = recordWith(quick, { to: { failover: ["a", "b"] } }, blind);
    expect(failoverTimeOf(record, probeSeconds)).toBeNull();
  });
});

describe("an objective", () => {
  const judge = (failover: string, endpoints: Document = {}) =>
    judgeObjective(recordWith(quick, { objective: { failover } }, endpoints), {
      probeSeconds,
      shortestInterval: 10,
    });

  test("that detection, a hanging probe and the TTL fit into is met", () => {
    expect(judge("75s")).toEqual([]);
    expect(judge("66s")).toEqual([]);
  });

  test("is missed by a second, and the diagnostic says what adds up", () => {
    const [missed, ...others] = judge("65s");
    expect(others).toEqual([]);
    expect(missed).toMatchObject({
      code: "objective-missed",
      severity: "error",
      args: { objective: 65, worst: 66 },
      place: { pointer: "/records/www/objective/failover" },
    });
    if (missed === undefined) throw new Error("no diagnostic");
    expect(put(missed).message + put(missed).hint).toMatch(/3 × 10 s.*6 s.*30 s/u);
  });

  test("can't be met where nothing is checked", () => {
    const blind = { a: { ipv4: "192.0.2.10" }, b: { ipv4: "192.0.2.11" } };
    expect(judge("300s", blind)).toMatchObject([
      { code: "objective-unchecked", severity: "error", args: { endpoint: "a" } },
    ]);
  });

  test("can't be met where nothing is left to fail over to, which may be meant: a warning", () => {
    const drained = { b: { ipv4: "192.0.2.11", healthCheck: "up", drained: true } };
    expect(judge("300s", drained)).toMatchObject([
      { code: "objective-alone", severity: "warning", args: { record: "www", objective: 300 } },
    ]);
  });

  test("may well have an unchecked last member", () => {
    expect(judge("75s", { b: { ipv4: "192.0.2.11" } })).toEqual([]);
  });

  test("is not asked for by a record without one", () => {
    expect(judgeObjective(recordWith(quick, { ttl: 3600 }), { probeSeconds, shortestInterval: 10 })).toEqual(
      [],
    );
  });
});
