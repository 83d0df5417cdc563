import { describe, expect, test } from "vitest";
import { enumerateStates, exhaustiveUnits } from "../../src/proof/health-states.ts";

function units(count: number): readonly string[] {
  return Array.from({ length: count }, (_, position) => `u${position}`);
}

function textsOf(states: readonly ReadonlySet<string>[]): readonly string[] {
  return states.map((state) => [...state].sort().join(" "));
}

describe("states of health", () => {
  test.each([0, 1, 3, exhaustiveUnits])("of %d units are all there are, each once", (count) => {
    const { states, exhaustive, seed } = enumerateStates(units(count), [], 1);
    expect(new Set(textsOf(states)).size).toBe(2 ** count);
    expect(states).toHaveLength(2 ** count);
    expect({ exhaustive, seed }).toEqual({ exhaustive: true, seed: null });
  });

  test("come smallest first, so that the first difference is the smallest", () => {
    for (const count of [4, 20]) {
      const sizes = enumerateStates(units(count), [], 1).states.map((state) => state.size);
      expect(sizes).toEqual([...sizes].sort((one, other) => one - other));
    }
  });

  const groups = [new Set(["u0", "u1", "u2"]), new Set(["u17"]), new Set(units(20))];

  test("of many units are up to two down, all down, each group down, and a sample", () => {
    const { states, exhaustive, seed } = enumerateStates(units(20), groups, 7);
    const texts = new Set(textsOf(states));
    expect(states.filter((state) => state.size <= 2)).toHaveLength(1 + 20 + 190);
    expect(texts).toContain([...units(20)].sort().join(" "));
    expect(texts).toContain("u0 u1 u2");
    expect(states.length).toBeGreaterThan(600);
    expect({ exhaustive, seed }).toEqual({ exhaustive: false, seed: 7 });
  });

  test("are counted once each", () => {
    const { states } = enumerateStates(units(20), groups, 7);
    expect(new Set(textsOf(states)).size).toBe(states.length);
  });

  test("are the same for the same seed, and others for another", () => {
    const drawn = (seed: number) => textsOf(enumerateStates(units(30), groups, seed).states);
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
  });

  test("of the sample take each unit down about half of the time", () => {
    const many = units(30);
    const { states } = enumerateStates(many, [], 1);
    const sample = states.filter((state) => state.size > 2 && state.size < 30);
    for (const unit of many) {
      const share = sample.filter((state) => state.has(unit)).length / sample.length;
      expect(share).toBeGreaterThan(0.4);
      expect(share).toBeLessThan(0.6);
    }
  });
});
