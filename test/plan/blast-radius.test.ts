/** The part of the answers that a plan moves. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Plan } from "../../src/plan/plan.ts";
import { type Shares, sharesMoved } from "../../src/plan/shares.ts";
import { document, weighing } from "../apply/policies.ts";
import { apply, emptied, openLab, plan, ready } from "../provider/lab.ts";

/** A policy is applied, and another is planned over it. */
async function planChange(before: object, after: object): Promise<Plan> {
  const lab = await openLab();
  await apply(lab, ready(before));
  return (await plan(lab, ready(after))).plan;
}

const places = (europe: object, rest: object | string) => ({
  ttl: 30,
  to: {
    geolocation: [
      { from: { continents: ["EU"] }, to: europe },
      { from: "anywhere", to: rest },
    ],
  },
});

describe("shares that are moved", () => {
  const labels = ["a", "b", "c", "d"];
  const shares: fc.Arbitrary<Shares> = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...labels), fc.integer({ min: 1, max: 9 })), {
      selector: ([label]) => label,
    })
    .map((drawn) => {
      const total = drawn.reduce((sum, [, weight]) => sum + weight, 0);
      return drawn.map(([label, weight]) => ({ label, share: weight / total }));
    });

  test("are a distance: none to itself, the same both ways, no detour is shorter, 1 at most", () => {
    fc.assert(
      fc.property(shares, shares, shares, (one, other, third) => {
        const moved = (from: Shares, to: Shares) => sharesMoved(from, to) ?? Number.NaN;
        expect(moved(one, one)).toBe(0);
        expect(moved(one, other)).toBe(moved(other, one));
        expect(moved(one, other)).toBeLessThanOrEqual(moved(one, third) + moved(third, other) + 1e-8);
        expect(moved(one, other)).toBeLessThanOrEqual(1);
        const disjoint = other?.every(({ label }) => !one?.some((known) => known.label === label));
        if (disjoint && (one?.length !== 0 || other?.length !== 0)) expect(moved(one, other)).toBe(1);
      }),
    );
  });

  test("can't be told where one side can't", () => {
    expect(sharesMoved(null, [])).toBe(null);
    expect(sharesMoved([], null)).toBe(null);
  });
});

describe("the blast radius of a name", () => {
  test("is that of the class of clients in which most moves", async () => {
    const { names, worst } = await planChange(
      document({ records: { www: places({ weighted: { a: 90, b: 10 } }, "c") } }),
      document({ records: { www: places({ weighted: { a: 60, b: 40 } }, "c") } }),
    );
    expect(names[0]?.blast).toEqual({ share: 0.3, clients: ["Europe"], queries: null });
    expect(names[0]?.traffic[0]?.rows.map(({ moved }) => moved)).toEqual([0.3, 0]);
    expect(worst).toEqual({ name: "www.example.com", blast: names[0]?.blast });
  });

  test("is none where only the TTL changes", async () => {
    const { names, worst } = await planChange(
      document(),
      document({ records: { www: { ...weighing(9, 1), ttl: 60 } } }),
    );
    expect(names[0]).toMatchObject({ status: "changed", ttl: 60, before: { ttl: 30 }, blast: { share: 0 } });
    expect(worst).toBe(null);
  });

  test("is everything where the name goes, and where an endpoint gets another address", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    const gone = (await plan(lab, emptied(ready(document())))).plan;
    expect(gone.worst?.blast).toEqual({ share: 1, clients: ["everywhere"], queries: null });
    const only = (address: string) =>
      document({ endpoints: { a: { ipv4: address } }, records: { www: { ttl: 30, to: "a" } } });
    const moved = await planChange(only("192.0.2.1"), only("192.0.2.9"));
    expect(moved.names[0]?.blast.share).toBe(1);
  });

  test("is none for a name's first answers, of one type as of all", async () => {
    const of = (types: readonly string[]) =>
      document({
        endpoints: { d: { ipv4: "192.0.2.4", ipv6: "2001:db8::4" } },
        records: { www: { ttl: 30, types, to: "d" } },
      });
    const { names } = await planChange(of(["A"]), of(["A", "AAAA"]));
    expect(names[0]?.blast.share).toBe(0);
  });

  test("counts clients that got no answer where others did", async () => {
    const { names } = await planChange(
      document({
        records: { www: { ttl: 30, to: { geolocation: [{ from: { continents: ["EU"] }, to: "a" }] } } },
      }),
      document({ records: { www: places({ endpoint: "a" }, "c") } }),
    );
    expect(names[0]?.blast).toMatchObject({ share: 1, clients: ["everywhere else"] });
  });
});

describe("of all queries", () => {
  const mix = (parts: readonly object[], records: object) => ({
    ...document({ records }),
    traffic: { mix: parts },
  });
  const change = (parts: readonly object[], europe = "c") =>
    planChange(
      document({ records: { www: places({ weighted: { a: 90, b: 10 } }, europe) } }),
      mix(parts, { www: places({ weighted: { a: 60, b: 40 } }, europe) }),
    );

  test("it is what the mix says of the places in which it moves", async () => {
    const { names } = await change([
      { from: { continents: ["EU"] }, share: 60 },
      { from: "anywhere", share: 40 },
    ]);
    expect(names[0]?.blast.queries).toBeCloseTo(0.18);
  });

  test("a place within another belongs to the part that names it", async () => {
    const { names } = await change([
      { from: { countries: ["DE", "FR"] }, share: 1 },
      { from: { continents: ["EU"] }, share: 1 },
      { from: "anywhere", share: 8 },
    ]);
    expect(names[0]?.blast.queries).toBeCloseTo(0.06);
  });

  test("where the mix is coarser than the record, the worst of each part counts", async () => {
    const { names } = await change([{ from: "anywhere", share: 5 }]);
    expect(names[0]?.blast.queries).toBeCloseTo(0.3);
  });

  test("nothing moves nothing", async () => {
    const policy = mix([{ from: "anywhere", share: 1 }], { www: weighing(9, 1) });
    const { names } = await planChange(policy, policy);
    expect(names[0]?.blast.queries).toBe(0);
  });
});
