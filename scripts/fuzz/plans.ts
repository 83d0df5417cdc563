/** The part of `npm run fuzz` that is about saved plans. */
import { type Findings, gather } from "./findings.ts";
import type { Verdict } from "./judge.ts";
import { makePlanInput } from "./plan-input.ts";
import { judgePlan } from "./plan-judge.ts";
import { openPlanWorld } from "./plan-world.ts";
import { makeRandom } from "./random.ts";

/** Mutates saved plans, shows each and all but applies it. A write to the sandbox is a failure. */
export async function fuzzPlans(runs: number, seed: number): Promise<Findings> {
  const begun = performance.now();
  const world = await openPlanWorld();
  try {
    const before = world.live();
    const verdicts: Verdict[] = [];
    for (let run = 0; run < runs; run += 1) {
      const input = makePlanInput(world.plans, makeRandom(seed, run));
      verdicts.push(await judgePlan(world, input, run % 2 === 0 ? "human" : "json"));
    }
    if (world.live() !== before) verdicts.push({ outcome: "written", failure: "something was written" });
    return gather(verdicts, begun);
  } finally {
    await world.close();
  }
}
