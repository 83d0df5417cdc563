/**
 * Random policies of what real DNS servers can do too: geolocation and failover over weighted pools. Each comes in three
 * states of health, with addresses of its own in each, so that one server answers all of them at once.
 */
import fc from "fast-check";
import type { SteeringNode } from "../../src/steering/tree.ts";
import { type Document, growTree } from "../property/grow.ts";
import { documentOf } from "../provider/route53/fixtures.ts";

/** A policy in one state of health. */
export interface Trial {
  /** The label of its name in the servers' zone. */
  readonly label: string;
  readonly policy: number;
  readonly tree: SteeringNode;
  /** Of all endpoints, by name; in 127.0.0.0/8, where anything may listen. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly down: ReadonlySet<string>;
}

const names = ["e0", "e1", "e2", "e3", "e4"] as const;
const endpoint: fc.Arbitrary<unknown> = fc.constantFrom(...names);

/** Weights of 0 are drained; the first of a pool never is. */
const weighted: fc.Arbitrary<unknown> = fc
  .tuple(
    fc.subarray([...names], { minLength: 2, maxLength: 3 }),
    fc.array(fc.constantFrom(0, 1, 5, 10, 30, 50, 90), { minLength: 2, maxLength: 2 }),
    fc.integer({ min: 5, max: 99 }),
  )
  .map(([members, weights, first]) => ({
    weighted: Object.fromEntries(
      members.map((name, at) => [name, at === 0 ? first : (weights[at - 1] ?? 1)]),
    ),
  }));

const places = [
  { continents: ["EU"] },
  { continents: ["NA"] },
  { continents: ["AS", "SA"] },
  { countries: ["DE"] },
  { countries: ["US"] },
  { countries: ["JP", "FR"] },
  { subdivisions: ["US-CA"] },
];

function failoverOf(member: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .uniqueArray(member, { minLength: 2, maxLength: 3, selector: (node) => JSON.stringify(node) })
    .map((members) => ({ failover: members }));
}

/** Only at the root may somebody be in no branch. */
function geolocationOf(to: fc.Arbitrary<unknown>, nested: boolean): fc.Arbitrary<unknown> {
  const branch = fc.record({ to, whenDown: fc.constantFrom("fallThrough", "fallThrough", "stay") });
  return fc
    .tuple(
      fc.subarray(places, { minLength: 2, maxLength: 5 }),
      fc.array(branch, { minLength: 5, maxLength: 5 }),
      branch,
      nested ? fc.constant(true) : fc.constantFrom(true, true, true, false),
    )
    .map(([from, branches, rest, forAll]) => ({
      geolocation: [
        ...from.map((place, at) => ({ from: place, ...branches[at] })),
        ...(forAll ? [{ from: "anywhere", ...rest }] : []),
      ],
    }));
}

const pool = fc.oneof({ weight: 1, arbitrary: endpoint }, { weight: 3, arbitrary: weighted });
const innerPlaces = geolocationOf(fc.oneof(pool, failoverOf(pool)), true);
const inner = fc.oneof(
  { weight: 3, arbitrary: pool },
  { weight: 2, arbitrary: failoverOf(pool) },
  { weight: 1, arbitrary: failoverOf(fc.oneof(pool, innerPlaces)) },
);
const root = fc.oneof(
  { weight: 4, arbitrary: geolocationOf(inner, false) },
  { weight: 2, arbitrary: failoverOf(fc.oneof(pool, innerPlaces)) },
  { weight: 1, arbitrary: weighted },
);

/** Two of five are down, or three, or all. */
const down = fc
  .tuple(
    fc.constantFrom(2, 2, 3, 3, 5),
    fc.shuffledSubarray([...names], { minLength: names.length, maxLength: names.length }),
  )
  .map(([count, shuffled]) => new Set<string>(shuffled.slice(0, count)));

/** The same policies and states for the same seed. */
export function drawTrials(count: number, seed: number): readonly Trial[] {
  const drawn = fc.sample(fc.tuple(root, down, down), { seed, numRuns: count });
  return drawn.flatMap(([to, ...states], policy) =>
    [new Set<string>(), ...states].map((state, at): Trial => {
      const addresses = new Map(
        names.map((name, which) => [name, `127.${10 + policy}.${at + 1}.${10 + which}`]),
      );
      return { label: `p${policy}-s${at}`, policy, tree: growTree(documentFor(to)), addresses, down: state };
    }),
  );
}

function documentFor(to: unknown): Document {
  return documentOf(names, { www: { ttl: 30, to } });
}
