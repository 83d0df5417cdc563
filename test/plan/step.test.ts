/** A step of a ramp is never judged too early. */
import { expect, test } from "vitest";
import type { PlannedName } from "../../src/plan/planned-name.ts";
import { judgeStep } from "../../src/plan/step.ts";

const applied = Date.UTC(2026, 10, 28, 12, 0);

function named(more: Partial<PlannedName> = {}): PlannedName {
  return {
    name: "www.example.com",
    types: ["A"],
    ttl: 60,
    kept: 60,
    status: "unchanged",
    drifted: false,
    pending: false,
    protected: false,
    appliedAt: applied,
    traffic: [],
    blast: { share: 0, clients: [], queries: null },
    before: null,
    failover: null,
    objective: null,
    changes: [],
    ...more,
  };
}

const failover = {
  check: "web",
  threshold: 3,
  interval: 10,
  ttl: 60,
  worst: 90,
  typical: 60,
  probe: 6,
  worstWithProbe: 96,
};

test("a marker has minutes only, so one more is waited, then the TTL", () => {
  const earliest = applied + 120_000;
  expect(judgeStep(named(), earliest - 1)).toEqual({ kind: "too soon", applied, earliest, seconds: 60 });
  expect(judgeStep(named(), earliest)).toEqual({ kind: "ready" });
});

test("with checks, detection and a probe that hangs too", () => {
  expect(judgeStep(named({ failover }), applied + 155_999)).toMatchObject({ kind: "too soon", seconds: 96 });
  expect(judgeStep(named({ failover }), applied + 156_000)).toEqual({ kind: "ready" });
});

test.each([{ status: "changed" }, { status: "new" }, { drifted: true }] as const)(
  "%j was never seen by clients",
  (more) => {
    expect(judgeStep(named(more), applied + 1e9)).toEqual({ kind: "not applied" });
  },
);

test("a time that isn't known is said to be so", () => {
  expect(judgeStep(named({ appliedAt: null }), applied)).toEqual({ kind: "unknown" });
});
