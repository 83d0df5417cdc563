/** Tests of shares: how often they are wrong about what is right, and how often they find what is not. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomNumbers } from "../../src/proof/random.ts";
import { queriesToFind, rangeAround, smallestFound, tailOf } from "../../src/verify/binomial.ts";

const exactly = (share: number) => ({ low: share, high: share });

describe("tails", () => {
  test("are those of the binomial distribution", () => {
    // 10 heads of 10 coins, and 0, are as far out: 2 / 1024.
    expect(tailOf(10, 10, exactly(0.5))).toBeCloseTo(2 / 1024, 12);
    expect(tailOf(5, 10, exactly(0.5))).toBe(1);
    expect(tailOf(3, 3, exactly(1 / 6))).toBeCloseTo(2 / 216, 12);
    expect(tailOf(0, 200, exactly(0.5))).toBeLessThan(1e-59);
  });

  test("leave nothing to chance where there is none", () => {
    expect(tailOf(0, 200, exactly(0))).toBe(1);
    expect(tailOf(1, 200, exactly(0))).toBe(0);
    expect(tailOf(199, 200, exactly(1))).toBe(0);
  });

  test("of a range are those of what suits the count best", () => {
    const range = rangeAround(0.5, 0.01);
    expect(tailOf(505, 1000, range)).toBeGreaterThan(0.9);
    expect(tailOf(530, 1000, range)).toBeCloseTo(tailOf(530, 1000, exactly(0.51)), 12);
    expect(rangeAround(1, 0.01)).toEqual(exactly(1));
  });
});

/** Counts of a share among so many draws, and so often, always the same for a seed. */
function drawCounts(seed: number, share: number, queries: number, runs: number): readonly number[] {
  const random = randomNumbers(seed);
  return Array.from({ length: runs }, () => {
    let count = 0;
    for (let at = 0; at < queries; at++) if (random() < share) count += 1;
    return count;
  });
}

const shares = fc.constantFrom(0.01, 0.05, 0.1, 1 / 3, 0.5, 0.75, 0.9, 0.99);

describe("how sure a test is", () => {
  test("holds for a range that ends at never or always, alike for both", () => {
    const certainty = { falseAlarm: 0.001, power: 0.99 };
    const [rare, frequent] = [rangeAround(0.001, 0.001), rangeAround(0.999, 0.001)];
    expect(rare).toEqual({ low: 0, high: 0.002 });
    // More than where it is never alone, since one reply of many may be chance.
    const queries = queriesToFind(0.1, rare, certainty);
    expect(queries).toBeGreaterThan(queriesToFind(0.1, exactly(0), certainty));
    expect(queries).toBeLessThan(queriesToFind(0.1, exactly(0.05), certainty));
    expect(queriesToFind(0.1, frequent, certainty)).toBe(queries);
    expect(smallestFound(queries, rare, certainty)).toBe(0.1);
    expect(smallestFound(queries, frequent, certainty)).toBe(0.1);
    expect(tailOf(0, queries, rare)).toBe(1);
    expect(tailOf(queries, queries, frequent)).toBe(1);
  });

  test("false alarms come no more often than was said, for any share and number of queries", () => {
    const falseAlarm = 0.05;
    fc.assert(
      fc.property(fc.nat(1000), shares, fc.integer({ min: 20, max: 300 }), (seed, share, queries) => {
        const runs = 400;
        const alarms = drawCounts(seed, share, queries, runs).filter(
          (count) => tailOf(count, queries, exactly(share)) < falseAlarm,
        ).length;
        // Five standard deviations above what is allowed.
        expect(alarms).toBeLessThan(runs * falseAlarm + 5 * Math.sqrt(runs * falseAlarm));
      }),
      { seed: 1, numRuns: 12 },
    );
  });

  test("so many queries find a difference as often as was said", () => {
    const certainty = { falseAlarm: 0.001 / 20, power: 0.99 };
    fc.assert(
      fc.property(fc.nat(1000), shares, fc.constantFrom(-0.1, 0.1), (seed, share, difference) => {
        const other = share + difference;
        fc.pre(other >= 0 && other <= 1);
        const queries = queriesToFind(0.1, exactly(share), certainty);
        const runs = 150;
        const missed = drawCounts(seed, other, queries, runs).filter(
          (count) => tailOf(count, queries, exactly(share)) >= certainty.falseAlarm,
        ).length;
        expect(missed).toBeLessThan(runs * 0.01 + 5 * Math.sqrt(runs * 0.01));
      }),
      { seed: 1, numRuns: 12 },
    );
  });

  test("more queries find smaller differences, and the number that is asked for is the smallest", () => {
    const certainty = { falseAlarm: 0.001, power: 0.99 };
    fc.assert(
      fc.property(shares, (share) => {
        const queries = queriesToFind(0.1, exactly(share), certainty);
        expect(smallestFound(queries, exactly(share), certainty)).toBeLessThanOrEqual(0.1);
        expect(smallestFound(queries * 4, exactly(share), certainty)).toBeLessThan(0.1);
        expect(queriesToFind(0.2, exactly(share), certainty)).toBeLessThan(queries);
      }),
    );
    // What must come always is found to be missing by one reply: 0.9 ^ 44 is below 1 %.
    expect(queriesToFind(0.1, exactly(1), certainty)).toBe(44);
    expect(smallestFound(1, exactly(0.5), certainty)).toBeNull();
  });
});
