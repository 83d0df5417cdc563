/** One member gets its share exactly, the others keep theirs among themselves. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { shareOf, shareOut, type Weighed } from "../../src/policy/share-out.ts";

const all = (...weights: readonly number[]): readonly Weighed[] =>
  weights.map((weight) => ({ weight, answers: true }));
const percent = (numerator: number) => ({ numerator, denominator: 100 });

test.each([
  ["the sum stays", all(10, 90), 25, [25, 75]],
  ["a half", all(1, 1), 50, [1, 1]],
  ["a sum that can't say it becomes the nearest that can", all(1, 1), 25, [1, 3]],
  ["three members keep their ratio", all(10, 60, 30), 25, [25, 50, 25]],
  ["a ratio that needs a finer sum", all(0, 33, 33, 34), 25, [100, 99, 99, 102]],
  ["from nothing", all(0, 100), 5, [5, 95]],
  ["to nothing: the others stay as they are", all(10, 60, 30), 0, [0, 60, 30]],
  ["everything", all(10, 60, 30), 100, [100, 0, 0]],
  ["back from everything, to the only other", all(100, 0), 50, [50, 50]],
  ["out of everything", all(100, 0), 0, [0, 100]],
])("%s", (_, members, share, weights) => {
  expect(shareOut(members, 0, percent(share))).toEqual({ kind: "weights", weights });
});

test("a part of a percent", () => {
  const tenth = { numerator: 1, denominator: 1000 };
  expect(shareOut(all(10, 90), 0, tenth)).toEqual({ kind: "weights", weights: [1, 999] });
});

test("what is drained gets nothing, so its weight counts for nothing", () => {
  const members = [...all(10, 30), { weight: 60, answers: false }];
  expect(shareOut(members, 0, percent(50))).toEqual({ kind: "weights", weights: [20, 20, 40] });
  expect(shareOut(members, 2, percent(50))).toEqual({ kind: "drained" });
  expect(shareOf(members, 0)).toBe(0.25);
});

test("what has no answer", () => {
  expect(shareOut(all(100), 0, percent(50))).toEqual({ kind: "alone" });
  expect(shareOut(all(100, 0, 0), 0, percent(50))).toEqual({ kind: "idle" });
  expect(shareOut(all(1, 2_147_483_647, 2_147_483_646), 0, percent(33))).toEqual({ kind: "fine" });
  expect(shareOut(all(1, 2_147_483_647, 2_147_483_646), 0, percent(100))).toEqual({ kind: "fine" });
});

test("exactly so, whatever the weights", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ weight: fc.nat(300), answers: fc.boolean() }), { minLength: 2, maxLength: 5 }),
      fc.integer({ min: 1, max: 999 }),
      (members, permille) => {
        const shared = shareOut(members, 0, { numerator: permille, denominator: 1000 });
        if (shared.kind !== "weights") return;
        const { weights } = shared;
        const after = members.map(({ answers }, index) => ({ answers, weight: weights[index] ?? -1 }));
        expect(shareOf(after, 0)).toBeCloseTo(permille / 1000, 12);
        expect(weights.every((weight) => Number.isInteger(weight) && weight >= 0)).toBe(true);
        for (const one of [1, 2, 3, 4]) {
          for (const other of [1, 2, 3, 4]) {
            const [a, b] = [members[one]?.weight ?? 0, members[other]?.weight ?? 0];
            const idle = members.slice(1).every(({ answers, weight }) => !answers || weight === 0);
            if (!idle) expect((weights[one] ?? 0) * b).toBe((weights[other] ?? 0) * a);
          }
        }
      },
    ),
  );
});
