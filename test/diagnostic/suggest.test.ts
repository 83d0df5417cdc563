import { expect, test } from "vitest";
import { suggest } from "../../src/diagnostic/suggest.ts";

const kinds = ["endpoint", "multivalue", "weighted", "failover", "geolocation", "use"];

test.each([
  ["weigthed", "weighted"],
  ["Failover", "failover"],
  ["fail_over", "failover"],
  ["geo-location", "geolocation"],
  ["geolocations", "geolocation"],
])("%s is near %s", (word, meant) => {
  expect(suggest(word, kinds)).toBe(meant);
});

test("finds the nearest, not the first", () => {
  expect(suggest("eu-b1", ["eu-a", "eu-b", "eu-c"])).toBe("eu-b");
});

test("letters in another order are near, even in short words", () => {
  expect(suggest("wbe", ["web", "api"])).toBe("web");
});

test("a long common beginning is near", () => {
  expect(suggest("country", ["continents", "countries", "subdivisions"])).toBe("countries");
});

test("proposes nothing that is far away", () => {
  expect(suggest("standby", kinds)).toBeNull();
  expect(suggest("ab", ["cd", "ef"])).toBeNull();
  expect(suggest("x", [])).toBeNull();
});
