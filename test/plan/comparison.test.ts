import { expect, test } from "vitest";
import { checkPolicy } from "../../src/plan/check.ts";
import { type Comparison, compareTargets } from "../../src/plan/comparison.ts";

const endpoints = Object.fromEntries(
  ["eu", "us", "dr"].map((name, number) => [name, { ipv4: `192.0.2.${number + 10}`, healthCheck: "web" }]),
);
const geolocation = [
  { from: { continents: ["EU"] }, to: { failover: ["eu", "dr"] } },
  { from: "anywhere", to: { failover: ["us", "dr"] } },
];

/** Compares Route 53 with a Cloudflare of these settings. */
function compare(cloudflare: object, to: object = { geolocation }): Comparison {
  const checked = checkPolicy({
    path: "policy.json",
    text: JSON.stringify({
      version: 1,
      name: "web",
      zone: "example.com",
      providers: { route53: {}, cloudflare },
      healthChecks: { web: { type: "https", path: "/up", host: "www.example.com" } },
      endpoints,
      records: { www: { ttl: 60, to } },
    }),
  });
  const { policy, records, targets } = checked;
  const comparison = policy === null ? null : compareTargets(policy, records, targets);
  if (comparison === null) throw new Error(JSON.stringify(checked.diagnostics));
  return comparison;
}

test("what is proved for both is alike at both", () => {
  const [www] = compare({}).names;
  expect(www?.differing).toEqual([]);
  // Two classes: healthy, the one that is answered down, all down.
  expect(www?.compared).toBe(6);
  expect(www?.manners.map(({ place }) => place)).toEqual(["subnet or resolver", "subnet or resolver"]);
});

test("a last resort that all lists share is told for those who get another one", () => {
  const [www] = compare({ lastResort: "shared" }).names;
  expect(www?.differing).toEqual([
    {
      clients: ["Europe"],
      down: null,
      answers: [[{ label: "eu", share: 1 }], [{ label: "us", share: 1 }]],
    },
  ]);
});

test("weights that Cloudflare can't hold are told with what becomes of them", () => {
  const [www] = compare({}, { weighted: { eu: 997, us: 3 } }).names;
  const [healthy] = www?.differing ?? [];
  expect(healthy).toMatchObject({ clients: ["everywhere"], down: [] });
  const [route53, cloudflare] = healthy?.answers ?? [];
  expect(route53?.[0]?.label).toBe("eu");
  expect(cloudflare?.[1]?.share).not.toBe(route53?.[1]?.share);
});

test("the place of a client and the time for which a choice is kept are those of the settings", () => {
  expect(compare({ locationStrategy: { mode: "pop" } }).names[0]?.manners[1]).toMatchObject({
    place: "data centre",
    kept: 60,
  });
  expect(compare({ proxied: true }).names[0]?.manners[1]).toMatchObject({ place: "data centre", kept: 5 });
});

test("of a policy with one provider there is nothing to compare", () => {
  const { policy, records, targets } = checkPolicy({
    path: "policy.json",
    text: JSON.stringify({
      version: 1,
      name: "web",
      zone: "example.com",
      providers: { route53: {} },
      endpoints: { eu: { ipv4: "192.0.2.1" } },
      records: { www: { ttl: 60, to: "eu" } },
    }),
  });
  if (policy === null) throw new Error("it is in order");
  expect(compareTargets(policy, records, targets)).toBeNull();
});
