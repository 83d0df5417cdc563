import { describe, expect, test } from "vitest";
import { proveCompile } from "../../../src/provider/prove.ts";
import { route53 } from "../../../src/provider/route53/route53.ts";
import { compile } from "../../property/grow.ts";
import { checksOf, documentOf, dualStack, recordSetsOf, threePools } from "./fixtures.ts";

describe("three pools of two, three places and fallbacks eu, ap, na", () => {
  test("take at most 14 record sets and 6 checks, and are proved", () => {
    const { compiled, records } = compile(threePools);
    expect(compiled.diagnostics.map(({ code }) => code)).toEqual(["route53-unreachable"]);
    expect(recordSetsOf(compiled).length).toBeLessThanOrEqual(14);
    expect(checksOf(compiled)).toHaveLength(6);
    const proof = proveCompile(route53, records, compiled);
    expect(proof).toMatchObject({ classes: 3, states: 64, exhaustive: true, diagnostics: [] });
  });

  test("take one group for each pool, and one for each failover", () => {
    const { compiled } = compile(threePools);
    const names = recordSetsOf(compiled).map(({ Name }) => Name);
    const sizes = Object.fromEntries(
      names.map((name) => [name, names.filter((other) => other === name).length]),
    );
    // The rest of Europe's chain is what Asia has, so both share a group; the branch's own name was the pool's.
    expect(sizes).toEqual({
      "www.example.com": 3,
      "_signpost-eu-4d3a.www.example.com": 2,
      "_signpost-as.www.example.com": 2,
      "_signpost-eu.www.example.com": 2,
      "_signpost-ap.www.example.com": 2,
      "_signpost-na.www.example.com": 2,
    });
  });

  test("share their 6 checks with a second record of the same endpoints", () => {
    const { records } = threePools;
    const twice = { ...threePools, records: { ...Object(records), app: Object(records).www } };
    const { compiled } = compile(twice);
    expect(checksOf(compiled)).toHaveLength(6);
    expect(recordSetsOf(compiled)).toHaveLength(2 * recordSetsOf(compile(threePools).compiled).length);
  });

  test("take checks and record sets once more for AAAA", () => {
    const { compiled } = compile(dualStack(threePools));
    expect(checksOf(compiled)).toHaveLength(12);
    expect(recordSetsOf(compiled)).toHaveLength(2 * recordSetsOf(compile(threePools).compiled).length);
  });
});

describe("a record set is written only where it is needed", () => {
  test("a lone endpoint is one simple record set without a check, which would change nothing", () => {
    const { compiled } = compile(documentOf(["a"], { www: { ttl: 60, to: "a" } }));
    expect(recordSetsOf(compiled)).toEqual([
      { Name: "www.example.com", Type: "A", TTL: 60, ResourceRecords: [{ Value: "192.0.2.10" }] },
    ]);
    expect(checksOf(compiled)).toEqual([]);
  });

  test("endpoints of a weighted node are written in place", () => {
    const { compiled } = compile(
      documentOf(["a", "b"], { www: { ttl: 60, to: { weighted: { a: 1, b: 3 } } } }),
    );
    expect(recordSetsOf(compiled)).toMatchObject([
      { Name: "www.example.com", SetIdentifier: "a", Weight: 1, HealthCheckId: "ref:up.a.A" },
      { Name: "www.example.com", SetIdentifier: "b", Weight: 3, HealthCheckId: "ref:up.b.A" },
    ]);
  });

  test("a staying branch is an alias that doesn't look at its target's health", () => {
    const document = documentOf(["a", "b", "c"], {
      www: {
        ttl: 60,
        to: {
          geolocation: [
            { from: { continents: ["EU"] }, to: { failover: ["a", "b"] }, whenDown: "stay" },
            { from: { countries: ["US"] }, to: "b", whenDown: "stay" },
            { from: "anywhere", to: "c" },
          ],
        },
      },
    });
    const sets = recordSetsOf(compile(document).compiled);
    expect(sets.find(({ SetIdentifier }) => SetIdentifier === "continent-EU")).toMatchObject({
      AliasTarget: { EvaluateTargetHealth: false },
    });
    expect(sets.find(({ SetIdentifier }) => SetIdentifier === "country-US")).not.toHaveProperty(
      "HealthCheckId",
    );
    expect(sets.find(({ SetIdentifier }) => SetIdentifier === "anywhere")).toHaveProperty("HealthCheckId");
  });

  test("the primary of a failover is always under a check or an alias that evaluates, as Route 53 demands", () => {
    const inner = {
      geolocation: [
        { from: { continents: ["EU"] }, to: "a", whenDown: "stay" },
        { from: "anywhere", to: "b" },
      ],
    };
    const document = documentOf(["a", "b", "c"], {
      www: {
        ttl: 60,
        to: {
          weighted: [
            { to: { failover: ["c", inner] }, weight: 1 },
            { to: "b", weight: 2 },
          ],
        },
      },
    });
    const { compiled, records } = compile(document);
    for (const set of recordSetsOf(compiled)) {
      if (set.Failover === undefined) continue;
      if (set.AliasTarget !== undefined) expect(set.AliasTarget.EvaluateTargetHealth).toBe(true);
      else if (set.Failover === "PRIMARY") expect(set.HealthCheckId).toBeDefined();
    }
    expect(proveCompile(route53, records, compiled).diagnostics).toEqual([]);
  });
});
