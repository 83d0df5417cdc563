import { describe, expect, test } from "vitest";
import {
  enumerateRanks,
  placeKeyOf,
  type RankedPlace,
  rankFrom,
  sortByRank,
} from "../../src/steering/ranking.ts";

const regions = ["eu-west-1", "us-east-1", "ap-southeast-1", "sa-east-1", "af-south-1", "ca-central-1"];

function latency(region: string): RankedPlace {
  return { kind: "latency", region };
}

function at(latitude: number, longitude: number, bias = 0): RankedPlace {
  return { kind: "distance", at: { latitude, longitude }, bias };
}

/** The orders in which the places come out, as texts. */
function ordersOf(places: readonly RankedPlace[]): readonly string[] {
  return enumerateRanks(places).map((rank) =>
    sortByRank(
      places.map((place) => ({ place })),
      rank,
    )
      .map(({ place }) => placeKeyOf(place))
      .join(" > "),
  );
}

describe("the orders that a proof tries", () => {
  test.each([
    [1, 1],
    [2, 2],
    [3, 6],
    [4, 24],
  ])("of %i places are all %i", (places, orders) => {
    const found = ordersOf(regions.slice(0, places).map(latency));
    expect(new Set(found).size).toBe(orders);
    expect(found).toHaveLength(orders);
  });

  test.each([5, 6])("of %i places are every pair of a first and a second", (count) => {
    const found = ordersOf(regions.slice(0, count).map(latency));
    const pairs = new Set(found.map((order) => order.split(" > ").slice(0, 2).join(" > ")));
    expect(pairs.size).toBe(count * (count - 1));
    expect(found).toHaveLength(count * (count - 1));
  });

  test("count a place once, however often it is ranked, and none is no ranking", () => {
    expect(ordersOf([latency("eu-west-1"), latency("eu-west-1")])).toHaveLength(1);
    expect(enumerateRanks([])).toEqual([undefined]);
  });

  test("a place that they don't know comes last", () => {
    const [rank] = enumerateRanks([latency("eu-west-1")]);
    const sorted = sortByRank([{ place: latency("us-east-1") }, { place: latency("eu-west-1") }], rank);
    expect(sorted.map(({ place }) => placeKeyOf(place))).toEqual(["latency eu-west-1", "latency us-east-1"]);
  });
});

describe("a ranking by distance", () => {
  const paris = { latitude: 48.9, longitude: 2.4 };
  const near = { place: at(50.1, 8.7), name: "Frankfurt" };
  const far = { place: at(53.3, -6.3), name: "Dublin" };
  const nearestTo = (members: readonly { place: RankedPlace; name: string }[]) =>
    sortByRank(members, rankFrom(paris))[0]?.name;

  test("puts the nearest first, whatever the order in the file", () => {
    expect(nearestTo([near, far])).toBe("Frankfurt");
    expect(nearestTo([far, near])).toBe("Frankfurt");
  });

  test("is drawn further by a bias above 0, and less far by one below", () => {
    // About 480 km to Frankfurt and 780 km to Dublin, so 780 × (1 − b/100) < 480 from about b = 39 on.
    expect(nearestTo([near, { ...far, place: at(53.3, -6.3, 30) }])).toBe("Frankfurt");
    expect(nearestTo([near, { ...far, place: at(53.3, -6.3, 50) }])).toBe("Dublin");
    // And 480 ÷ (1 − b/100) > 780 from the same on, below 0.
    expect(nearestTo([{ ...near, place: at(50.1, 8.7, -30) }, far])).toBe("Frankfurt");
    expect(nearestTo([{ ...near, place: at(50.1, 8.7, -50) }, far])).toBe("Dublin");
  });

  test("is in kilometres, shifted as Route 53 documents it", () => {
    const rank = rankFrom({ latitude: 0, longitude: 0 });
    const quarter = (6371 * Math.PI) / 2;
    expect(rank(at(0, 90))).toBeCloseTo(quarter, 6);
    expect(rank(at(0, 90, 20))).toBeCloseTo(quarter * 0.8, 6);
    expect(rank(at(0, 90, -20))).toBeCloseTo(quarter / 0.8, 6);
    expect(rank(at(0, 180))).toBeCloseTo(2 * quarter, 6);
  });

  test("leaves places that are equally far as they stand", () => {
    const rank = rankFrom({ latitude: 0, longitude: 0 });
    const [east, west] = [
      { place: at(0, 10), name: "east" },
      { place: at(0, -10), name: "west" },
    ];
    expect(sortByRank([east, west], rank).map(({ name }) => name)).toEqual(["east", "west"]);
    expect(sortByRank([west, east], rank).map(({ name }) => name)).toEqual(["west", "east"]);
  });

  test("without one, places stay as they are written", () => {
    expect(sortByRank([far, near], undefined)).toEqual([far, near]);
  });
});

describe("a place's key", () => {
  test("has two decimals, of which −0.00 is 0.00: Route 53 keeps no more", () => {
    expect(placeKeyOf(at(-0.001, 179.996))).toBe("distance 0.00,180.00 0");
    expect(placeKeyOf(at(48.856, 2.352, -5))).toBe("distance 48.86,2.35 -5");
  });
});
