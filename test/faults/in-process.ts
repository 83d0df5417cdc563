/** Every request of every apply, disturbed in each way: one after the other, on a clock that nobody waits for. */
import { describe, expect, test } from "vitest";
import type { ProviderId } from "../../src/policy/policy.ts";
import { type Course, type Disturbance, disturb, type Outcome, runUndisturbed } from "./disturb.ts";
import { scenariosFor } from "./policies.ts";
import { tell } from "./table.ts";

const kinds: readonly Disturbance[] = [
  "dropped before it is sent",
  "dropped after it took effect",
  "answered 500",
  "throttled for 20 s",
  "raced by a foreign write",
];

export function describeDisturbances(provider: ProviderId): void {
  describe.each(scenariosFor(provider))("$title", (scenario) => {
    test.each(kinds)("every request %s", async (kind) => {
      const course: Course = await runUndisturbed(provider, scenario);
      expect(course.operations.length).toBeGreaterThan(5);
      const outcomes = new Map<Outcome, number>();
      const breaches: string[] = [];
      for (const position of course.operations.keys()) {
        const disturbed = await disturb(course, kind, position);
        outcomes.set(disturbed.outcome, (outcomes.get(disturbed.outcome) ?? 0) + 1);
        const where = `${position} ${course.operations[position]}`;
        breaches.push(...disturbed.breaches.map((breach) => `${where}: ${breach}`));
      }
      expect(breaches).toEqual([]);
      tell({ provider, apply: scenario.title, kind, requests: course.operations.length, outcomes });
    });
  });
}
