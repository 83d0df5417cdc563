import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Origin } from "../../../src/policy/policy.ts";
import { proveCompile } from "../../../src/provider/prove.ts";
import { route53 } from "../../../src/provider/route53/route53.ts";
import { fitWeights } from "../../../src/provider/route53/weight.ts";
import { compile, subsetsOf } from "../../property/grow.ts";
import { documentOf, recordSetsOf } from "./fixtures.ts";

const origin: Origin = { file: "policy.yaml", pointer: "", on: "value" };

function fitAll(...weights: readonly number[]) {
  return fitWeights(weights.map((weight) => ({ weight, origin })));
}

describe("weights", () => {
  test("up to 255 are sent as they are written", () => {
    expect(fitAll(255, 0, 10)).toEqual({ weights: [255, 0, 10], skew: 0, diagnostics: [] });
    expect(fitAll(200, 100)).toMatchObject({ weights: [200, 100] });
  });

  test("beyond are divided by what they have in common", () => {
    expect(fitAll(900, 100)).toEqual({ weights: [9, 1], skew: 0, diagnostics: [] });
    expect(fitAll(1000, 0, 500)).toEqual({ weights: [2, 0, 1], skew: 0, diagnostics: [] });
  });

  test("are scaled to the size that moves shares least, in silence up to 0.1 percentage points", () => {
    const fitted = fitAll(300, 7);
    expect(fitted.weights).toEqual([214, 5]);
    expect(fitted.skew).toBeLessThan(0.1);
    expect(fitted.diagnostics).toEqual([]);
  });

  test("are warned about when a share moves further", () => {
    const fitted = fitAll(997, 641, 353, 127, 19, 5);
    expect(fitted.skew).toBeGreaterThan(0.1);
    expect(fitted.diagnostics).toMatchObject([{ code: "route53-weight-skewed", severity: "warning" }]);
  });

  test("may not vanish", () => {
    expect(fitAll(1000, 1).diagnostics).toMatchObject([
      { code: "route53-weight-vanished", severity: "error", args: { weight: 1, largest: 1000 } },
    ]);
    expect(fitAll(1000, 2).diagnostics).not.toContainEqual(expect.objectContaining({ severity: "error" }));
  });

  const weights = fc.array(
    fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 100, max: 100_000 })),
    { minLength: 2, maxLength: 12, size: "max" },
  );

  test("that fit are whole, from 0 to 255, and 0 only where 0 was written", () => {
    fc.assert(
      fc.property(weights, (written) => {
        fc.pre(written.some((weight) => weight > 0));
        const fitted = fitAll(...written);
        if (fitted.diagnostics.some(({ severity }) => severity === "error")) return;
        for (const [position, weight] of fitted.weights.entries()) {
          expect(Number.isInteger(weight) && weight >= 0 && weight <= 255).toBe(true);
          expect(weight === 0).toBe(written[position] === 0);
        }
      }),
    );
  });

  test("move no share, nor those of several members together, by more than is said, whoever is healthy", () => {
    fc.assert(
      fc.property(weights, (written) => {
        fc.pre(written.some((weight) => weight > 0));
        const fitted = fitAll(...written);
        if (fitted.diagnostics.some(({ severity }) => severity === "error")) return;
        for (const healthy of subsetsOf(written.map((_weight, position) => String(position)))) {
          const moved = moveAmong(written, fitted.weights, healthy);
          expect(100 * moved).toBeLessThanOrEqual(fitted.skew + 1e-9);
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** By how much the shares of those that gain change, when just these members are healthy. */
function moveAmong(
  before: readonly number[],
  after: readonly number[],
  healthy: ReadonlySet<string>,
): number {
  const only = (weights: readonly number[]) =>
    weights.map((weight, position) => (healthy.has(String(position)) ? weight : 0));
  const sum = (list: readonly number[]) => list.reduce((total, weight) => total + weight, 0);
  const [one, other] = [only(before), only(after)];
  if (sum(one) === 0) return 0;
  return sum(
    one.map((weight, position) => Math.max(0, (other[position] ?? 0) / sum(other) - weight / sum(one))),
  );
}

test("weights that had to be rounded are still proved, within what was said", () => {
  const document = documentOf(["a", "b", "c", "d"], {
    www: {
      ttl: 30,
      to: {
        weighted: [
          { to: { failover: ["a", "b"] }, weight: 997 },
          { to: { failover: ["b", "c"] }, weight: 641 },
          { to: { failover: ["c", "d"] }, weight: 353 },
          { to: "d", weight: 19 },
          { to: "a", weight: 5 },
        ],
      },
    },
  });
  const { compiled, records } = compile(document);
  expect(compiled.diagnostics.map(({ code }) => code)).toContain("route53-weight-skewed");
  expect(proveCompile(route53, records, compiled).diagnostics).toEqual([]);
  expect(Math.max(...recordSetsOf(compiled).map(({ Weight }) => Weight ?? 0))).toBeLessThanOrEqual(255);
});

test("weights that move shares furthest while one member is down are proved as well", () => {
  const to = { weighted: { a: 992, b: 122, c: 443, d: 323 } };
  const { compiled, records } = compile(documentOf(["a", "b", "c", "d"], { www: { ttl: 30, to } }));
  expect(proveCompile(route53, records, compiled).diagnostics).toEqual([]);
});
