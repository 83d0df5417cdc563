/** A saved plan may come from anybody: whatever its words are, they are told on one line and steer no terminal. */
import { expect, test } from "vitest";
import { groupChanges } from "../../src/report/change-lines.ts";
import { renderCost } from "../../src/report/cost.ts";
import { payloads } from "./hostile.ts";

const steering = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|##\[/u;
/** What becomes a command once the zone is taken out of it. */
const ofZone = ["#.example.com#[error]x", "##.example.com[error]x", "ref:##[error]x", "#\u200b#[error]x"];

test.each([...payloads, ...ofZone].map((payload) => [JSON.stringify(payload), payload]))(
  "%s",
  (_, payload) => {
    const lines = groupChanges(
      [
        {
          action: "update",
          kind: "record set",
          title: [payload, payload, payload],
          detail: payload,
          attributes: [{ attribute: payload, before: payload, after: payload }],
          file: null,
          line: null,
        },
      ],
      "example.com",
    );
    for (const { name, types, what, details } of lines) {
      for (const text of [name, ...types, what, ...details]) expect(text).not.toMatch(steering);
    }
    const month = { before: { count: 1, cost: 1 }, after: { count: 2, cost: 2 } };
    const cost = {
      currency: payload,
      asOf: payload,
      queries: month,
      checked: "health check",
      checks: month,
    } as const;
    for (const line of renderCost(cost, payload)) expect(line).not.toMatch(steering);
  },
);

test("a month that there isn't is told as it is written", () => {
  const month = { before: { count: 1, cost: 1 }, after: { count: 2, cost: 2 } };
  const cost = {
    currency: "USD",
    asOf: "2026-13",
    queries: month,
    checked: "health check",
    checks: month,
  } as const;
  expect(renderCost(cost, "Route 53").join("\n")).toContain("2026-13");
});
