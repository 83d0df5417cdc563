import { describe, expect, test } from "vitest";
import { describe as put } from "../../src/diagnostic/describe.ts";
import { checkPolicy } from "../../src/plan/check.ts";
import { type CostEstimate, estimateCost } from "../../src/plan/cost.ts";
import { cloudflare } from "../../src/provider/cloudflare/cloudflare.ts";
import { renderCost } from "../../src/report/cost.ts";
import { apply, openLab, plan, ready } from "../provider/lab.ts";

const monthly = (365.25 / 12) * 86_400;

function document({
  ttl = 60,
  to = { failover: ["a", "b"] },
  traffic = { queriesPerSecond: 100 },
  interval = "10s",
}: {
  ttl?: number;
  to?: unknown;
  traffic?: unknown;
  interval?: string;
} = {}) {
  return {
    version: 1,
    name: "web",
    zone: "example.com",
    providers: { route53: {} },
    ...(traffic === null ? {} : { traffic }),
    healthChecks: { web: { type: "https", path: "/up", host: "www.example.com", interval } },
    endpoints: {
      a: { ipv4: "192.0.2.10", healthCheck: "web" },
      b: { ipv4: "192.0.2.11", healthCheck: "web" },
    },
    records: { www: { ttl, to } },
  };
}

async function costOf(after: object, before: object | null = null): Promise<CostEstimate | null> {
  const lab = await openLab();
  if (before !== null) await apply(lab, ready(before));
  return (await plan(lab, ready(after))).plan.cost;
}

describe("the cost of a plan", () => {
  test("isn't guessed at when the policy doesn't say how much it is asked", async () => {
    expect(await costOf(document({ traffic: null }))).toBeNull();
    expect(
      await costOf(document({ traffic: { mix: [{ from: { continents: ["EU"] }, share: 1 }] } })),
    ).toBeNull();
  });

  test("counts twice the queries for half the TTL, and checks with their paid options", async () => {
    const cost = await costOf(document({ ttl: 30 }), document({ ttl: 60 }));
    const millions = (100 * monthly) / 1e6;
    expect(cost?.queries.before.cost).toBeCloseTo(millions * 0.4, 6);
    expect(cost?.queries.after.count).toBeCloseTo(200 * monthly, 0);
    expect(cost?.queries.after.cost).toBeCloseTo(millions * 2 * 0.4, 6);
    // Each 0.75 for an endpoint outside AWS, and 2 for https and for 10 s.
    expect(cost?.checks).toEqual({ before: { count: 2, cost: 9.5 }, after: { count: 2, cost: 9.5 } });
  });

  test("counts the queries of all names before it looks at the price of many", async () => {
    const names = Array.from({ length: 4 }, (_, number) => `www${number}`);
    const many = {
      ...document({ traffic: { queriesPerSecond: 1000 } }),
      records: Object.fromEntries(names.map((name) => [name, { ttl: 60, to: { failover: ["a", "b"] } }])),
    };
    const one = await costOf(document({ traffic: { queriesPerSecond: 1000 } }));
    expect((await costOf(many))?.queries.after.cost).toBeCloseTo(one?.queries.after.cost ?? 0, 6);
  });

  test("falls with a longer TTL, and with a slower check", async () => {
    const cost = await costOf(document({ ttl: 120, interval: "30s" }), document({ ttl: 60 }));
    expect(cost?.queries.after.count).toBeCloseTo(50 * monthly, 0);
    expect(cost?.checks).toEqual({ before: { count: 2, cost: 9.5 }, after: { count: 2, cost: 5.5 } });
  });

  test.each([
    [{ weighted: { a: 1, b: 1 } }, 0.4],
    [
      {
        latency: [
          { region: "eu-west-1", to: "a" },
          { region: "us-east-1", to: "b" },
        ],
      },
      0.6,
    ],
    [
      {
        geolocation: [
          { from: { continents: ["EU"] }, to: "a" },
          { from: "anywhere", to: "b" },
        ],
      },
      0.7,
    ],
    [
      {
        subnet: [
          { from: ["10.0.0.0/8"], to: "a" },
          { from: "anywhere", to: "b" },
        ],
      },
      0.8,
    ],
  ])("of a name routed by %j is that of its dearest sort", async (to, perMillion) => {
    const cost = await costOf(document({ to }));
    expect(cost?.queries.after.cost).toBeCloseTo(((100 * monthly) / 1e6) * perMillion, 6);
  });

  test("goes down to half beyond a thousand million queries", async () => {
    const cost = await costOf(document({ traffic: { queriesPerSecond: 1000 } }));
    const beyond = (1000 * monthly) / 1e6 - 1000;
    expect(cost?.queries.after.cost).toBeCloseTo(1000 * 0.4 + beyond * 0.2, 6);
  });

  test("is by the policy's own prices where it names them", async () => {
    const prices = { currency: "EUR", perMillionQueries: 0.1, perHealthCheck: 1, perHealthCheckOption: 0 };
    const cost = await costOf(document({ traffic: { queriesPerSecond: 100, prices } }));
    expect(cost).toMatchObject({ currency: "EUR", asOf: null, checks: { after: { count: 2, cost: 2 } } });
    expect(cost?.queries.after.cost).toBeCloseTo(((100 * monthly) / 1e6) * 0.1, 6);
    expect(renderCost(cost ?? never(), "Route 53").join("\n")).toContain("(the policy's own prices)");
  });
});

test("a longer TTL saves so much at most", async () => {
  const cost = await costOf(document({ ttl: 120 }), document({ ttl: 60 }));
  expect(renderCost(cost ?? never(), "Route 53")[0]).toBe(
    "Cost a month, estimated: 263 million queries → no less than 131.5 million, 105 → no less than 52.60 USD",
  );
});

test("the lines say that it is an estimate, and of when the prices are", async () => {
  const cost = await costOf(document({ ttl: 30 }), document({ ttl: 60 }));
  expect(renderCost(cost ?? never(), "Route 53")).toEqual([
    "Cost a month, estimated: 263 million queries → up to 526 million, 105 → up to 210 USD",
    "                         2 health checks, 9.50 USD (list prices of August 2026)",
  ]);
});

describe("of a provider whose price list isn't known", () => {
  const estimate = (traffic: unknown) => {
    const text = JSON.stringify({ ...document({ traffic, interval: "15s" }), providers: { cloudflare: {} } });
    const { policy, targets } = checkPolicy({ path: "policy.json", text });
    const [target] = targets;
    if (policy === null || target === undefined) throw new Error("a policy that is wrong");
    const { resources } = target.compiled;
    const reach = cloudflare.indexReach(resources);
    const nothing = { resources: [], reach: cloudflare.indexReach([]) };
    const names = policy.records.map(({ name, ttl }) => ({
      name,
      ttl,
      before: null,
      status: "new" as const,
    }));
    return estimateCost(policy, names, cloudflare, nothing, { resources, reach }) ?? never();
  };

  test("no price is shown, but what is counted", () => {
    const cost = estimate({ queriesPerSecond: 100 });
    expect(cost).toMatchObject({ asOf: null, checks: { after: { count: 2, cost: null } } });
    expect(cost.queries.after.cost).toBe(null);
    expect(renderCost(cost, "Cloudflare")).toEqual([
      "Cost a month, estimated: 263 million queries",
      "                         0 → 2 endpoints (no price list of Cloudflare is known: name your own under traffic.prices)",
    ]);
  });

  test("the policy's own are", () => {
    const prices = { currency: "EUR", perMillionQueries: 0.1, perHealthCheck: 1 };
    const cost = estimate({ queriesPerSecond: 100, prices });
    expect(renderCost(cost, "Cloudflare")).toEqual([
      "Cost a month, estimated: 263 million queries, 26.30 EUR",
      "                         0 → 2 endpoints, 0.00 → 2.00 EUR (the policy's own prices)",
    ]);
  });
});

test.each([
  [{ queriesPerSecond: 0 }],
  [{ queriesPerSecond: 1, prices: {} }],
  [{ queriesPerSecond: 1, prices: { currency: "euro" } }],
  [{ queriesPerSecond: 1, prices: { perMillionQueries: -1 } }],
])("traffic %j is refused", (traffic) => {
  const text = JSON.stringify(document({ traffic }));
  const found = checkPolicy({ path: "policy.json", text });
  expect(found.ok).toBe(false);
  expect(found.diagnostics.map((one) => put(one).message).join("\n")).toMatch(
    /traffic|prices|currency|number/iu,
  );
});

function never(): never {
  throw new Error("there is a cost");
}
