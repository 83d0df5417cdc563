/**
 * Random policies of the rows that Cloudflare holds (docs/cloudflare.md), as the documents that people write. Exact ones
 * are held in every state of health, last resorts included.
 */
import fc from "fast-check";

type Written = string | { readonly [key: string]: unknown };

/** Under one check, under another, and under none. */
const checked = ["a1", "a2", "a3"];
const otherwise = ["b1", "b2", "b3"];
const unchecked = ["c1", "c2"];
const names = [...checked, ...otherwise, ...unchecked];

/** Of one set: each is a hundredth of the largest or more, else it would vanish. Beyond 100 most must be rounded. */
const weights = fc
  .constantFrom(1, 1, 7, 30)
  .chain((scale) =>
    fc.tuple(
      fc.integer({ min: scale, max: 100 * scale }),
      fc.array(fc.oneof(fc.constant(0), fc.integer({ min: scale, max: 100 * scale })), {
        minLength: 2,
        maxLength: 2,
      }),
    ),
  )
  .map(([first, others]) => [first, ...others]);

function weigh(members: readonly Written[], drawn: readonly number[], named: boolean): Written {
  return {
    weighted: members.map((to, position) => ({
      to,
      weight: drawn[position],
      ...(named ? { name: `m${position}` } : {}),
    })),
  };
}

/** One pool: an endpoint, or a weighted choice among endpoints under one check. */
const setOf = (endpoints: readonly string[]) =>
  fc.oneof(
    fc.constantFrom(...endpoints),
    fc
      .tuple(fc.subarray([...endpoints], { minLength: 1 }), weights)
      .map(([members, drawn]) => weigh(members, drawn, false)),
  );
const set: fc.Arbitrary<Written> = fc.oneof(setOf(checked), setOf(otherwise), setOf(unchecked));

/** Pools in order. */
const list: fc.Arbitrary<Written> = fc.oneof(
  set,
  fc.array(set, { minLength: 2, maxLength: 3 }).map((members) => ({ failover: members })),
);

/** A draw among pools. */
const sets: fc.Arbitrary<Written> = fc
  .tuple(fc.array(set, { minLength: 2, maxLength: 3 }), weights)
  .map(([members, drawn]) => weigh(members, drawn, true));

const places = [
  { continents: ["EU"] },
  { countries: ["DE", "FR"] },
  { continents: ["NA"] },
  { countries: ["US"] },
];

function placed(
  branch: fc.Arbitrary<Written>,
  rest: fc.Arbitrary<Written>,
  whenDown: readonly string[],
  last: readonly string[] = ["stay", "fallThrough"],
): fc.Arbitrary<Written> {
  return fc
    .tuple(
      fc.subarray(places, { minLength: 1 }),
      fc.array(fc.tuple(branch, fc.constantFrom(...whenDown)), { minLength: 4, maxLength: 4 }),
      rest,
      fc.constantFrom(...last),
    )
    .map(([from, branches, anywhere, whenAllDown]) => ({
      geolocation: [
        ...from.map((place, position) => ({
          from: place,
          to: branches[position]?.[0],
          whenDown: branches[position]?.[1],
        })),
        { from: "anywhere", to: anywhere, whenDown: whenAllDown },
      ],
    }));
}

const geolocation = placed(list, list, ["stay", "fallThrough"]);
/** Nobody leaves a draw among pools for the places around it. */
const drawnInPlaces = placed(fc.oneof(sets, list), fc.oneof(sets, list), ["stay"]);

/** What only some are given is always healthy, and nobody stays where all is dead: the share of a dead pool passes on. */
const drawnAmongPlaces = fc
  .tuple(placed(fc.constantFrom(...unchecked), set, ["fallThrough"], ["fallThrough"]), set, weights)
  .map(([first, second, [one, other]]) => weigh([first, second], [one ?? 1, other || one || 1], true));
const failoverOfPlaces = fc
  .tuple(geolocation, list)
  .map(([first, second]): Written => ({ failover: [first, second] }));

const regions = ["eu-west-1", "us-east-1", "ap-southeast-1"];
const spots = [
  { region: "eu-west-1" },
  { latitude: 40.71, longitude: -74.01 },
  { latitude: -33.9, longitude: 18.4 },
];

function nearest(members: fc.Arbitrary<readonly Written[]>): fc.Arbitrary<Written> {
  return fc
    .tuple(fc.boolean(), members)
    .map(
      ([measured, all]): Written =>
        measured
          ? { latency: all.map((to, at) => ({ region: regions[at], to })) }
          : { geoproximity: all.map((to, at) => ({ at: spots[at], to })) },
    );
}

/** Of places everybody has one last resort, so that one place must always be healthy. */
const nearestHealthy = nearest(
  fc
    .tuple(fc.array(set, { minLength: 1, maxLength: 2 }), fc.constantFrom(...unchecked), fc.boolean())
    .map(([others, last, isFirst]) => (isFirst ? [last, ...others] : [...others, last])),
);

const base = {};
const withSets = { poolSets: true, plan: "enterprise" };

/** What is tried, by the rows of docs/cloudflare.md, with what it takes. */
const exactTrees = [
  { row: "records", to: fc.constant<Written>({ multivalue: unchecked }), settings: base, weight: 1 },
  { row: "lists", to: list, settings: base, weight: 3 },
  { row: "sets", to: sets, settings: base, weight: 4 },
  { row: "places", to: geolocation, settings: base, weight: 4 },
  { row: "sets in places", to: drawnInPlaces, settings: withSets, weight: 4 },
  { row: "weighted places", to: drawnAmongPlaces, settings: withSets, weight: 3 },
  { row: "failover of places", to: failoverOfPlaces, settings: base, weight: 3 },
  { row: "nearest, one always healthy", to: nearestHealthy, settings: base, weight: 2 },
] as const;

/** How names are answered: DNS-only with one family or both, or proxied with one or both. */
const reaches = [
  { dual: false, settings: {} },
  { dual: false, settings: { proxied: true } },
  { dual: true, settings: { dualStack: "hostname" } },
  { dual: true, settings: { proxied: true } },
];

/** Endpoints, of which one may have the address of another of its set. */
function endpointsOf(dual: boolean, shared: boolean) {
  return Object.fromEntries(
    names.map((name, position) => {
      const address = shared && name === "a2" ? 1 : position + 1;
      return [
        name,
        {
          ipv4: `192.0.2.${address}`,
          ...(dual ? { ipv6: `2001:db8::${address}` } : {}),
          healthCheck: name.startsWith("a") ? "web" : name.startsWith("b") ? "tcp" : "none",
        },
      ];
    }),
  );
}

export interface RandomPolicy {
  readonly row: string;
  readonly document: { readonly [key: string]: unknown };
}

function policyOf(row: string, to: fc.Arbitrary<Written>, settings: object): fc.Arbitrary<RandomPolicy> {
  return fc.tuple(to, fc.constantFrom(...reaches), fc.boolean()).map(([tree, reach, shared]) => ({
    row,
    document: {
      version: 1,
      name: "random",
      zone: "example.com",
      providers: { cloudflare: { ...settings, ...reach.settings } },
      healthChecks: {
        web: { type: "http", path: "/up", interval: 60 },
        tcp: { type: "tcp", port: 443, interval: 60 },
      },
      endpoints: endpointsOf(reach.dual, shared),
      records: { www: { ttl: 60, to: tree } },
    },
  }));
}

export const rows: readonly string[] = exactTrees.map(({ row }) => row);

/** Of all rows that are exact. */
export const exactPolicy: fc.Arbitrary<RandomPolicy> = fc.oneof(
  ...exactTrees.map(({ row, to, settings, weight }) => ({ weight, arbitrary: policyOf(row, to, settings) })),
);

/** Exact in structure: with everything dead, one place answers for all. */
export const nearestPolicy: fc.Arbitrary<RandomPolicy> = policyOf(
  "nearest",
  nearest(fc.array(set, { minLength: 2, maxLength: 3 })),
  base,
);
