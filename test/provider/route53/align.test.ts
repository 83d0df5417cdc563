import { describe, expect, test } from "vitest";
import { alignChecks, referencePrefix } from "../../../src/provider/route53/align.ts";
import type { RawHealthCheck } from "../../../src/provider/route53/client.ts";
import type { HealthCheckConfig } from "../../../src/provider/route53/health-check.ts";

const config: HealthCheckConfig = {
  Type: "HTTPS",
  IPAddress: "192.0.2.10",
  Port: 443,
  ResourcePath: "/up",
  RequestInterval: 10,
  FailureThreshold: 3,
  MeasureLatency: false,
  Inverted: false,
  Disabled: false,
  EnableSNI: true,
};

function live(Id: string, changed: Partial<HealthCheckConfig> = {}): RawHealthCheck {
  // The SDK's types are enums, which plain strings are not.
  const HealthCheckConfig = JSON.parse(JSON.stringify({ ...config, ...changed }));
  return { Id, CallerReference: `sp1.x.y.${Id}`, HealthCheckConfig, HealthCheckVersion: 1 };
}

function want(ref: string, changed: Partial<HealthCheckConfig> = {}) {
  return { ref, config: { ...config, ...changed } };
}

const nobody: ReadonlySet<string> = new Set();

describe("live checks are lined up with wanted ones", () => {
  test("by equal configuration", () => {
    const refs = alignChecks([want("web.a.A")], [live("1", { Port: 80 }), live("2")], nobody);
    expect([...refs]).toEqual([["2", "web.a.A"]]);
  });

  test("those in use first, so that no record set needs to change", () => {
    const refs = alignChecks([want("web.a.A")], [live("1"), live("2"), live("3")], new Set(["2"]));
    expect([...refs]).toEqual([["2", "web.a.A"]]);
  });

  test("else by what can be updated into it: the one that agrees in most fields", () => {
    const wanted = [want("web.a.A", { FailureThreshold: 5 })];
    const candidates = [live("1", { Port: 80, ResourcePath: "/" }), live("2")];
    expect([...alignChecks(wanted, candidates, nobody)]).toEqual([["2", "web.a.A"]]);
  });

  test("an equal one is never taken to be updated into another", () => {
    const wanted = [want("web.a.A", { Port: 8443 }), want("web.b.A")];
    const refs = alignChecks(wanted, [live("1"), live("2", { Port: 80 })], new Set(["1"]));
    expect(new Map(refs)).toEqual(
      new Map([
        ["1", "web.b.A"],
        ["2", "web.a.A"],
      ]),
    );
  });

  test.each([
    [{ Type: "HTTP" }],
    [{ RequestInterval: 30 }],
    [{ MeasureLatency: true }],
    [{ IPAddress: "192.0.2.11" }],
  ])("not where %j differs, which can't be changed or is another endpoint", (changed) => {
    expect([...alignChecks([want("web.a.A")], [live("1", changed)], nobody)]).toEqual([]);
  });

  test("one for each, also when several are equal", () => {
    const refs = alignChecks([want("web.a.A"), want("web.b.A")], [live("1"), live("2"), live("3")], nobody);
    expect([...refs.values()].sort()).toEqual(["web.a.A", "web.b.A"]);
    expect(refs.size).toBe(2);
  });
});

describe("the reference of a check", () => {
  test("begins with whose it is: a policy in a zone, by a hash", () => {
    expect(referencePrefix("Z1", "web")).toMatch(/^sp1\.[0-9a-f]{16}\.$/u);
    const prefixes = [
      referencePrefix("Z1", "web"),
      referencePrefix("Z2", "web"),
      referencePrefix("Z1", "we"),
    ];
    expect(new Set(prefixes).size).toBe(3);
    // No pair of zone and policy runs into another: "Z1" + "0web" is not "Z10" + "web".
    expect(referencePrefix("Z1", "0web")).not.toBe(referencePrefix("Z10", "web"));
  });
});
