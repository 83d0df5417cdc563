import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasErrors } from "../../../src/diagnostic/describe.ts";
import { proveCompile } from "../../../src/provider/prove.ts";
import { route53 } from "../../../src/provider/route53/route53.ts";
import { compile, type Document } from "../../property/grow.ts";
import { policyDocument } from "../../property/policies.ts";
import { documentOf, dualStack, recordSetsOf } from "./fixtures.ts";

function codesOf(document: Document): readonly string[] {
  return compile(document)
    .compiled.diagnostics.map(({ code }) => code)
    .filter((code) => code !== "route53-unreachable");
}

describe("names that the compile makes", () => {
  const label = "n".repeat(60);
  /** A record whose full name has this many characters. */
  function recordOf(length: number, to: unknown): Document {
    const zone = "example.com";
    const labels = `${label}.${label}.${label}.`;
    const name = `${labels}${"m".repeat(length - labels.length - zone.length - 1)}`;
    return documentOf(["a", "b", "c"], { [name]: { ttl: 30, to } });
  }

  test("may have 253 characters, the marker's too", () => {
    expect(codesOf(recordOf(243, "a"))).toEqual([]);
    expect(codesOf(recordOf(244, "a"))).toEqual(["route53-name-length"]);
  });

  test("are told once for each record, by the longest", () => {
    const to = { failover: [{ weighted: { a: 1, b: 1 } }, "c"] };
    expect(codesOf(recordOf(237, to))).toEqual([]);
    for (const length of [238, 250]) expect(codesOf(recordOf(length, to))).toEqual(["route53-name-length"]);
    const { diagnostics } = compile(recordOf(250, to)).compiled;
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ args: expect.objectContaining({ length: 266 }) }),
    );
  });
});

describe("a chain of aliases", () => {
  const names = ["a", "b", "c", "d", "e", "f"];

  test("of three is documented, of four a warning", () => {
    const at = (count: number) =>
      codesOf(documentOf(names, { www: { ttl: 30, to: { failover: names.slice(0, count) } } }));
    expect(at(5)).toEqual([]);
    expect(at(6)).toEqual(["route53-hops"]);
    const document = documentOf(names, { www: { ttl: 30, to: { failover: names } } });
    expect(hasErrors(compile(document).compiled.diagnostics)).toBe(false);
  });
});

test("more than 100 places in one geolocation are refused: Route 53 takes 100 record sets of one name and type", () => {
  const countries =
    "DE FR GB IE NL BE LU ES PT IT AT CH DK SE NO FI IS PL CZ SK HU SI HR RO BG GR CY MT EE LV LT".split(" ");
  const americas = "US CA MX BR AR CL PE CO VE UY PY BO EC GY SR CR PA NI HN GT SV BZ CU DO HT JM".split(" ");
  const asia =
    "JP KR CN TW HK MO SG MY TH VN ID PH IN PK BD LK NP AE SA QA KW OM BH JO LB IL IQ IR TR KZ UZ".split(" ");
  const africa = "ZA NG KE EG MA TN DZ GH SN CI CM UG".split(" ");
  const all = [...countries, ...americas, ...asia, ...africa];
  const at = (count: number) => {
    const to = {
      geolocation: [
        { from: { countries: all.slice(0, count) }, to: "a" },
        { from: "anywhere", to: "b" },
      ],
    };
    return codesOf(documentOf(["a", "b"], { www: { ttl: 30, to } }));
  };
  expect(new Set(all).size).toBe(100);
  expect(at(99)).toEqual([]);
  expect(at(100)).toEqual(["route53-group-size"]);
});

test("all records together may name 1,000 networks", () => {
  const at = (count: number) => {
    const networks = Array.from({ length: count }, (_, number) => `10.${number >> 8}.${number & 255}.0/24`);
    const records = Array.from({ length: Math.ceil(count / 95) }, (_, number) => {
      const from = networks.slice(95 * number, 95 * (number + 1));
      const to = {
        subnet: [
          { from, to: "a" },
          { from: "anywhere", to: "b" },
        ],
      };
      return [`r${number}`, { ttl: 30, to }] as const;
    });
    return codesOf(documentOf(["a", "b"], Object.fromEntries(records)));
  };
  expect(at(1000)).toEqual([]);
  expect(at(1001)).toEqual(["route53-collection-size"]);
});

describe("random policies", () => {
  const names = fc.uniqueArray(fc.constantFrom("@", "www", "*", "*.www", "a.b", "*.b"), {
    minLength: 1,
    maxLength: 3,
  });

  test("at any name, of both families and of several records, answer as they mean", () => {
    fc.assert(
      fc.property(policyDocument(3), policyDocument(3), names, (one, other, labels) => {
        const written = [one, other].map(({ records }) => Object(records).www);
        const records = Object.fromEntries(labels.map((label, position) => [label, written[position % 2]]));
        const document = dualStack({ ...one, records });
        const grown = compile(document);
        if (hasErrors(grown.compiled.diagnostics)) return;
        const { diagnostics, records: proved } = proveCompile(route53, grown.records, grown.compiled);
        expect(diagnostics).toEqual([]);
        expect(proved).toBe(labels.length);
        const keys = grown.compiled.resources.map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        const families = recordSetsOf(grown.compiled).map(({ Type }) => Type);
        expect(families.filter((type) => type === "A")).toHaveLength(families.length / 2);
      }),
      { numRuns: 200 },
    );
  });

  test("of more endpoints than can be tried in every state are proved by a sample, and say so", () => {
    const all = Array.from({ length: 16 }, (_, position) => `e${position}`);
    const pool = (from: number) => ({
      weighted: Object.fromEntries(all.slice(from, from + 4).map((name, position) => [name, position + 1])),
    });
    const to = {
      geolocation: [
        { from: { continents: ["EU"] }, to: { failover: [pool(0), pool(4)] }, whenDown: "stay" },
        { from: { continents: ["AS"] }, to: { failover: [pool(4), pool(8)] } },
        { from: "anywhere", to: { failover: [pool(12), pool(0), pool(8)] } },
      ],
    };
    const { compiled, records } = compile(documentOf(all, { www: { ttl: 30, to } }));
    const proof = proveCompile(route53, records, compiled);
    expect(proof).toMatchObject({ classes: 3, exhaustive: false, seed: 1, diagnostics: [] });
    expect(proof.states).toBeGreaterThan(500);
  });
});
