import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exploreStates, type IsDead } from "../../src/proof/explore.ts";
import { enumerateStates, planStates } from "../../src/proof/health-states.ts";

interface Literal {
  readonly unit: number;
  readonly dead: boolean;
}

/** A question that is answered by asking as little as need be: whether all of one of these clauses holds. */
type Question = readonly (readonly Literal[])[];

function holds(question: Question, isDead: IsDead): boolean {
  return question.some((clause) => clause.every(({ unit, dead }) => isDead(unit) === dead));
}

function questionAbout(units: number): fc.Arbitrary<Question> {
  const literal = fc.record({ unit: fc.nat(units - 1), dead: fc.boolean() });
  return fc.array(fc.array(literal, { minLength: 1, maxLength: 5 }), { maxLength: 4 });
}

/** The states in which it holds, each looked at by itself. */
function lookAtEach(question: Question, units: number, groups: readonly ReadonlySet<number>[]) {
  const names = Array.from({ length: units }, (_, unit) => `${unit}`);
  const named = groups.map((group) => new Set([...group].map(String)));
  const { states } = enumerateStates(names, named, 1);
  return states.filter((state) => holds(question, (unit) => state.has(`${unit}`)));
}

describe("states are explored as if each were looked at", () => {
  test("where all are tried, and the smallest state is found", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }).chain((units) => fc.tuple(fc.constant(units), questionAbout(units))),
        ([units, question]) => {
          const [smallest] = lookAtEach(question, units, []);
          const found = exploreStates(planStates(units, [], 1), (isDead) => holds(question, isDead) || null);
          expect(found?.dead.size).toBe(smallest?.size);
          if (found !== null) expect(holds(question, (unit) => found.dead.has(unit))).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("where there are too many for that", () => {
    const groups = [new Set([0, 1, 2, 3]), new Set([4, 5, 6, 7, 8, 9, 10, 11, 12])];
    fc.assert(
      fc.property(questionAbout(14), (question) => {
        const [smallest] = lookAtEach(question, 14, groups);
        const plan = planStates(14, groups, 1);
        const found = exploreStates(plan, (isDead) => holds(question, isDead) || null);
        expect(found === null).toBe(smallest === undefined);
        if (found === null || smallest === undefined) return;
        // Of a state of the sample only what was asked need be dead.
        expect(found.dead.size).toBeLessThanOrEqual(smallest.size);
        expect(holds(question, (unit) => found.dead.has(unit))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe("a look settles all states that agree on what was asked", () => {
  function countLooks(units: number, ask: (isDead: IsDead) => void): number {
    let looks = 0;
    exploreStates(planStates(units, [], 1), (isDead) => {
      looks += 1;
      ask(isDead);
      return null;
    });
    return looks;
  }

  test("so that two units among twelve take four looks", () => {
    expect(countLooks(12, (isDead) => [isDead(3), isDead(9), isDead(3)])).toBe(4);
  });

  test("so that the first living one of a hundred takes a handful of looks, not five thousand", () => {
    const units = Array.from({ length: 100 }, (_, unit) => unit);
    const looks = countLooks(100, (isDead) => units.find((unit) => !isDead(unit)));
    // One for each number of dead ones at the front: up to two, and what chance gave the sample.
    expect(looks).toBeGreaterThan(3);
    expect(looks).toBeLessThan(20);
  });

  test("so that one who asks nothing is looked at once", () => {
    expect(countLooks(12, () => {})).toBe(1);
    expect(countLooks(20, () => {})).toBe(1);
  });
});
