/** How bad findings are, and which are waived, as a policy says it. */
import { describe, expect, test } from "vitest";
import { checkPolicy } from "../../src/plan/check.ts";
import { findNothing } from "../../src/policy/include.ts";

const policy = `version: 1
name: web
zone: example.com
healthChecks:
  up: { type: https, path: /up, host: www.example.com }
endpoints:
  a: { ipv4: 192.0.2.1 }
  b: { ipv4: 192.0.2.2, healthCheck: up }
  spare: { ipv4: 192.0.2.3 }
policies:
  pair: { failover: [a, b] }
records:
  www: { ttl: 30s, to: { use: pair } }
  api: { ttl: 30s, to: { use: pair } }
`;

function check(more: string, today: string | null = "2026-07-01") {
  const { diagnostics, ...checked } = checkPolicy(
    { path: "p.yaml", text: policy + more },
    findNothing,
    today,
  );
  const told = diagnostics.map(({ code, severity }) => `${severity} ${code}`);
  return { ...checked, told };
}

const waive = (target: string, until = "2026-12-31", rule = "failover-unchecked") =>
  `waivers: [{ rule: ${rule}, target: ${target}, until: ${until}, reason: it is on its way }]\n`;

test("without a word about it everything is a warning", () => {
  const { told, ok } = check("");
  expect(told).toEqual(["warning unused-endpoint", "warning failover-unchecked"]);
  expect(ok).toBe(true);
});

describe("severity", () => {
  test.each([
    ["off", ["warning unused-endpoint"], true],
    ["warning", ["warning unused-endpoint", "warning failover-unchecked"], true],
    ["error", ["warning unused-endpoint", "error failover-unchecked"], false],
  ])("a lint rule can be set to %s", (level, expected, valid) => {
    const { told, ok, policy: made } = check(`lint: { failover-unchecked: ${level} }\n`);
    expect(told).toEqual(expected);
    expect(ok).toBe(valid);
    expect(made).not.toBeNull();
  });

  test("what the policy room warns of can be set too", () => {
    expect(check("lint: { unused-endpoint: error }\n").told).toContain("error unused-endpoint");
    expect(check("lint: { unused-endpoint: off }\n").told).toEqual(["warning failover-unchecked"]);
  });

  test("what a vendor's compile warns of can be set too", () => {
    const skewed = `version: 1
name: web
zone: example.com
providers: { route53: {} }
endpoints:
  a: { ipv4: 192.0.2.1 }
  b: { ipv4: 192.0.2.2 }
  c: { ipv4: 192.0.2.3 }
  d: { ipv4: 192.0.2.4 }
records:
  www: { ttl: 30s, to: { weighted: { a: 992, b: 122, c: 443, d: 323 } } }
`;
    const warnings = (text: string) =>
      checkPolicy({ path: "p.yaml", text }).diagnostics.filter(({ severity }) => severity === "warning");
    expect(warnings(skewed)).toMatchObject([{ code: "route53-weight-skewed" }]);
    expect(warnings(`${skewed}lint: { route53-weight-skewed: off }\n`)).toEqual([]);
  });

  test("an error of the language is no rule", () => {
    expect(check("lint: { unknown-endpoint: off }\n").told).toContain("error unknown-rule");
  });
});

describe("waivers", () => {
  test.each(["a", "pair"])("of %s, which it is about, take the finding away", (target) => {
    const { told, waived } = check(waive(target));
    expect(told).toEqual(["warning unused-endpoint"]);
    expect(waived).toMatchObject([
      { diagnostic: { code: "failover-unchecked" }, waiver: { target, reason: "it is on its way" } },
    ]);
  });

  test("of one record leave what another record has", () => {
    const { told, waived } = check(waive("www"));
    expect(told).toContain("warning failover-unchecked");
    expect(waived).toEqual([]);
    const both = `waivers:
  - { rule: failover-unchecked, target: www, until: 2026-12-31, reason: one }
  - { rule: failover-unchecked, target: api, until: 2026-12-31, reason: two }
`;
    expect(check(both).told).toEqual(["warning unused-endpoint"]);
  });

  test.each([
    ["2026-12-31", ["warning unused-endpoint"]],
    ["2027-01-01", ["warning unused-endpoint", "warning failover-unchecked", "warning waiver-expired"]],
    [null, ["warning unused-endpoint"]],
  ])("until 2026-12-31, on %s", (today, expected) => {
    expect(check(waive("pair"), today).told).toEqual(expected);
  });

  test("that waive nothing are told of, whether their day is over or not", () => {
    expect(check(waive("b")).told).toContain("warning waiver-unused");
    expect(check(waive("b", "2020-01-01")).told).toContain("warning waiver-unused");
    expect(check(waive("www", "2026-12-31", "ttl-long")).told).toContain("warning waiver-unused");
  });

  test("of a raised rule hold", () => {
    const { ok, told } = check(`lint: { failover-unchecked: error }\n${waive("pair")}`);
    expect(told).toEqual(["warning unused-endpoint"]);
    expect(ok).toBe(true);
  });

  test("of guards, of the proof and of changes are for others to judge", () => {
    const others = `waivers:
  - { guard: max-shift, target: www, until: 2026-12-31, reason: one }
  - { rule: approximate, target: www, until: 2026-12-31, reason: two }
  - { rule: change-undrained, target: www, until: 2026-12-31, reason: three }
`;
    expect(check(others).told).toEqual(["warning unused-endpoint", "warning failover-unchecked"]);
  });
});
