/** One mutated policy, in one file or two. */
import { stringify } from "yaml";
import type { Sample } from "./corpus.ts";
import { mutateBytes } from "./mutate-bytes.ts";
import { mutateStructure } from "./mutate-structure.ts";
import type { Random } from "./random.ts";

export interface FuzzInput {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** By path; the first file may include them. */
  readonly others: ReadonlyMap<string, Uint8Array>;
}

/** What a part may hold. */
const partKeys = ["healthChecks", "endpoints", "groups", "policies"];

const encoder = new TextEncoder();

/** Makes the input of one run. */
export function makeInput(corpus: readonly [Sample, ...Sample[]], random: Random): FuzzInput {
  const drawn = random.pick(corpus);
  // What is wrong already mostly ends early, so it is taken half as often.
  const sample = drawn.valid || random.oneIn(2) ? drawn : random.pick(corpus);
  const others = new Map<string, Uint8Array>();
  if (sample.value === null || random.oneIn(2))
    return { path: "policy.yaml", bytes: mutateBytes(sample.text, random), others };
  const values = corpus.map(({ value }) => value);
  let mutated = mutateStructure(sample.value, values, random);
  if (random.oneIn(5) && isRecord(mutated)) {
    const { whole, part } = splitPolicy(mutated);
    mutated = whole;
    const text = render(part, "part.yaml", random);
    others.set("part.yaml", random.oneIn(3) ? mutateBytes(text, random) : encoder.encode(text));
  }
  const path = random.oneIn(3) ? "policy.json" : "policy.yaml";
  const text = render(mutated, path, random);
  return { path, bytes: random.oneIn(8) ? mutateBytes(text, random) : encoder.encode(text), others };
}

function render(value: unknown, path: string, random: Random): string {
  if (!path.endsWith(".json") && random.oneIn(2)) return stringify(value ?? null);
  return JSON.stringify(value ?? null, null, random.below(3));
}

function splitPolicy(value: Readonly<Record<string, unknown>>): {
  readonly whole: object;
  readonly part: object;
} {
  const entries = Object.entries(value);
  const isShared = ([key]: readonly [string, unknown]) => partKeys.includes(key);
  return {
    whole: Object.fromEntries([["include", ["part.yaml"]], ...entries.filter((entry) => !isShared(entry))]),
    part: Object.fromEntries(entries.filter(isShared)),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
