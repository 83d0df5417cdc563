/** The part of `npm run fuzz` that is about saved plans. */
import type { Verdict } from "./judge.ts";
import { makePlanInput } from "./plan-input.ts";
import { judgePlan } from "./plan-judge.ts";
import { openPlanWorld } from "./plan-world.ts";
import { makeRandom } from "./random.ts";

export interface PlanFindings {
  /** How often each outcome was. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly failures: readonly { readonly run: number; readonly failure: string }[];
}

/** Mutates saved plans, shows each and all but applies it. A write to the sandbox is a failure. */
export async function fuzzPlans(runs: number, seed: number): Promise<PlanFindings> {
  const world = await openPlanWorld();
  try {
    const before = world.live();
    const verdicts: Verdict[] = [];
    for (let run = 0; run < runs; run += 1) {
      const input = makePlanInput(world.plans, makeRandom(seed, run));
      verdicts.push(await judgePlan(world, input, run % 2 === 0 ? "human" : "json"));
    }
    const outcomes = new Map<string, number>();
    for (const { outcome } of verdicts) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    const failures = verdicts.flatMap(({ failure }, run) => (failure === null ? [] : [{ run, failure }]));
    const written = world.live() === before ? [] : [{ run: runs, failure: "something was written" }];
    return { outcomes, failures: [...failures, ...written] };
  } finally {
    await world.close();
  }
}
