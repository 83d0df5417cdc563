import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupName, markerName, ownerOf } from "../../../src/provider/route53/names.ts";
import { compile, type Document } from "../../property/grow.ts";
import { policyDocument } from "../../property/policies.ts";
import { drawsOf, liftParts } from "../../property/rewrite.ts";
import { documentOf, helperLabels, recordSetsOf, setsByKey, threePools } from "./fixtures.ts";

const names = ["a", "b", "c", "d", "e"];

function labelsOf(to: unknown, policies: Document = {}): readonly string[] {
  const more = Object.keys(policies).length === 0 ? {} : { policies };
  return helperLabels(compile(documentOf(names, { www: { ttl: 30, to } }, more)).compiled);
}

describe("a helper group is named", () => {
  const pool = { weighted: { a: 1, b: 1 } };

  test("after the part that leads to it", () => {
    expect(labelsOf({ failover: [{ use: "pool" }, "c"] }, { pool })).toEqual(["_signpost-pool"]);
  });

  test("after its parent and its role there", () => {
    expect(
      labelsOf({
        geolocation: [
          { from: { countries: ["FR", "DE"] }, to: { failover: [pool, "c"] } },
          { from: { subdivisions: ["US-CA"] }, to: { failover: ["d", "c"] } },
          { from: "anywhere", to: { failover: ["a", "b", "c", "d"] } },
        ],
      }),
    ).toEqual([
      "_signpost-anywhere",
      "_signpost-anywhere-from-second",
      "_signpost-anywhere-from-third",
      "_signpost-de-fr",
      "_signpost-de-fr-first",
      "_signpost-us-ca",
    ]);
  });

  test("after the member of a weighted node, by its name, its part or a hash of its endpoints", () => {
    const [first = "", ...others] = labelsOf(
      {
        weighted: [
          { to: { failover: ["a", "b"] }, weight: 1, name: "canary" },
          { to: { use: "steady" }, weight: 2 },
          { to: { failover: ["d", "e"] }, weight: 3 },
        ],
      },
      { steady: { failover: ["b", "c"] } },
    );
    expect(first).toMatch(/^_signpost-[0-9a-f]{8}$/u);
    expect(others).toEqual(["_signpost-canary", "_signpost-steady"]);
  });

  test("as its part is written, even where a role makes the same name", () => {
    const labels = helperLabels(compile(threePools).compiled);
    expect(labels).toEqual(expect.arrayContaining(["_signpost-ap", "_signpost-eu", "_signpost-na"]));
    expect(labels.filter((label) => /^_signpost-eu-[0-9a-f]{4}$/u.test(label))).toHaveLength(1);
  });

  test("apart from a part that is called like another's role", () => {
    const labels = labelsOf(
      { failover: [{ use: "europe" }, { use: "europe-first" }] },
      { europe: { failover: [pool, "c"] }, "europe-first": { weighted: { d: 1, e: 1 } } },
    );
    expect(labels).toHaveLength(3);
    expect(labels).toEqual(expect.arrayContaining(["_signpost-europe", "_signpost-europe-first"]));
    expect(labels.find((label) => /^_signpost-europe-first-[0-9a-f]{4}$/u.test(label))).toBeDefined();
  });

  test("apart when North America and Namibia differ", () => {
    const labels = labelsOf({
      geolocation: [
        { from: { continents: ["NA"] }, to: { failover: ["a", "b"] } },
        { from: { countries: ["NA"] }, to: { failover: ["c", "b"] } },
        { from: "anywhere", to: "e" },
      ],
    });
    expect(labels).toHaveLength(2);
    expect(new Set(labels.map((label) => label.replace(/-[0-9a-f]{4}$/u, "")))).toEqual(
      new Set(["_signpost-na"]),
    );
  });

  test("once for equal subtrees, whichever of them is written as a part", () => {
    const part = { use: "pool" };
    const branches = (first: unknown, second: unknown) => [
      { from: { continents: ["EU"] }, to: { failover: [first, "c"] }, whenDown: "stay" },
      { from: { continents: ["AS"] }, to: { failover: [second, "c"] } },
      { from: "anywhere", to: { failover: ["d", second] } },
    ];
    const once = labelsOf({ geolocation: branches(part, pool) }, { pool });
    expect(once).toEqual(["_signpost-anywhere", "_signpost-as", "_signpost-pool"]);
    expect(labelsOf({ geolocation: branches(pool, part) }, { pool })).toEqual(once);
    expect(labelsOf({ geolocation: branches(part, pool).reverse() }, { pool })).toEqual(once);
  });

  test("the same, whichever of two equal members comes first", () => {
    const member = (name: string) => ({ to: { use: name }, weight: 1 });
    const parts = { x: { failover: ["a", "b"] }, y: { failover: ["a", "b"] }, z: { failover: ["c", "d"] } };
    const one = labelsOf({ weighted: [member("x"), member("y"), member("z")] }, parts);
    expect(labelsOf({ weighted: [member("z"), member("y"), member("x")] }, parts)).toEqual(one);
    expect(one).toEqual(["_signpost-x", "_signpost-z"]);
  });

  test("the same when a weight changes", () => {
    const at = (weight: number) =>
      labelsOf({
        geolocation: [
          { from: { continents: ["EU"] }, to: { failover: [{ weighted: { a: weight, b: 10 } }, "c"] } },
          {
            from: "anywhere",
            to: {
              weighted: [
                { to: { failover: ["d", "e"] }, weight },
                { to: { failover: ["e", "d"] }, weight: 2 },
              ],
            },
          },
        ],
      });
    expect(at(60)).toEqual(at(90));
    expect(at(0)).toEqual(at(90));
  });

  test("the same when a weight changes inside a member without a name, which also keeps its identifier", () => {
    const keysAt = (weight: number) => {
      const inner = { weighted: { a: weight, b: 10 } };
      const to = {
        weighted: [
          { to: inner, weight: 3 },
          { to: "c", weight: 4 },
        ],
      };
      return [...setsByKey(compile(documentOf(names, { www: { ttl: 30, to } })).compiled).keys()];
    };
    expect(keysAt(60)).toEqual(keysAt(90));
  });
});

describe("names of random policies", () => {
  const documents = fc
    .tuple(policyDocument(4), fc.integer())
    .map(([document, seed]) => liftParts(document, drawsOf(seed)));

  test("hold no second `_`, fit in a label, and lead back to their public name", () => {
    fc.assert(
      fc.property(documents, (document) => {
        for (const { Name } of recordSetsOf(compile(document).compiled)) {
          const [label = ""] = Name.split(".");
          expect(label.length).toBeLessThanOrEqual(63);
          if (Name === "www.example.com") continue;
          expect(label).toMatch(/^_signpost-[a-z0-9-]+$/u);
          expect(ownerOf(Name)).toBe("www.example.com");
        }
      }),
      { numRuns: 300 },
    );
  });

  test("are told apart: a group is of one routing policy, and its identifiers are unique", () => {
    fc.assert(
      fc.property(documents, (document) => {
        const { compiled } = compile(document);
        const sets = recordSetsOf(compiled);
        expect(setsByKey(compiled).size).toBe(sets.length);
        const kinds = new Map<string, Set<string>>();
        for (const set of sets) {
          const kind = ["Weight", "Failover", "GeoLocation", "MultiValueAnswer"].find((key) => key in set);
          kinds.set(set.Name, (kinds.get(set.Name) ?? new Set()).add(kind ?? "simple"));
        }
        expect([...kinds.values()].filter((found) => found.size > 1)).toEqual([]);
        const simple = sets.filter((set) => set.SetIdentifier === undefined).map(({ Name }) => Name);
        expect(new Set(simple).size).toBe(simple.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe("groupName", () => {
  test("cuts and hashes what doesn't fit in a label, and keeps long names apart", () => {
    const long = "countries-".repeat(8);
    const [one, other] = [groupName("www.example.com", `${long}a`), groupName("www.example.com", `${long}b`)];
    expect(one).not.toBe(other);
    for (const name of [one, other]) expect(name.split(".")[0]).toHaveLength(63);
  });

  test("keeps `*.x` and `x` apart, and masks no wildcard with an empty name", () => {
    expect(groupName("*.app.example.com", "pool")).toBe("_signpost_wildcard-pool.app.example.com");
    expect(groupName("app.example.com", "pool")).toBe("_signpost-pool.app.example.com");
    expect(markerName("*.app.example.com")).toBe("_signpost_wildcard.app.example.com");
    expect(markerName("app.example.com")).toBe("_signpost.app.example.com");
  });

  test.each(["example.com", "www.example.com", "*.example.com", "*.app.example.com"])(
    "of %s leads back to it, as does its marker",
    (owner) => {
      expect(ownerOf(groupName(owner, "pool-first"))).toBe(owner);
      expect(ownerOf(markerName(owner))).toBe(owner);
    },
  );

  test.each(["www.example.com", "_acme-challenge.www.example.com", "_signposts.example.com", "com"])(
    "%s is nobody's helper",
    (name) => expect(ownerOf(name)).toBeNull(),
  );
});

describe("records `x` and `*.x` of one policy", () => {
  test("share no name", () => {
    const to = { failover: [{ use: "pool" }, "c"] };
    const document = documentOf(
      names,
      { app: { ttl: 30, to }, "*.app": { ttl: 30, to } },
      { policies: { pool: { weighted: { a: 1, b: 1 } } } },
    );
    const { compiled } = compile(document);
    const keys = compiled.resources.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(helperLabels(compiled)).toEqual(["_signpost-pool", "_signpost_wildcard-pool"]);
  });
});
