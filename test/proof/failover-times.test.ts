import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clamps, keepsFor } from "../../src/proof/clamps.ts";
import { findWayOut, judgeObjective } from "../../src/proof/failover-time.ts";
import { listFailoverTimes } from "../../src/proof/failover-times.ts";
import { probeSeconds } from "../../src/provider/route53/health-check.ts";
import { type Document, grow, onlyRecord } from "../property/grow.ts";

function timesOf(to: unknown, ttl: number) {
  const document: Document = {
    version: 1,
    name: "web",
    zone: "example.com",
    providers: { route53: {} },
    healthChecks: {
      quick: { type: "https", path: "/up", host: "www.example.com", interval: "10s", unhealthyThreshold: 2 },
      slow: { type: "tcp", port: 443, interval: "30s" },
    },
    endpoints: {
      a: { ipv4: "192.0.2.10", healthCheck: "quick" },
      b: { ipv4: "192.0.2.11", healthCheck: "quick" },
      c: { ipv4: "192.0.2.12", healthCheck: "slow" },
      d: { ipv4: "192.0.2.13" },
    },
    records: { www: { ttl, to } },
  };
  return listFailoverTimes(onlyRecord(grow(document)), probeSeconds);
}

describe("times are told", () => {
  test("branch by branch, and of an unchecked branch that there are none", () => {
    const geolocation = [
      { from: { continents: ["EU"] }, to: { failover: ["a", "b"] } },
      { from: { countries: ["US"] }, to: { failover: ["b", "c"] } },
      { from: { countries: ["JP"] }, to: "d" },
      { from: "anywhere", to: { failover: ["b", "a"] } },
    ];
    const found = timesOf({ geolocation }, 60).map(({ clients, times }) => [clients, times?.failover.worst]);
    expect(found).toEqual([
      [["Europe", "everywhere else"], 80],
      [["United States"], 150],
      [["Japan"], undefined],
    ]);
  });

  test("once where all branches have the same, without naming them", () => {
    const latency = [
      { region: "eu-west-1", to: "a" },
      { region: "us-east-1", to: "b" },
    ];
    expect(timesOf({ latency }, 60)).toMatchObject([{ clients: [], times: { recovery: { worst: 80 } } }]);
  });

  test("of the groups of a weighted record, by their parts", () => {
    const weighted = [
      { to: { failover: ["a", "b"] }, weight: 1 },
      { to: "c", weight: 1 },
    ];
    const found = timesOf({ weighted }, 60).map(({ clients, times }) => [clients, times?.failover.worst]);
    expect(found).toEqual([
      [["a, b"], 80],
      [["c"], 150],
    ]);
  });

  test.each([20, 45, 300, 3600])("with the resolvers that clamp a TTL of %d s", (ttl) => {
    const [only] = timesOf({ failover: ["a", "b"] }, ttl);
    const clamped = only?.times?.clamped ?? [];
    expect(clamped.map(({ clamp }) => clamp)).toEqual(clamps.filter((clamp) => keepsFor(ttl, clamp) !== ttl));
    for (const { keeps, worst, worstWithProbe, recovery } of clamped) {
      expect([worst, worstWithProbe, recovery]).toEqual([20 + keeps, 26 + keeps, 20 + keeps]);
    }
  });
});

describe("the way out of a missed objective", () => {
  const slow = { check: "web", ttl: 60, worst: 150, typical: 120, worstWithProbe: 156 };
  test.each([
    [130, { ttl: 34, interval: null, threshold: null }],
    [96, { ttl: 0, interval: null, threshold: null }],
    [95, { ttl: 59, interval: 10, threshold: null }],
    [36, { ttl: 0, interval: 10, threshold: null }],
    [35, { ttl: 19, interval: 10, threshold: 1 }],
    [16, { ttl: 0, interval: 10, threshold: 1 }],
    [15, null],
  ])("of %d s", (objective, expected) => {
    expect(findWayOut([{ ...slow, interval: 30, threshold: 3, probe: 6 }], objective, 10)).toEqual(expected);
  });

  const check = fc.record({
    type: fc.constantFrom("http", "tcp"),
    port: fc.constant(80),
    interval: fc.constantFrom(10, 30),
    unhealthyThreshold: fc.integer({ min: 1, max: 10 }),
  });

  test("meets it, whatever checks there are", () => {
    const times = { ttl: fc.integer({ min: 1, max: 400 }), within: fc.integer({ min: 1, max: 300 }) };
    fc.assert(
      fc.property(check, check, fc.record(times), (one, two, { ttl, within }) => {
        const judge = (checks: readonly object[], kept: number) =>
          judgeObjective(recordOf(checks, kept, within), timing);
        const [missed] = judge([one, two], ttl);
        if (missed?.code !== "objective-missed") return;
        const { way } = missed.args;
        if (way === null) {
          // Not even the fastest check and no caching at all would do.
          const fastest = [one, two].map((each) => ({ ...each, interval: 10, unhealthyThreshold: 1 }));
          expect(judge(fastest, 0)).not.toEqual([]);
          return;
        }
        const followed = [one, two].map((each) => ({
          ...each,
          interval: Math.min(each.interval, way.interval ?? each.interval),
          unhealthyThreshold: Math.min(each.unhealthyThreshold, way.threshold ?? each.unhealthyThreshold),
        }));
        expect(judge(followed, way.ttl)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

const timing = { probeSeconds, shortestInterval: 10 };

function recordOf(checks: readonly object[], ttl: number, within: number) {
  return onlyRecord(
    grow({
      version: 1,
      name: "web",
      zone: "example.com",
      providers: { route53: {} },
      healthChecks: { one: checks[0], two: checks[1] },
      endpoints: {
        a: { ipv4: "192.0.2.10", healthCheck: "one" },
        b: { ipv4: "192.0.2.11", healthCheck: "two" },
      },
      records: { www: { ttl, objective: { failover: within }, to: { failover: ["a", "b"] } } },
    }),
  );
}
