/** A proof that would take minutes is given up with a word, never cut short in silence. */
import { expect, test } from "vitest";
import { describe as put } from "../../src/diagnostic/describe.ts";
import { exploreStates } from "../../src/proof/explore.ts";
import { planStates } from "../../src/proof/health-states.ts";
import { proveCompile } from "../../src/provider/prove.ts";
import { route53 } from "../../src/provider/route53/route53.ts";
import { compile } from "../property/grow.ts";

test("a policy that takes more than the effort is not proved", () => {
  const names = ["a", "b", "c"];
  const grown = compile({
    version: 1,
    name: "large",
    zone: "example.com",
    providers: { route53: {} },
    healthChecks: { web: { type: "http", path: "/up" } },
    endpoints: Object.fromEntries(
      names.map((name, number) => [name, { ipv4: `192.0.2.${number}`, healthCheck: "web" }]),
    ),
    records: {
      api: { ttl: 30, to: { failover: ["a", "b"] } },
      www: { ttl: 30, to: { weighted: { a: 1, b: 1, c: 1 } } },
    },
  });
  const prove = (asks: number) => proveCompile(route53, grown.records, grown.compiled, { asks });
  expect(prove(10_000).diagnostics).toEqual([]);
  const { diagnostics } = prove(30);
  expect(diagnostics.map((one) => [one.code, one.severity, put(one).message])).toEqual([
    ["proof-too-large", "error", expect.stringContaining("At www the proof of this policy was given up")],
  ]);
});

test("an effort that runs out finds nothing, and says that it ran out", () => {
  const plan = planStates(10, [], 1);
  const look = (isDead: (unit: number) => boolean) =>
    Array.from({ length: 10 }, (_, unit) => isDead(unit)).every(Boolean) ? "all" : null;
  const enough = { asks: 100_000 };
  expect(exploreStates(plan, look, enough)?.found).toBe("all");
  expect(enough.asks).toBeGreaterThan(0);
  const little = { asks: 50 };
  expect(exploreStates(plan, look, little)).toBeNull();
  expect(little.asks).toBeLessThanOrEqual(0);
});
