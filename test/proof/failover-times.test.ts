import { describe, expect, test } from "vitest";
import { clamps, keepsFor } from "../../src/proof/clamps.ts";
import { findWayOut } from "../../src/proof/failover-time.ts";
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
  const check = { interval: 30, threshold: 3, probe: 6 };
  test.each([
    [130, { ttl: 34, interval: null, threshold: null }],
    [97, { ttl: 1, interval: null, threshold: null }],
    [96, { ttl: 60, interval: 10, threshold: null }],
    [37, { ttl: 1, interval: 10, threshold: null }],
    [36, { ttl: 20, interval: 10, threshold: 1 }],
    [17, { ttl: 1, interval: 10, threshold: 1 }],
    [16, null],
  ])("of %d s", (objective, expected) => {
    const time = { check: "web", ttl: 60, worst: 150, typical: 120, worstWithProbe: 156, ...check };
    expect(findWayOut(time, objective, 10)).toEqual(expected);
  });

  test("meets it, whatever is asked", () => {
    for (let objective = 1; objective < 200; objective++) {
      const time = { check: "web", ttl: 60, worst: 150, typical: 120, worstWithProbe: 156, ...check };
      const way = findWayOut(time, objective, 10);
      if (way === null) {
        expect(objective).toBeLessThan(17);
        continue;
      }
      const detection = (way.interval ?? 30) * (way.threshold ?? 3);
      expect(detection + 6 + way.ttl).toBe(objective);
    }
  });
});
