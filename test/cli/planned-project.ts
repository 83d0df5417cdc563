/** A project in which a plan was saved. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { SavedPlan } from "../../src/plan/generated/wire.ts";
import { type Ended, makeProject, run, small, weighing, writeIn } from "./command-line.ts";

export const file = "web.plan.json";

/** The small policy, applied; then changed and planned anew. */
export async function planChange(...more: readonly string[]): Promise<{ folder: string; planned: Ended }> {
  const folder = makeProject({ "signpost.yaml": small });
  const applied = await run(["apply", "--sandbox", "--yes"], { folder });
  expect(applied.code).toBe(0);
  writeIn(folder, "signpost.yaml", weighing(50, 50));
  const planned = await run(["plan", "--sandbox", "-o", file, ...more], { folder });
  expect(planned.code).toBe(0);
  return { folder, planned };
}

/** Applies it. */
export const apply = (folder: string, ...more: readonly string[]) =>
  run(["apply", file, "--sandbox", ...more], { folder });

/** What the file holds. */
export function read(folder: string): SavedPlan {
  return JSON.parse(readFileSync(join(folder, file), "utf8"));
}
