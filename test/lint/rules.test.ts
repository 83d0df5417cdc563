import { expect, describe as group, test } from "vitest";
import { lintRecords } from "../../src/lint/lint.ts";
import { lintRules } from "../../src/lint/rules.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import { steerPolicy } from "../../src/steering/steer.ts";

function lint(text: string) {
  const { policy, diagnostics } = loadPolicy({ path: "p.yaml", text });
  expect(diagnostics).toEqual([]);
  const steered = policy === null ? null : steerPolicy(policy);
  expect(steered?.diagnostics).toEqual([]);
  return lintRecords(steered?.records ?? []);
}

group.each(lintRules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  test("has examples of both sorts and says why", () => {
    expect(rule.docs).toMatch(/\.$/);
    expect(rule.examples.ok.length).toBeGreaterThan(0);
    expect(rule.examples.notOk.length).toBeGreaterThan(0);
  });

  test.each(rule.examples.ok)("is content with example %#", (text) => {
    expect(lint(text)).toEqual([]);
  });

  test.each(rule.examples.notOk)("finds example %#, once, and no other rule does", (text) => {
    expect(lint(text)).toMatchObject([{ code: id, severity: rule.severity }]);
  });
});

test("the ids are unique", () => {
  expect(new Set(lintRules.map((rule) => rule.id)).size).toBe(lintRules.length);
});

test("a part that two records use is judged once", () => {
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
