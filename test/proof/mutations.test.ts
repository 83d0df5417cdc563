/** A proof must be able to fail: a compile that is changed in one field no longer answers as the policy does. */
import { describe, expect, test } from "vitest";
import { describe as put } from "../../src/diagnostic/describe.ts";
import { proveCompile } from "../../src/provider/prove.ts";
import type { Compiled, Resource } from "../../src/provider/resource.ts";
import { isRecordSet, keyOf, type RecordSet } from "../../src/provider/route53/record-set.ts";
import { route53 } from "../../src/provider/route53/route53.ts";
import { compile } from "../property/grow.ts";
import { documentOf } from "../provider/route53/fixtures.ts";

const grown = compile(
  documentOf(
    ["eu-a", "eu-b", "eu-dr", "us-a", "us-b", "de"],
    {
      www: {
        ttl: 30,
        to: {
          geolocation: [
            { from: { countries: ["DE"] }, to: "de" },
            { from: { continents: ["EU"] }, to: { use: "europe" }, whenDown: "stay" },
            { from: { countries: ["US"] }, to: { use: "america" } },
            { from: "anywhere", to: { failover: [{ use: "europe" }, { use: "america" }] } },
          ],
        },
      },
    },
    {
      policies: {
        europe: { failover: [{ use: "pool" }, "eu-dr"] },
        pool: { weighted: { "eu-a": 90, "eu-b": 10 } },
        america: { multivalue: ["us-a", "us-b"] },
      },
    },
  ),
);

/** The compile with its record sets changed; null drops one. */
function mutate(change: (set: RecordSet) => RecordSet | null): Compiled {
  const resources = grown.compiled.resources.flatMap((resource): readonly Resource[] => {
    const { attributes } = resource;
    if (!isRecordSet(attributes)) return [resource];
    const changed = change(attributes);
    return changed === null ? [] : [{ ...resource, attributes: { ...changed } }];
  });
  return { ...grown.compiled, resources };
}

function differences(compiled: Compiled): readonly string[] {
  return proveCompile(route53, grown.records, compiled).diagnostics.map((found) => put(found).message);
}

/** Changes one record set, and expects that it is one. */
function differencesWithout(key: string, change: (set: RecordSet) => RecordSet | null): readonly string[] {
  let changed = 0;
  const mutated = mutate((set) => {
    if (keyOf(set) !== key) return set;
    changed += 1;
    return change(set);
  });
  expect(changed).toBe(1);
  return differences(mutated);
}

const sets = grown.compiled.resources.flatMap(({ attributes }) =>
  isRecordSet(attributes) ? [attributes] : [],
);

test("as it was compiled, nothing differs", () => {
  expect(differences(grown.compiled)).toEqual([]);
});

describe("the proof finds", () => {
  test.each([
    ["an alias that ignores its target's health", "www.example.com A country-US", withEvaluation(false)],
    ["the same below a failover", "_signpost-europe.www.example.com A primary", withEvaluation(false)],
    ["a staying branch that lets clients go", "www.example.com A continent-EU", withEvaluation(true)],
    [
      "a weight that is off by one",
      "_signpost-pool.www.example.com A eu-b",
      (set) => ({ ...set, Weight: 11 }),
    ],
    ["a branch without its check", "www.example.com A country-DE", withoutCheck],
    ["a primary without its check", "_signpost-pool.www.example.com A eu-a", withoutCheck],
    ["a multivalue member without its check", "_signpost-america.www.example.com A us-b", withoutCheck],
    [
      "an address of another endpoint",
      "_signpost-europe.www.example.com A secondary",
      withAddress("192.0.2.10"),
    ],
    [
      "a check of another endpoint",
      "_signpost-pool.www.example.com A eu-a",
      (set) => ({ ...set, HealthCheckId: "ref:up.us-a.A" }),
    ],
    [
      "a branch for another place",
      "www.example.com A country-US",
      (set) => ({ ...set, GeoLocation: { CountryCode: "CA" } }),
    ],
    [
      "an alias to another group",
      "www.example.com A country-US",
      withTarget("_signpost-pool.www.example.com"),
    ],
    ["an alias to nothing", "www.example.com A country-US", withTarget("_signpost-lost.www.example.com")],
    ["an alias to another zone, which it can't follow", "www.example.com A country-US", inZone("ZOTHER")],
  ] satisfies readonly Mutation[])("%s", (_what, key, change) => {
    expect(differencesWithout(key, change)).toHaveLength(1);
  });

  test("a primary and a secondary that changed places", () => {
    const swapped = mutate((set) =>
      set.Failover === undefined
        ? set
        : { ...set, Failover: set.Failover === "PRIMARY" ? "SECONDARY" : "PRIMARY" },
    );
    expect(differences(swapped)).toHaveLength(1);
  });

  test.each(sets.map(keyOf))("the loss of %s", (key) => {
    expect(differencesWithout(key, () => null)).toHaveLength(1);
  });

  test.each(sets.filter((set) => set.ResourceRecords !== undefined).map(keyOf))(
    "another address at %s",
    (key) => {
      expect(differencesWithout(key, withAddress("192.0.2.99"))).toHaveLength(1);
    },
  );
});

describe("the proof tells the smallest difference in words", () => {
  test("with who asks, what is down, and what both sides answer", () => {
    const [said = ""] = differencesWithout(
      "_signpost-europe.www.example.com A primary",
      withEvaluation(false),
    );
    for (const part of ["Route 53", "everywhere else", "eu-a and eu-b down", "eu-dr 100 %", "eu-a 90 %"]) {
      expect(said).toContain(part);
    }
    expect(said).not.toContain("us-a");
  });

  test("with the client alone when nothing need be down", () => {
    const [said = ""] = differencesWithout("www.example.com A country-DE", withAddress("192.0.2.10"));
    expect(said).toContain("Germany");
    expect(said).toContain("de 100 %");
    expect(said).toContain("eu-a 100 %");
  });
});

test("endpoints with one address are named together, since an answer can't tell them apart", () => {
  const document = documentOf(["a", "b"], { www: { ttl: 30, to: { failover: ["a", "b"] } } });
  const endpoints = { ...Object(document.endpoints), b: { ipv4: "192.0.2.10" }, c: { ipv4: "192.0.2.12" } };
  const to = { weighted: { a: 1, b: 1, c: 2 } };
  const { records, compiled } = compile({ ...document, endpoints, records: { www: { ttl: 30, to } } });
  const resources = compiled.resources.filter(({ key }) => key !== "record set www.example.com A c");
  const [difference] = proveCompile(route53, records, { ...compiled, resources }).diagnostics;
  expect(difference).toMatchObject({ args: { wanted: "a/b 50 % and c 50 %", actual: "a/b 100 %" } });
});

type Mutation = readonly [string, string, (set: RecordSet) => RecordSet];

function withAlias(set: RecordSet, change: Partial<NonNullable<RecordSet["AliasTarget"]>>): RecordSet {
  if (set.AliasTarget === undefined) throw new Error(`${keyOf(set)} is no alias`);
  return { ...set, AliasTarget: { ...set.AliasTarget, ...change } };
}

function withEvaluation(EvaluateTargetHealth: boolean) {
  return (set: RecordSet) => withAlias(set, { EvaluateTargetHealth });
}

function withTarget(DNSName: string) {
  return (set: RecordSet) => withAlias(set, { DNSName });
}

function inZone(HostedZoneId: string) {
  return (set: RecordSet) => withAlias(set, { HostedZoneId });
}

function withAddress(Value: string) {
  return (set: RecordSet): RecordSet => ({ ...set, ResourceRecords: [{ Value }] });
}

function withoutCheck({ HealthCheckId, ...set }: RecordSet): RecordSet {
  expect(HealthCheckId).toBeDefined();
  return set;
}
