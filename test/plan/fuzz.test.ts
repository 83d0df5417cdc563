/** A little of what `npm run fuzz` does to saved plans, always the same, so that the command itself can't rot. */
import { expect, test } from "vitest";
import { fuzzPlans } from "../../scripts/fuzz/plans.ts";

test("300 mutated plans are refused with a reason, and nothing is written", async () => {
  const { outcomes, failures } = await fuzzPlans(300, 7);
  expect(failures).toEqual([]);
  // It comes as far as the zone, and back with more than one reason.
  expect([...outcomes.keys()]).toEqual(
    expect.arrayContaining(["refused: plan-tampered", "refused: plan-unreadable", "refused: change-differs"]),
  );
  expect(outcomes.size).toBeGreaterThan(3);
}, 120_000);
