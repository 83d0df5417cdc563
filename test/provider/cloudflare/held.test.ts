/** What Cloudflare holds exactly, and what but for a last resort. The rows are those of docs/cloudflare.md. */
import { expect, describe as group, test } from "vitest";
import { cloudflare } from "../../../src/provider/cloudflare/cloudflare.ts";
import { check, geo, inEurope, inGermany, messages, shape, staying, told, type Written, w } from "./rows.ts";

type Row = [string, unknown, string, Written?];

group("is held exactly, last resorts included", () => {
  test.each<Row>([
    ["1: an endpoint", "plain", "1 dns record"],
    ["1: several addresses without checks", { multivalue: ["plain", "bare"] }, "2 dns record"],
    ["3: a weighted set", w(["a", 90], ["b", 10]), "1 load balancer, 1 pool, 1 monitor"],
    [
      "3: weights beyond 100 with a common divisor",
      w(["a", 900], ["b", 300]),
      "1 load balancer, 1 pool, 1 monitor",
    ],
    ["4: a failover", { failover: ["a", "b", "c"] }, "1 load balancer, 3 pool, 1 monitor"],
    [
      "4: that ends in what is always healthy",
      { failover: ["a", "plain"] },
      "1 load balancer, 2 pool, 1 monitor",
    ],
    [
      "5: a failover of weighted sets",
      { failover: [w(["a", 1], ["b", 3]), w(["c", 1], ["d", 1])] },
      "1 load balancer, 2 pool, 1 monitor",
    ],
    [
      "6: failovers in places, with last resorts of their own",
      geo([inEurope, { failover: ["a", "b"] }], ["anywhere", { failover: ["c", "d"] }]),
      "1 load balancer, 5 pool, 1 monitor",
    ],
    [
      "7: weighted sets and standbys in places",
      geo([inGermany, { failover: [w(["a", 1], ["b", 1]), "d"] }], ["anywhere", w(["c", 1], ["d", 3])]),
      "1 load balancer, 4 pool, 1 monitor",
    ],
    [
      "8: a continent, and a country in it",
      geo([inGermany, "a"], [inEurope, "b"], ["anywhere", "c"]),
      "1 load balancer, 5 pool, 1 monitor",
    ],
    [
      "10: weighted sets under several checks",
      w([w(["a", 1], ["b", 1]), 3], ["x", 1]),
      "1 load balancer, 3 pool, 2 monitor",
    ],
    [
      "16: a weighted choice of geolocations",
      w([geo([inGermany, "plain"], ["anywhere", "bare"]), 1], ["spare", 3]),
      "1 load balancer, 2 pool",
    ],
    [
      "16: a failover of geolocations",
      { failover: [geo([inGermany, "a"], ["anywhere", "b"]), "c"] },
      "1 load balancer, 4 pool, 1 monitor",
    ],
    ["18: members under several checks", w(["a", 1], ["x", 1]), "1 load balancer, 3 pool, 2 monitor"],
    ["21: the apex", { failover: ["a", "b"] }, "1 load balancer, 2 pool, 1 monitor", { label: "@" }],
    ["21: a wildcard", { failover: ["a", "b"] }, "1 load balancer, 2 pool, 1 monitor", { label: "*.app" }],
    ["21: a host name", "host", "1 dns record"],
    [
      "22: both families, by host names",
      { failover: ["both", "both2"] },
      "1 load balancer, 2 pool, 1 monitor, 4 dns record",
      { settings: { dualStack: "hostname" } },
    ],
    [
      "22: both families, proxied",
      { failover: ["both", "both2"] },
      "1 load balancer, 2 pool, 1 monitor",
      { settings: { proxied: true } },
    ],
    ["23: the shortest TTL", { failover: ["a", "b"] }, "1 load balancer, 2 pool, 1 monitor", { ttl: 30 }],
    [
      "11: weighted sets of sets in places, with pool sets",
      staying([inEurope, w(["a", 1], ["x", 3])], ["anywhere", w(["b", 1], ["x", 1])]),
      "1 load balancer, 5 pool, 2 monitor",
      { settings: { poolSets: true } },
    ],
    [
      "18: members under several checks in a place, with pool sets",
      staying([inEurope, w(["a", 1], ["x", 3])], ["anywhere", { failover: ["b", "c"] }]),
      "1 load balancer, 5 pool, 2 monitor",
      { settings: { poolSets: true } },
    ],
    [
      "11: a pool that is drained in one place and drawn from in another, with pool sets",
      staying([inEurope, w(["a", 1], ["x", 0])], ["anywhere", w(["x", 1], ["b", 0])]),
      "1 load balancer, 3 pool, 2 monitor",
      { settings: { poolSets: true } },
    ],
  ])("%s", (...[_row, to, expected, written]: Row) => {
    const checked = check(to, written);
    expect(messages(checked)).toEqual([]);
    expect(told(checked)).toEqual([]);
    expect(shape(checked)).toBe(expected);
    expect(checked.targets[0]?.proof).toMatchObject({ records: 1, exhaustive: true, differing: [] });
  });
});

group("is held but for what is answered when nothing is healthy", () => {
  test.each<[string, unknown, object?]>([
    [
      "13: the nearest region",
      {
        latency: [
          { region: "eu-west-1", to: w(["a", 1], ["b", 1]) },
          { region: "us-east-1", to: "c" },
        ],
      },
    ],
    [
      "15: the nearest place",
      {
        geoproximity: [
          { at: { region: "eu-west-1" }, to: "a" },
          { at: { latitude: 40.7, longitude: -74 }, to: "b" },
        ],
      },
    ],
    [
      "11: the nearest region of a place that nobody leaves, with pool sets",
      staying(
        [
          inEurope,
          {
            latency: [
              { region: "eu-west-1", to: "a" },
              { region: "eu-north-1", to: w(["b", 1], ["d", 1]) },
            ],
          },
        ],
        ["anywhere", "c"],
      ),
      { poolSets: true },
    ],
  ])("%s", (_row, to, settings = {}) => {
    const checked = check(to, { settings });
    expect(told(checked)).toEqual(["last-resort"]);
    expect(checked.ok).toBe(true);
  });

  test("6: a last resort that all places share, where somebody may be sent there anyway", () => {
    const to = geo([inEurope, { failover: ["a", "b"] }], ["anywhere", { failover: ["c", "d"] }]);
    const checked = check(to, { settings: { lastResort: "shared" } });
    expect(told(checked)).toEqual(["last-resort"]);
    expect(shape(checked)).toBe("1 load balancer, 4 pool, 1 monitor");
  });

  test("6: a shared one never sends anybody out of a place that he stays in", () => {
    const stay = [
      { from: inEurope, to: { failover: ["a", "b"] }, whenDown: "stay" },
      { from: "anywhere", to: { failover: ["c", "d"] } },
    ];
    const checked = check({ geolocation: stay }, { settings: { lastResort: "shared" } });
    expect(told(checked)).toEqual([]);
    expect(shape(checked)).toBe("1 load balancer, 5 pool, 1 monitor");
  });
});

test("places of pool sets are told by the client's own country", () => {
  const to = geo([inEurope, w(["a", 1], ["x", 3])], ["anywhere", w(["b", 1], ["x", 1])]);
  const { targets } = check(to, { settings: { poolSets: true } });
  const [target] = targets;
  if (target === undefined) throw new Error("no target");
  const payload = JSON.parse(JSON.stringify(cloudflare.describePayloads(target.compiled)));
  expect(payload.loadBalancers[0]).toMatchObject({
    steering_policy: "geo",
    location_strategy: { mode: "resolver_ip", prefer_ecs: "geo" },
    country_pools: {},
    pool_sets: [{ overrides: { steering_policy: "random" } }, { match: { default: true } }],
  });
});

test("answers that rest on undocumented behaviour are counted: a set that draws though all of it is down", () => {
  const counted = (to: unknown) => check(to).targets[0]?.proof.undocumented;
  expect(counted(w(["a", 1], ["b", 1]))).toBe(1);
  expect(counted({ failover: ["a", "b"] })).toBe(0);
  // One state of eight: both sets down, and the first one answers.
  expect(counted({ failover: [w(["a", 1], ["b", 1]), "c"] })).toBe(1);
  expect(counted({ failover: [w(["a", 1], ["b", 1]), "plain"] })).toBe(0);
});
