/** Random policies of the core kinds, as the documents that people write. */
import fc from "fast-check";

const endpointNames = ["e0", "e1", "e2", "e3", "e4", "e5"] as const;

type Written = string | { readonly [key: string]: unknown };

const places = [
  { continents: ["EU"] },
  { continents: ["NA"] },
  { continents: ["AS", "OC"] },
  { countries: ["DE"] },
  { countries: ["FR", "GB"] },
  { countries: ["US"] },
  { subdivisions: ["US-CA"] },
  { subdivisions: ["US-NY", "US-TX"] },
];

const endpoint: fc.Arbitrary<Written> = fc.constantFrom(...endpointNames);

/** The kinds that every vendor has in some way, or all of them. */
export type Kinds = "core" | "all";

function nodeOf(depth: number, nested: boolean, kinds: Kinds): fc.Arbitrary<Written> {
  if (depth === 0) return endpoint;
  const inner = nodeOf(depth - 1, true, kinds);
  const more =
    kinds === "core"
      ? []
      : [
          { weight: 2, arbitrary: latencyOf(inner) },
          { weight: 2, arbitrary: geoproximityOf(inner) },
          { weight: 2, arbitrary: subnetOf(inner, nested) },
        ];
  return fc.oneof(
    ...more,
    { weight: 2, arbitrary: endpoint },
    { weight: 1, arbitrary: multivalue },
    { weight: 3, arbitrary: weightedOf(inner) },
    { weight: 3, arbitrary: failoverOf(inner) },
    { weight: 3, arbitrary: geolocationOf(inner, nested) },
  );
}

const multivalue: fc.Arbitrary<Written> = fc
  .uniqueArray(endpoint, { minLength: 2, maxLength: 4 })
  .map((members) => ({ multivalue: members }));

/** No member twice: the same endpoint twice in a group is a mistake. */
function distinct(inner: fc.Arbitrary<Written>, minLength: number, maxLength: number) {
  return fc.uniqueArray(inner, { minLength, maxLength, selector: (node) => JSON.stringify(node) });
}

function weightedOf(inner: fc.Arbitrary<Written>): fc.Arbitrary<Written> {
  const weight = fc.constantFrom(0, 1, 2, 5, 10, 90, 255, 300);
  return fc
    .tuple(
      distinct(inner, 1, 3),
      fc.array(weight, { minLength: 3, maxLength: 3 }),
      fc.integer({ min: 1, max: 99 }),
    )
    .map(([members, weights, first]) => ({
      weighted: members.map((to, position) => ({ to, weight: position === 0 ? first : weights[position] })),
    }));
}

function failoverOf(inner: fc.Arbitrary<Written>): fc.Arbitrary<Written> {
  return distinct(inner, 2, 4).map((members) => ({ failover: members }));
}

function geolocationOf(inner: fc.Arbitrary<Written>, nested: boolean): fc.Arbitrary<Written> {
  const whenDown = fc.constantFrom("stay", "fallThrough", undefined);
  const branch = fc.tuple(inner, whenDown);
  return fc
    .tuple(
      fc.subarray(places, { minLength: nested ? 0 : 1, maxLength: 4 }),
      fc.array(branch, { minLength: 4, maxLength: 4 }),
      fc.tuple(branch, nested ? fc.constant(true) : fc.boolean()),
    )
    .map(([from, branches, [rest, forAll]]) => ({
      geolocation: [
        ...from.map((place, position) => writeBranch(place, branches[position] ?? rest)),
        ...(forAll ? [writeBranch("anywhere", rest)] : []),
      ],
    }));
}

const regions = ["eu-west-1", "us-east-1", "ap-southeast-1"];

function latencyOf(inner: fc.Arbitrary<Written>): fc.Arbitrary<Written> {
  return fc
    .tuple(fc.subarray(regions, { minLength: 1 }), fc.array(inner, { minLength: 3, maxLength: 3 }))
    .map(([chosen, to]) => ({
      latency: chosen.map((region, position) => ({ region, to: to[position] })),
    }));
}

/** One bias a place: each place and bias more multiplies the orders that a proof goes through. */
const spots = [
  { at: { region: "eu-west-1" } },
  { at: { latitude: 40.71, longitude: -74.01 }, bias: -50 },
  { at: { latitude: -33.9, longitude: 18.4 }, bias: 20 },
];

function geoproximityOf(inner: fc.Arbitrary<Written>): fc.Arbitrary<Written> {
  return fc
    .tuple(fc.subarray(spots, { minLength: 1 }), fc.array(inner, { minLength: 3, maxLength: 3 }))
    .map(([chosen, to]) => ({
      geoproximity: chosen.map((spot, position) => ({ ...spot, to: to[position] })),
    }));
}

const networks = [["10.0.0.0/8"], ["10.1.0.0/16", "2001:db8::/32"], ["10.1.2.0/24"]];

function subnetOf(inner: fc.Arbitrary<Written>, nested: boolean): fc.Arbitrary<Written> {
  return fc
    .tuple(
      fc.subarray(networks, { minLength: nested ? 0 : 1 }),
      fc.array(inner, { minLength: 5, maxLength: 5 }),
      nested ? fc.constant(true) : fc.boolean(),
    )
    .map(([chosen, to, forAll]) => ({
      subnet: [
        ...chosen.map((from, position) => ({ from, to: to[position] })),
        ...(forAll ? [{ from: "anywhere", to: to[4] }] : []),
      ],
    }));
}

function writeBranch(from: unknown, [to, whenDown]: readonly [Written, string | undefined]) {
  return { from, to, ...(whenDown === undefined ? {} : { whenDown }) };
}

/** Endpoints of which some are unchecked and some share an address. */
const endpoints = fc
  .array(fc.constantFrom("web", "web", "web", "tcp", "none"), { minLength: 6, maxLength: 6 })
  .chain((checks) =>
    fc.boolean().map((shared) =>
      Object.fromEntries(
        endpointNames.map((name, position) => [
          name,
          {
            ipv4: `192.0.2.${shared && position === 5 ? 14 : 10 + position}`,
            healthCheck: checks[position],
          },
        ]),
      ),
    ),
  );

/** A policy document with one record of a tree `depth` deep at most. */
export function policyDocument(
  depth: number,
  kinds: Kinds = "core",
): fc.Arbitrary<{ readonly [key: string]: unknown }> {
  return fc.tuple(endpoints, nodeOf(depth, false, kinds)).map(([endpointsOfPolicy, to]) => ({
    version: 1,
    name: "random",
    zone: "example.com",
    providers: { route53: {} },
    healthChecks: { web: { type: "http", path: "/up" }, tcp: { type: "tcp", port: 443 } },
    endpoints: endpointsOfPolicy,
    records: { www: { ttl: 30, to } },
  }));
}
