import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { batchLimits } from "../../../src/provider/route53/batch.ts";
import { compile, type Document } from "../../property/grow.ts";
import { policyDocument } from "../../property/policies.ts";
import { drawsOf, liftParts } from "../../property/rewrite.ts";
import { documentOf, dualStack, threePools } from "./fixtures.ts";
import { batchesBetween, describeBatch, replay, textOf, zoneOf } from "./zone-replay.ts";

const names = ["a", "b", "c", "d"];

function www(to: unknown, more: Document = {}): Document {
  return documentOf(names, { www: { ttl: 30, to } }, more);
}

function compiledOf(document: Document) {
  return compile(document).compiled;
}

describe("a batch", () => {
  const pool = (weight: number) =>
    compiledOf(
      www({ failover: [{ use: "pool" }, "c"] }, { policies: { pool: { weighted: { a: weight, b: 10 } } } }),
    );

  test("creates from the addresses up to the public name", () => {
    expect(describeBatch(batchesBetween(null, pool(90))[0])).toEqual([
      "CREATE _signpost-pool.www.example.com b",
      "CREATE _signpost-pool.www.example.com a",
      "CREATE www.example.com secondary",
      "CREATE www.example.com primary",
      "CREATE _signpost.www.example.com",
    ]);
  });

  test("deletes from the public name down to the addresses", () => {
    const order = describeBatch(batchesBetween(pool(90), null)[0]);
    expect(order).toHaveLength(5);
    expect(order.indexOf("DELETE www.example.com primary")).toBeLessThan(
      order.indexOf("DELETE _signpost-pool.www.example.com a"),
    );
  });

  test("updates by a delete of what was read and a create of what is wanted, never by UPSERT", () => {
    const [batch, ...others] = batchesBetween(pool(90), pool(60));
    expect(others).toEqual([]);
    expect(describeBatch(batch)).toEqual([
      "DELETE _signpost.www.example.com",
      "DELETE _signpost-pool.www.example.com a",
      "CREATE _signpost-pool.www.example.com a",
      "CREATE _signpost.www.example.com",
    ]);
    expect(batch?.changes.map(({ ResourceRecordSet }) => ResourceRecordSet?.Weight)).toEqual([
      undefined,
      90,
      60,
      undefined,
    ]);
    expect(batch).toMatchObject({
      owners: ["www.example.com"],
      keys: expect.arrayContaining([
        "record set _signpost-pool.www.example.com A a",
        "marker www.example.com",
      ]),
    });
  });

  test("asserts the aliases above a group again that would be empty for an instant", () => {
    // Only one member has a record set, two aliases below the public name.
    const drained = (weight: number) =>
      compiledOf(
        www(
          {
            geolocation: [
              { from: { continents: ["EU"] }, to: { failover: [{ use: "pool" }, "c"] } },
              { from: "anywhere", to: "d" },
            ],
          },
          { policies: { pool: { weighted: { a: weight, b: 0 } } } },
        ),
      );
    const [before, after] = [drained(5), drained(9)];
    const batches = batchesBetween(before, after);
    expect(describeBatch(batches[0])).toEqual([
      "DELETE _signpost.www.example.com",
      "DELETE _signpost-eu.www.example.com primary",
      "DELETE _signpost-pool.www.example.com a",
      "CREATE _signpost-pool.www.example.com a",
      "CREATE _signpost-eu.www.example.com primary",
      "CREATE _signpost.www.example.com",
    ]);
    expect(replay(zoneOf(before), batches)).toEqual(zoneOf(after));
  });

  test("asserts them up to the public name, when each group on the way has one member", () => {
    const staying = { geolocation: [{ from: "anywhere", to: { use: "pool" }, whenDown: "stay" }] };
    const held = (weight: number) =>
      compiledOf(
        www(
          {
            weighted: [
              { to: { failover: ["c", staying] }, weight: 1 },
              { to: "d", weight: 0 },
            ],
          },
          {
            policies: { pool: { weighted: { a: weight, b: 0 } } },
          },
        ),
      );
    const [before, after] = [held(5), held(9)];
    const batches = batchesBetween(before, after);
    const order = describeBatch(batches[0]);
    expect(order.filter((line) => line.startsWith("DELETE"))).toHaveLength(4);
    expect(order.at(-2)).toMatch(/secondary$/u);
    expect(replay(zoneOf(before), batches)).toEqual(zoneOf(after));
  });

  test("leaves the public name alone when its group keeps a member", () => {
    const lines = describeBatch(batchesBetween(pool(90), pool(60))[0]);
    expect(lines.filter((line) => line.includes(" www.example.com"))).toEqual([]);
  });
});

describe("from any policy to any other", () => {
  const documents = fc
    .tuple(policyDocument(3), fc.integer())
    .map(([document, seed]) => liftParts(document, drawsOf(seed)));

  test("no alias ever leads to nothing, nothing is overwritten, and the zone is what was wanted", () => {
    fc.assert(
      fc.property(documents, documents, (one, other) => {
        const [before, after] = [compiledOf(one), compiledOf(other)];
        const replayed = replay(zoneOf(before), batchesBetween(before, after));
        expect(texts(replayed)).toEqual(texts(zoneOf(after)));
      }),
      { numRuns: 300 },
    );
  });

  test("equal plans send equal batches", () => {
    fc.assert(
      fc.property(documents, documents, (one, other) => {
        const batches = batchesBetween(compiledOf(one), compiledOf(other));
        expect(batchesBetween(compiledOf(one), compiledOf(other))).toEqual(batches);
      }),
      { numRuns: 50 },
    );
  });
});

function texts(zone: ReturnType<typeof zoneOf>): readonly string[] {
  return [...zone.values()].map(textOf).sort();
}

describe("limits", () => {
  /** `count` records that take 4 elements each: 3 addresses and a marker. */
  function many(count: number, endpoints = 3): Document {
    const all = Array.from({ length: endpoints }, (_, position) => `e${position}`);
    const to = { weighted: Object.fromEntries(all.map((name) => [name, 1])) };
    const records = Array.from({ length: count }, (_, position) => [`n${position}`, { ttl: 30, to }]);
    return documentOf(all, Object.fromEntries(records));
  }

  test("1,000 elements go into one batch, and one more into two", () => {
    const sizes = (count: number) =>
      batchesBetween(null, compiledOf(many(count))).map(({ changes }) => changes.length);
    expect(sizes(250)).toEqual([1000]);
    expect(sizes(251)).toEqual([1000, 4]);
  });

  test("999 elements leave room for one, and a name of two goes into the next batch", () => {
    const document = many(333, 2);
    const last = { ...Object(document.records), last: { ttl: 30, to: "e0" } };
    const batches = batchesBetween(null, compiledOf({ ...document, records: last }));
    expect(batches.map(({ changes }) => changes.length)).toEqual([999, 2]);
  });

  test("a name is never split over two batches", () => {
    const batches = batchesBetween(null, compiledOf(dualStack(many(150))));
    expect(batches.length).toBeGreaterThan(1);
    const owners = batches.flatMap((batch) => batch.owners);
    expect(new Set(owners).size).toBe(owners.length);
    for (const { owners: own, changes } of batches) {
      expect(changes.length).toBeLessThanOrEqual(batchLimits.elements);
      expect(changes).toHaveLength(own.length * 7);
    }
  });

  test("an update counts once for its delete and once for its create", () => {
    const before = many(130);
    const { records } = before;
    const slower = Object.fromEntries(
      Object.entries(Object(records)).map(([name, record]) => [name, { ...Object(record), ttl: 60 }]),
    );
    const sizes = batchesBetween(compiledOf(before), compiledOf({ ...before, records: slower })).map(
      ({ changes }) => changes.length,
    );
    expect(sizes).toEqual([1000, 40]);
  });

  test("every value of a record set counts, and an alias counts as one", () => {
    // 8 unchecked addresses are one record set of 8 elements; with its marker a name takes 9.
    const all = Array.from({ length: 8 }, (_, position) => `e${position}`);
    const records = Array.from({ length: 112 }, (_, position) => [
      `n${position}`,
      { ttl: 30, to: { multivalue: all } },
    ]);
    const document = documentOf(all, Object.fromEntries(records));
    const endpoints = Object.fromEntries(
      all.map((name, position) => [name, { ipv4: `192.0.2.${10 + position}`, healthCheck: "none" }]),
    );
    const { healthChecks: _, ...unchecked } = document;
    const batches = batchesBetween(null, compiledOf({ ...unchecked, endpoints }));
    expect(batches.map(({ owners }) => owners.length)).toEqual([111, 1]);

    const { compiled } = compile(threePools);
    const [batch] = batchesBetween(null, compiled);
    expect(batch).toMatchObject({ elements: batch?.changes.length });
  });

  test("32,000 characters of values end a batch before 1,000 elements do", () => {
    // The longest IPv6 addresses, and markers.
    const long = documentOf(names, {});
    const endpoints = Object.fromEntries(
      names.map((name, position) => [
        name,
        { ipv6: `2001:db8:1111:2222:3333:4444:5555:666${position}`, healthCheck: "up" },
      ]),
    );
    const to = { weighted: { a: 1, b: 1, c: 1, d: 1 } };
    const records = Object.fromEntries(
      Array.from({ length: 200 }, (_, position) => [`n${position}`, { ttl: 30, to }]),
    );
    const batches = batchesBetween(null, compiledOf({ ...long, endpoints, records }));
    expect(batches.length).toBeGreaterThan(1);
    for (const { changes } of batches) {
      const values = changes.flatMap(({ ResourceRecordSet }) => ResourceRecordSet?.ResourceRecords ?? []);
      const characters = values.reduce((sum, { Value = "" }) => sum + Value.length, 0);
      expect(characters).toBeLessThanOrEqual(32_000);
      expect(changes.length).toBeLessThan(1000);
    }
  });
});
