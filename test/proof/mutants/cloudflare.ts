/** Ways to break Cloudflare's compiler, and policies that it holds exactly, last resorts included. */
import type { Document } from "../../property/grow.ts";
import type { Mutant } from "./mutants.ts";

const cloudflare = "src/provider/cloudflare";

export const cloudflareMutants: Readonly<Record<string, readonly Mutant[]>> = {
  [`${cloudflare}/emit-balancer.ts`]: [
    ["nothing is watched", "refTo(nameMonitor(policy, pool.check.name))", "null"],
    ["a drained member is answered", "enabled: weight > 0,", "enabled: true,"],
    ["all weights are alike", "weight: weight > 0 ? (weights[position] ?? 0) : 1,", "weight: 1,"],
    ["every origin must be healthy", "minimum_origins: 1,", "minimum_origins: pool.members.length,"],
    [
      "pools in the wrong order",
      "({ pools }: Steering) => pools.map(",
      "({ pools }: Steering) => [...pools].reverse().map(",
    ],
    [
      "places are the data centre's",
      `steering_policy: isGeo ? "geo" : everywhere.policy`,
      "steering_policy: everywhere.policy",
    ],
    ["pool weights are forgotten", `inSets || everywhere.policy !== "random" ? {} :`, "true ? {} :"],
    [
      "sets for places are forgotten",
      "...countries.map(({ codes, steering }) => ({",
      "...countries.slice(1).map(({ codes, steering }) => ({",
    ],
    ["a set has the last resort of everybody", "steering.fallback ?? fallback)", "fallback)"],
    [
      "the last pool is the last resort",
      "fallback_pool: refTo(nameOf(fallback)),",
      "fallback_pool: listOf(everywhere).at(-1) ?? refTo(nameOf(fallback)),",
    ],
  ],
  [`${cloudflare}/layout.ts`]: [
    ["no list has a last resort of its own", "isUsual || isShared ? []", "true ? []"],
    [
      "a list holds its own pools alone",
      "  for (const { to } of candidates) {",
      "  for (const { to } of candidates.slice(0, 1)) {",
    ],
    [
      "pools behind an unwatched one are lost to it",
      "if (pool.check === null && pool.members.some",
      "if (pool.check !== null && pool.members.some",
    ],
    ["the first pool is everybody's last resort", "return resortOf(node)[0] ?? first;", "return first;"],
    [
      "a place has one country",
      "return countriesOf(place.continent);",
      "return countriesOf(place.continent).slice(0, 1);",
    ],
  ],
  [`${cloudflare}/pool-spec.ts`]: [
    [
      "one pool for several checks",
      "if (others.some(({ endpoint }) => endpoint.check !== check)) return null;",
      "",
    ],
    [
      "a last resort draws members alike",
      "weight: known + weight * member.weight * (common / sum),",
      "weight: 1,",
    ],
  ],
  [`${cloudflare}/fit-weights.ts`]: [
    ["rounding is kept quiet", "skew: skewBetween(written, held) }", "skew: 0 }"],
  ],
};

const web = { type: "http", path: "/up", interval: 60 };

function documentOf(records: object, settings: object = {}): Document {
  return {
    version: 1,
    name: "mutants",
    zone: "example.com",
    providers: { cloudflare: settings },
    healthChecks: { web, other: { type: "tcp", port: 443, interval: 60 } },
    endpoints: {
      a: { ipv4: "192.0.2.1", healthCheck: "web" },
      b: { ipv4: "192.0.2.2", healthCheck: "web" },
      c: { ipv4: "192.0.2.3", healthCheck: "web" },
      x: { ipv4: "192.0.2.4", healthCheck: "other" },
      plain: { ipv4: "192.0.2.5" },
    },
    records,
  };
}

const sets = {
  weighted: [
    { to: { weighted: { a: 1, b: 3 } }, weight: 3 },
    { to: "x", weight: 2 },
  ],
};

const stay = (from: object, to: unknown) => ({ from, to, whenDown: "stay" });

export const cloudflareDocuments: Readonly<Record<string, Document>> = {
  list: documentOf({ www: { ttl: 60, to: { failover: [{ weighted: { a: 90, b: 10 } }, "c"] } } }),
  set: documentOf({ www: { ttl: 60, to: { failover: [{ weighted: { a: 90, b: 10, c: 0 } }, "plain"] } } }),
  scaled: documentOf({ www: { ttl: 60, to: { weighted: { a: 1000, b: 333, c: 107 } } } }),
  mixed: documentOf({ www: { ttl: 60, to: { weighted: { a: 1, x: 1 } } } }),
  sets: documentOf({ www: { ttl: 60, to: sets } }),
  places: documentOf({
    www: {
      ttl: 60,
      to: {
        geolocation: [
          { from: { countries: ["DE"] }, to: "x" },
          stay({ continents: ["EU"] }, { failover: ["a", "b"] }),
          { from: { continents: ["AS"] }, to: { failover: ["b", "plain"] } },
          { from: "anywhere", to: { failover: ["c", "a"] } },
        ],
      },
    },
  }),
  poolSets: documentOf(
    {
      www: {
        ttl: 60,
        to: { geolocation: [stay({ continents: ["EU"] }, sets), { from: "anywhere", to: "c" }] },
      },
    },
    { poolSets: true },
  ),
};
