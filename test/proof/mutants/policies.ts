/** A few policies that between them use everything that the compiler does. */
import type { Document } from "../../property/grow.ts";
import { documentOf, dualStack } from "../../provider/route53/fixtures.ts";

const www = (to: unknown): Document => ({ www: { ttl: 30, to } });

const kinds = dualStack(
  documentOf(
    ["eu-a", "eu-b", "eu-dr", "us-a", "us-b", "de"],
    www({
      geolocation: [
        { from: { countries: ["DE"] }, to: "de" },
        { from: { continents: ["EU"] }, to: { use: "europe" }, whenDown: "stay" },
        { from: { countries: ["FR"] }, to: "eu-b", whenDown: "stay" },
        { from: { subdivisions: ["US-CA"] }, to: { failover: ["us-b", "us-a"] } },
        { from: { countries: ["US"] }, to: { use: "america" } },
        { from: "anywhere", to: { failover: [{ use: "europe" }, { use: "america" }] } },
      ],
    }),
    {
      policies: {
        europe: { failover: [{ use: "pool" }, "eu-dr"] },
        pool: { weighted: { "eu-a": 90, "eu-b": 10 } },
        america: { multivalue: ["us-a", "us-b"] },
      },
    },
  ),
);

const nested = documentOf(
  ["a", "b", "c", "d"],
  www({
    failover: [
      {
        geolocation: [
          { from: { countries: ["DE"] }, to: "b", whenDown: "stay" },
          { from: { countries: ["FR", "GB"] }, to: "c" },
          { from: { continents: ["EU"] }, to: "a" },
          { from: "anywhere", to: { weighted: { b: 1, c: 3 } } },
        ],
      },
      "d",
    ],
  }),
);

const chain = documentOf(["a", "b", "c", "d"], www({ failover: ["a", "b", "c", "d"] }));

/** Of multivalue members one is watched by nothing, and so is never left out. */
const half: Document = {
  ...documentOf(["a", "b"], www({ multivalue: ["a", "b", "c"] })),
  endpoints: {
    a: { ipv4: "192.0.2.10", healthCheck: "up" },
    b: { ipv4: "192.0.2.11", healthCheck: "up" },
    c: { ipv4: "192.0.2.12", healthCheck: "none" },
  },
};

const weights = documentOf(["a", "b", "c", "d"], {
  fits: { ttl: 30, to: { weighted: { a: 90, b: 10, c: 0 } } },
  shared: { ttl: 30, to: { weighted: { a: 400, b: 800 } } },
  scaled: { ttl: 30, to: { weighted: { a: 1000, b: 7, c: 3 } } },
  twice: {
    ttl: 30,
    to: {
      weighted: [
        { to: "a", weight: 1 },
        { to: { failover: ["b", "c"] }, weight: 2 },
        { to: { failover: [{ failover: ["b", "c"] }, "b"] }, weight: 4 },
      ],
    },
  },
  alike: {
    ttl: 30,
    to: {
      geolocation: [
        { from: { continents: ["EU"] }, to: { weighted: { a: 1, b: 9 } } },
        { from: "anywhere", to: { weighted: { a: 9, b: 1 } } },
      ],
    },
  },
});

const ranks = documentOf(["a", "b", "c", "d"], {
  fast: {
    ttl: 30,
    to: {
      latency: [
        { region: "eu-west-1", to: "a" },
        { region: "us-east-1", to: { failover: ["b", "c"] } },
        { region: "ap-southeast-1", to: "d" },
      ],
    },
  },
  near: {
    ttl: 30,
    to: {
      geoproximity: [
        { at: { region: "eu-west-1" }, bias: 20, to: "a" },
        { at: { latitude: 40.71, longitude: -74.01 }, to: { failover: ["b", "c"] } },
      ],
    },
  },
});

/** The second record names networks within those of the first. */
const networks = documentOf(["a", "b", "c"], {
  wide: {
    ttl: 30,
    to: {
      subnet: [
        { from: ["10.0.0.0/8"], to: "a" },
        { from: ["10.1.0.0/16", "2001:db8::/32"], to: { failover: ["b", "c"] } },
        { from: "anywhere", to: "c" },
      ],
    },
  },
  narrow: {
    ttl: 30,
    to: {
      subnet: [
        { from: ["10.1.2.0/24"], to: "b" },
        { from: "anywhere", to: "a" },
      ],
    },
  },
  held: { ttl: 30, to: { failover: [{ subnet: [{ from: "anywhere", to: "a" }] }, "b"] } },
});

const long = "p".repeat(40);

/** Branches, parts and members whose groups come to one name, or to one in what fits into a label. */
const names = documentOf(
  ["a", "b", "c", "d"],
  www({
    geolocation: [
      { from: { continents: ["EU"] }, to: { failover: ["a", "b"] } },
      { from: { continents: ["NA"] }, to: { failover: [{ use: "eu" }, "d"] } },
      { from: { continents: ["AS"] }, to: { use: long } },
      { from: { continents: ["SA"] }, to: { failover: ["b", "a"] } },
      { from: "anywhere", to: { failover: ["c", "d"] } },
    ],
  }),
  {
    policies: {
      eu: { weighted: { c: 1, d: 1 } },
      [long]: {
        weighted: [
          { name: "member-number-one", to: { failover: ["a", "c"] }, weight: 1 },
          { name: "member-number-two", to: { failover: ["b", "d"] }, weight: 1 },
        ],
      },
    },
  },
);

/** Somebody may stay in a member of a group, and in one that is not the last. */
const stays = documentOf(
  ["a", "b", "c", "d"],
  www({
    weighted: [
      {
        to: {
          geolocation: [
            { from: { continents: ["EU"] }, to: { failover: ["a", "b"] }, whenDown: "stay" },
            { from: "anywhere", to: "c" },
          ],
        },
        weight: 1,
      },
      { to: "d", weight: 1 },
    ],
  }),
);

/** Those that take the least time to prove first. */
export const documents = { chain, half, weights, ranks, networks, stays, nested, names, kinds };
