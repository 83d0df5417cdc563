import { expect, test } from "vitest";
import { findHealthy, readReports } from "../../../src/provider/cloudflare/pool-health.ts";

/** What the API answers when these data centres report so of two addresses. */
const health = (said: Readonly<Record<string, readonly [one: boolean, other?: boolean]>>) => ({
  pop_health: Object.fromEntries(
    Object.entries(said).map(([place, [one, other]]) => [
      place,
      {
        origins: [
          { "192.0.2.1": { healthy: one } },
          ...(other === undefined ? [] : [{ "192.0.2.2": { healthy: other } }]),
        ],
      },
    ]),
  ),
});

test.each([
  ["one alone decides", { ams: [true, false] }, ["192.0.2.1"]],
  ["half is no majority", { ams: [true, true], sin: [false, true] }, ["192.0.2.2"]],
  ["two of three are", { ams: [true, false], sin: [true, false], iad: [false, true] }, ["192.0.2.1"]],
  ["who hasn't looked has no say", { ams: [false, true], sin: [false] }, ["192.0.2.2"]],
  ["nobody has looked", {}, []],
] as const)("%s", (_, said, healthy) => {
  expect([...findHealthy(readReports(health(said)))]).toEqual(healthy);
});

test("what is no report says nothing", () => {
  for (const nothing of [null, "down", { pop_health: [] }, { pop_health: { ams: { origins: 7 } } }])
    expect(findHealthy(readReports(nothing)).size).toBe(0);
});
