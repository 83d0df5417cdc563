import { expect, test } from "vitest";
import { compareAttributes } from "../../src/plan/diff.ts";
import type { JsonObject, Resource } from "../../src/provider/resource.ts";

function resource(attributes: JsonObject): Resource {
  return {
    kind: "pool",
    key: "pool a",
    owner: null,
    title: ["a"],
    detail: "",
    attributes,
    dependsOn: [],
    origin: null,
  };
}

const compare = (before: JsonObject, after: JsonObject) =>
  compareAttributes(resource(before), resource(after));

const origin = (name: string, weight: number) => ({
  name,
  address: `${name}.example`,
  enabled: true,
  weight,
});

test("of members with names, only what changes of each is told", () => {
  const origins = [origin("blue", 0.9), origin("green", 0.1)];
  expect(compare({ origins }, { origins: [origin("green", 0.4), origin("blue", 0.9)] })).toEqual([
    { attribute: "origins green weight", before: "0.1", after: "0.4" },
  ]);
});

test("members that come and go are told whole", () => {
  expect(compare({ origins: [origin("blue", 1)] }, { origins: [origin("green", 1)] })).toEqual([
    { attribute: "origins blue", before: "blue.example true 1", after: null },
    { attribute: "origins green", before: null, after: "green.example true 1" },
  ]);
});

test("places that change alike are one line", () => {
  const pools = (list: string) => ({ AT: [list], CH: [list], DE: [list], FR: [list] });
  expect(compare({ country_pools: pools("a") }, { country_pools: pools("b") })).toEqual([
    { attribute: "country_pools AT, CH, DE and 1 more", before: "a", after: "b" },
  ]);
});
