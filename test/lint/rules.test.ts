import { expect, describe as group, test } from "vitest";
import { catalogue } from "../../src/diagnostic/catalogue.ts";
import { describe } from "../../src/diagnostic/describe.ts";
import { lintPolicy } from "../../src/lint/lint.ts";
import { lintRules } from "../../src/lint/rules.ts";
import { settleFindings } from "../../src/lint/settle.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import { steerPolicy } from "../../src/steering/steer.ts";

function lint(text: string) {
  const { policy, diagnostics } = loadPolicy({ path: "p.yaml", text });
  expect(diagnostics.map((found) => describe(found).message)).toEqual([]);
  if (policy === null) throw new Error("no policy");
  const { records, diagnostics: misplaced } = steerPolicy(policy);
  expect(misplaced).toEqual([]);
  return settleFindings(policy, lintPolicy(policy, records), null).diagnostics;
}

group.each(lintRules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  test("has examples of both sorts, says why and what to do", () => {
    expect(rule.docs).toMatch(/\.$/);
    expect(catalogue[id].severity).toBe("warning");
    expect(rule.examples.ok.length).toBeGreaterThan(0);
    expect(rule.examples.notOk.length).toBeGreaterThan(0);
  });

  test.each(rule.examples.ok)("is content with example %#", (text) => {
    expect(lint(text)).toEqual([]);
  });

  test.each(rule.examples.notOk)("finds example %#, once, and no other rule does", (text) => {
    const found = lint(text);
    expect(found).toMatchObject([{ code: id, severity: "warning" }]);
    expect(found.map((one) => describe(one).hint)).not.toContain(null);
  });
});

test("the ids are unique", () => {
  expect(new Set(lintRules.map((rule) => rule.id)).size).toBe(lintRules.length);
});

test("a part that two records use is told of once", () => {
  const text = `version: 1
name: web
zone: example.com
endpoints:
  a: { ipv4: 192.0.2.1 }
  b: { ipv4: 192.0.2.2 }
policies:
  pair: { failover: [a, b] }
records:
  www: { ttl: 30s, to: { use: pair } }
  api: { ttl: 30s, to: { use: pair } }
`;
  expect(lint(text)).toMatchObject([
    { code: "failover-unchecked", place: { pointer: "/policies/pair/failover/0" } },
  ]);
});
