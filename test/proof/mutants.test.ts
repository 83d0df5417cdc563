/**
 * The proof must be able to fail: a compiler that is broken in one place of its source is found out by the proof of
 * the same program. `SHOW_MUTANTS=1 npm run test:mutants` prints what it says of each.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { grow } from "../property/grow.ts";
import { mutants } from "./mutants/mutants.ts";
import { documents } from "./mutants/policies.ts";
import { openWorkshop, type ProveItself, type Workshop } from "./mutants/run.ts";

const policies = Object.entries(documents).map(([name, document]) => ({
  name,
  policy: grow(document).policy,
}));
const cases = Object.entries(mutants).flatMap(([file, changes]) =>
  changes.map(([name, find, replace]) => ({ file, name, find, replace })),
);
const caught: string[] = [];
let workshop: Workshop;

beforeAll(async () => {
  workshop = await openWorkshop(Object.keys(mutants));
});

afterAll(async () => {
  await workshop.close();
  if (process.env.SHOW_MUTANTS === "1") process.stdout.write(`${caught.join("\n")}\n`);
});

test("the compiler as it is differs nowhere", async () => {
  const proveItself = await workshop.buildUnchanged();
  for (const { name, policy } of policies)
    expect({ name, said: proveItself(policy) }).toEqual({ name, said: [] });
});

describe("the proof finds that", () => {
  test.each(cases)("$name", async ({ file, name, find, replace }) => {
    const said = firstDifference(await workshop.build(file, find, replace));
    expect(said).not.toBe(null);
    caught.push(`${name} (${file})\n    ${said}`);
  });
});

test("25 mutants or more are caught, all of them", () => {
  expect(cases.length).toBeGreaterThanOrEqual(25);
  expect(caught).toHaveLength(cases.length);
});

function firstDifference(proveItself: ProveItself): string | null {
  for (const { name, policy } of policies) {
    const [said] = proveItself(policy);
    if (said !== undefined) return `${name}: ${said}`;
  }
  return null;
}
