import fc from "fast-check";
import { expect, test } from "vitest";
import { fitShares, fitWeights } from "../../../src/provider/cloudflare/fit-weights.ts";

const sum = (weights: readonly number[]) => weights.reduce((total, weight) => total + weight, 0);

/** The most, in points, by which any members move together: some may be one address. */
function furthest(written: readonly number[], held: readonly number[]): number {
  const moves = written.map((weight, at) => (held[at] ?? 0) / sum(held) - weight / sum(written));
  const sets = Array.from({ length: 2 ** moves.length }, (_, bits) =>
    Math.abs(sum(moves.filter((_move, at) => (bits >> at) & 1))),
  );
  return 100 * Math.max(...sets);
}

test("no two whole numbers up to 100 come nearer to the shares of two endpoints", () => {
  const weight = fc.integer({ min: 101, max: 20_000 });
  fc.assert(
    fc.property(weight, weight, (one, other) => {
      fc.pre(Math.max(one, other) / Math.min(one, other) < 90);
      const held = furthest([one, other], fitShares([one, other]).weights);
      let nearest = 100;
      for (let a = 1; a <= 100; a++)
        for (let b = 1; b <= 100; b++) nearest = Math.min(nearest, furthest([one, other], [a, b]));
      expect(held).toBeLessThanOrEqual(nearest + 1e-9);
    }),
    { numRuns: 30 },
  );
});

test("shares are never further off than weights that are scaled, and it says by how much", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 100, max: 9000 }), { minLength: 2, maxLength: 4 }), (written) => {
      const fitted = fitShares(written);
      expect(furthest(written, fitted.weights)).toBeLessThanOrEqual(
        furthest(written, fitWeights(written).weights) + 1e-9,
      );
      if (fitted.skew > 0) expect(fitted.skew).toBeCloseTo(furthest(written, fitted.weights), 6);
    }),
  );
});

test("two of them at one address move further than each alone, and that is what is told", () => {
  const { skew, weights } = fitShares([125, 15, 20, 576]);
  expect(skew).toBeCloseTo(furthest([125, 15, 20, 576], weights), 6);
  expect(skew).toBeGreaterThan(0.1);
});

test("two endpoints whose shares can't be held within a tenth of a point", () => {
  expect(fitShares([3773, 7507]).skew).toBeGreaterThan(0.1);
});
