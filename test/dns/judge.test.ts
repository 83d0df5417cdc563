import { expect, test } from "vitest";
import { binomialTail, findOutliers, type Observation } from "./judge.ts";

test("tails of the binomial distribution", () => {
  // 10 heads of 10 coins, and 0, are as far out: 2 / 1024.
  expect(binomialTail(10, 10, 0.5)).toBeCloseTo(2 / 1024, 12);
  expect(binomialTail(5, 10, 0.5)).toBe(1);
  // Of 3 dice one six at most: 125/216 + 75/216.
  expect(binomialTail(3, 3, 1 / 6)).toBeCloseTo(2 / 216, 12);
  expect(binomialTail(0, 200, 0.5)).toBeGreaterThan(0);
  expect(binomialTail(0, 200, 0.5)).toBeLessThan(1e-59);
});

test("what can't come must not come, and what must come alone comes alone", () => {
  expect(binomialTail(0, 200, 0)).toBe(1);
  expect(binomialTail(1, 200, 0)).toBe(0);
  expect(binomialTail(200, 200, 1)).toBe(1);
  expect(binomialTail(199, 200, 1)).toBe(0);
});

function observation(place: string, counts: Readonly<Record<string, number>>): Observation {
  const expected = new Map([
    ["a", 0.9],
    ["b", 0.1],
  ]);
  return { trial: "t", place, expected, counts: new Map(Object.entries(counts)) };
}

test("a share that is far off is an outlier, one that is a little off is none", () => {
  expect(findOutliers([observation("here", { a: 172, b: 28 })])).toEqual([]);
  expect(findOutliers([observation("here", { a: 150, b: 50 })])).not.toEqual([]);
});

test("places that are a little off in the same way are found out together", () => {
  const places = ["a", "b", "c", "d", "e", "f", "g"].map((place) => observation(place, { a: 165, b: 35 }));
  const outliers = findOutliers(places);
  expect(outliers.map(({ where }) => where)).toEqual(
    Array(2).fill(`t from ${"abcdefg".split("").join(" and ")}`),
  );
});

test("another answer is an outlier however seldom it comes", () => {
  const found = findOutliers([observation("here", { a: 180, b: 19, c: 1 })]);
  expect(found).toMatchObject([{ answer: "c", expected: 0, p: 0 }]);
});
