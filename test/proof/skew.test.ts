import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clamps, keepsFor } from "../../src/proof/clamps.ts";
import { loadsOf, type Population, simulateSkew } from "../../src/proof/skew.ts";

const thirds = mix({ a: 1, b: 1, c: 1 });

function mix(weights: Readonly<Record<string, number>>) {
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  return Object.entries(weights).map(([name, weight]) => ({ endpoints: [name], share: weight / total }));
}

interface Told {
  readonly ttl?: number;
  readonly answers?: ReturnType<typeof mix>;
  readonly pinnedTo?: ReturnType<typeof mix>;
  readonly budget?: number;
}

function skewOf(population: Partial<Population>, told: Told = {}) {
  const { ttl = 60, answers = thirds, pinnedTo = answers, budget = 500_000 } = told;
  const crowd = { resolvers: 100, zipf: 1, pinned: 0, seed: 1, ...population };
  return simulateSkew({ population: crowd, ttl, answers, pinnedTo, budget });
}

function spread({ p5, p95 }: { readonly p5: number; readonly p95: number }): number {
  return p95 - p5;
}

function instantSpread(population: Partial<Population>): number {
  return Math.max(...skewOf(population).endpoints.map(({ instant }) => spread(instant)));
}

describe("three equal weights", () => {
  test("come out as 60/25/15 in one instant of twenty, behind a hundred resolvers of very different sizes", () => {
    const { uneven, endpoints } = skewOf({}, { budget: 10_000_000 });
    const [largest = 0, middle = 0, smallest = 0] = uneven
      .map(({ share }) => share)
      .sort()
      .reverse();
    expect(Math.abs(largest - 0.6)).toBeLessThan(0.06);
    expect(Math.abs(middle - 0.25)).toBeLessThan(0.06);
    expect(Math.abs(smallest - 0.15)).toBeLessThan(0.06);
    for (const { instant } of endpoints) {
      expect(instant.p5).toBeLessThan(0.2);
      expect(instant.p95).toBeGreaterThan(0.5);
    }
  });

  test("come out as configured behind many equal resolvers", () => {
    const { endpoints } = skewOf({ resolvers: 20_000, zipf: 0 });
    for (const { configured, instant, hour } of endpoints) {
      for (const share of [instant.p5, instant.p50, instant.p95, hour.p50]) {
        expect(Math.abs(share - configured)).toBeLessThan(0.012);
      }
    }
  });

  test("come closer with more resolvers, whatever their sizes", () => {
    for (const zipf of [0, 1]) {
      const spreads = [10, 100, 1000, 5000].map((resolvers) => instantSpread({ resolvers, zipf }));
      expect(spreads).toEqual([...spreads].sort((one, other) => other - one));
    }
  });

  test("are further off the more the giants have", () => {
    const spreads = [0, 1, 2, 3].map((zipf) => instantSpread({ zipf }));
    expect(spreads).toEqual([...spreads].sort((one, other) => one - other));
  });
});

// Resolvers draw one by one, so the variance of a share p is p (1 − p) Σ load², and with many of them it is normal.
test.each([
  [1000, 0, 0.5],
  [2000, 0.5, 0.1],
  [5000, 0.7, 0.3],
])("%i resolvers (Zipf %d) spread a share of %d as statistics say", (resolvers, zipf, share) => {
  const answers = mix({ a: share, b: 1 - share });
  const [first] = skewOf({ resolvers, zipf }, { answers, budget: 5_000_000 }).endpoints;
  const squares = loadsOf({ resolvers, zipf }).reduce((sum, load) => sum + load ** 2, 0);
  const expected = 2 * 1.645 * Math.sqrt(share * (1 - share) * squares);
  expect(first?.configured).toBe(share);
  expect(Math.abs(spread(first?.instant ?? { p5: 0, p95: 0 }) / expected - 1)).toBeLessThan(0.15);
});

describe("over an hour", () => {
  test("a short TTL evens out what is uneven at each instant", () => {
    const hourly = [10, 300, 3600].map((ttl) => skewOf({}, { ttl }).endpoints[0]);
    const [quick = 0, , slow = 0] = hourly.map((one) => (one === undefined ? 0 : spread(one.hour)));
    expect(quick).toBeLessThan(slow / 3);
    expect(slow).toBeGreaterThan(0.2);
  });

  test("the few resolvers that keep answers for longer than a short TTL make it uneven again", () => {
    const [first] = skewOf({ zipf: 0 }, { ttl: 1 }).endpoints;
    // So often would each of the hundred draw in an hour, with 10 lookups a second, if all of them held to the TTL.
    const draws = 3600 / (1 + 0.1);
    const obedient = 2 * 1.645 * Math.sqrt(((1 / 3) * (2 / 3)) / 100 / draws);
    expect(spread(first?.hour ?? { p5: 0, p95: 0 })).toBeGreaterThan(1.7 * obedient);
  });

  test("a floor and a ceiling clamp a TTL", () => {
    const kept = (ttl: number) => clamps.map((clamp) => keepsFor(ttl, clamp));
    expect([5, 45, 3600].map(kept)).toEqual([
      [30, 60, 5],
      [45, 60, 45],
      [3600, 3600, 300],
    ]);
  });
});

describe("clients that pin an address for good", () => {
  test("stay where they were when all was up", () => {
    const [a, b] = skewOf({ pinned: 0.2 }, { answers: mix({ b: 1 }), pinnedTo: mix({ a: 3, b: 1 }) })
      .endpoints.slice()
      .sort((one, other) => ((one.endpoint ?? "") < (other.endpoint ?? "") ? -1 : 1));
    expect(a).toMatchObject({ endpoint: "a", configured: 0 });
    expect(a?.instant.p50).toBeCloseTo(0.15);
    expect(b?.instant.p50).toBeCloseTo(0.85);
  });

  test("even the load out, being many", () => {
    for (const { instant, configured } of skewOf({ pinned: 1 }).endpoints) {
      expect(instant.p5).toBeCloseTo(configured);
      expect(instant.p95).toBeCloseTo(configured);
    }
  });
});

test("the second resolver has as much less than the first as Zipf says", () => {
  const [first = 0, second = 0, ...others] = loadsOf({ resolvers: 50, zipf: 1.5 });
  expect(first / second).toBeCloseTo(2 ** 1.5);
  expect(first + second + others.reduce((sum, load) => sum + load, 0)).toBeCloseTo(1);
});

test("several addresses in one answer share its clients, and no answer is one too", () => {
  const { endpoints } = skewOf(
    {},
    {
      answers: [
        { endpoints: ["a", "b"], share: 0.5 },
        { endpoints: [], share: 0.5 },
      ],
    },
  );
  expect(endpoints.map(({ endpoint, configured }) => [endpoint, configured])).toEqual([
    ["a", 0.25],
    ["b", 0.25],
    [null, 0.5],
  ]);
  expect(endpoints[0]?.instant).toEqual(endpoints[1]?.instant);
});

test("the same seed gives the same, another seed something else", () => {
  expect(skewOf({ seed: 7 })).toEqual(skewOf({ seed: 7 }));
  expect(skewOf({ seed: 8 })).not.toEqual(skewOf({ seed: 7 }));
});

test("shares add up to 1, percentiles are in order, and the budget bounds the hours", () => {
  const population = fc.record({
    resolvers: fc.integer({ min: 1, max: 400 }),
    zipf: fc.double({ min: 0, max: 3, noNaN: true }),
    pinned: fc.double({ min: 0, max: 1, noNaN: true }),
    seed: fc.integer({ min: 0, max: 0xffff_ffff }),
  });
  const weights = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(population, weights, fc.integer({ min: 30, max: 7200 }), (crowd, drawn, ttl) => {
      const answers = mix(Object.fromEntries(drawn.map((weight, position) => [`e${position}`, weight])));
      const { endpoints, uneven, hours } = skewOf(crowd, { answers, ttl, budget: 10_000 });
      expect(hours).toBeLessThanOrEqual(200);
      expect(uneven.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
      expect(endpoints.reduce((sum, { configured }) => sum + configured, 0)).toBeCloseTo(1);
      for (const { instant, hour } of endpoints) {
        for (const { p5, p50, p95 } of [instant, hour]) {
          expect(0 <= p5 && p5 <= p50 && p50 <= p95 && p95 <= 1 + 1e-9).toBe(true);
        }
      }
    }),
    { numRuns: 25 },
  );
  expect(skewOf({ resolvers: 2000 }, { budget: 1 }).hours).toBe(8);
});
