/** What becomes of one plan file, and whether that is in order. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runShow } from "../../src/cli/commands/show.ts";
import { exitCodes } from "../../src/cli/exit-code.ts";
import { reviewFile, reviewWorld } from "../../src/cli/saved-plan/review.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { judgeSaid, patience, tellException, type Verdict } from "./judge.ts";
import type { PlanWorld } from "./plan-world.ts";

const file = "fuzzed.plan.json";

/** Shows it in one of the formats, and goes the way of an apply up to the last step before the first write. */
export async function judgePlan(
  world: PlanWorld,
  bytes: Uint8Array,
  format: "human" | "json",
): Promise<Verdict> {
  const begun = performance.now();
  try {
    writeFileSync(join(world.folder, file), bytes);
    const shown = await judgeShown(world, format);
    const { outcome, failure } = await judgeReview(world);
    const took = performance.now() - begun;
    return {
      outcome,
      failure: shown ?? failure ?? (took > patience ? `took ${Math.round(took)} ms` : null),
    };
  } catch (error) {
    return tellException(error);
  }
}

async function judgeShown(world: PlanWorld, format: "human" | "json"): Promise<string | null> {
  const heard = world.listen();
  const code = await runShow(heard.context, file, { format, verbose: true });
  if (code !== exitCodes.done && code !== exitCodes.stale) return `show ends with ${code}`;
  if (format === "json") JSON.parse(heard.out());
  const said = heard.out() + heard.err();
  return judgeSaid(said) ?? (code === exitCodes.done || said !== "" ? null : "is refused without a word");
}

async function judgeReview(world: PlanWorld): Promise<Verdict> {
  const { context } = world.listen();
  try {
    const saved = reviewFile(file, world.folder, { sandbox: true }, null, Date.now());
    if ("code" in saved) return refused(saved);
    const reviewed = await reviewWorld(context, saved, world.connector, []);
    if ("code" in reviewed) return refused(reviewed);
    const { preparation } = reviewed;
    // What is carried out is the fresh plan, and only when it is the approved change.
    if (preparation.change !== saved.change) return { outcome: "refused: change-differs", failure: null };
    return { outcome: "the same change", failure: null };
  } catch (error) {
    if (error instanceof UsageError) return { outcome: "usage", failure: null };
    throw error;
  }
}

function refused({ code, diagnostics }: { code: number; diagnostics: readonly { code: string }[] }): Verdict {
  const [first] = diagnostics;
  const failure =
    first === undefined ? "refuses without a word" : code === exitCodes.stale ? null : `refuses with ${code}`;
  return { outcome: `refused: ${first?.code ?? "nothing"}`, failure };
}
