/** One mutated plan file. */
import { digestChanges, digestOf } from "../../src/plan/digest.ts";
import { revive } from "../../src/plan/file/read.ts";
import { validate } from "../../src/plan/generated/validator.js";
import { mutateBytes } from "./mutate-bytes.ts";
import { mutateStructure } from "./mutate-structure.ts";
import type { PlanSample } from "./plan-world.ts";
import type { Random } from "./random.ts";

const encoder = new TextEncoder();

/** Makes the input of one run. Most have digests that fit again, so that what stands behind them is tried too. */
export function makePlanInput(plans: readonly [PlanSample, ...PlanSample[]], random: Random): Uint8Array {
  const { text, value } = random.pick(plans);
  if (random.oneIn(4)) return mutateBytes(text, random);
  const mutated = mutateStructure(
    value,
    plans.map((plan) => plan.value),
    random,
  );
  const sealed = random.oneIn(4) ? mutated : seal(mutated);
  const written = JSON.stringify(sealed ?? null);
  return random.oneIn(20) ? mutateBytes(written, random) : encoder.encode(written);
}

function seal(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const changed = validate(value)
    ? { ...value, change: digestChanges(value.policies.flatMap((policy) => policy.plans.map(revive))) }
    : value;
  const { digest: _, ...body } = { digest: "", ...changed };
  return { ...body, digest: digestOf(body) };
}
