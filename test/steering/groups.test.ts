import { describe, expect, test } from "vitest";
import { checkPolicy } from "../../src/plan/check.ts";
import { resolveGroups } from "../../src/policy/groups.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import { continentOf } from "../../src/steering/geography.ts";
import { steerPolicy } from "../../src/steering/steer.ts";
import { locationsNamedIn } from "../../src/steering/walk.ts";
import { documentOf } from "../provider/route53/fixtures.ts";

function steer(branches: readonly object[], more: object = {}) {
  const geolocation = branches.map((from, position) => ({ from, to: position === 0 ? "a" : "b" }));
  const to = { geolocation: [...geolocation, { from: "anywhere", to: { failover: ["c", "b"] } }] };
  const text = JSON.stringify(documentOf(["a", "b", "c"], { www: { ttl: 30, to } }, { ...more }));
  const loaded = loadPolicy({ path: "policy.json", text });
  const steered = loaded.policy === null ? null : steerPolicy(loaded.policy);
  const diagnostics = [...loaded.diagnostics, ...(steered?.diagnostics ?? [])];
  const places = (steered?.records ?? []).flatMap(({ tree }) =>
    locationsNamedIn(tree).flatMap((place) => (place.kind === "country" ? [place.country] : [])),
  );
  return { places, found: diagnostics.map(({ code, args }) => ({ code, args })) };
}

describe("the groups that are built in", () => {
  const { groups } = resolveGroups([], () => undefined);

  test("are the 27 of the European Union and the 30 of its economic area, all places that Route 53 knows", () => {
    expect(new Set(groups.get("EU27")).size).toBe(27);
    expect(new Set(groups.get("EEA")).size).toBe(30);
    for (const country of groups.get("EEA") ?? []) expect(continentOf(country), country).toBe("EU");
    const outside = ["GB", "CH", "TR", "RU", "UA", "RS"];
    expect(outside.filter((country) => groups.get("EEA")?.includes(country))).toEqual([]);
    expect(groups.get("EEA")?.filter((country) => !groups.get("EU27")?.includes(country))).toEqual([
      "IS",
      "LI",
      "NO",
    ]);
  });
});

describe("a branch for a group", () => {
  test("is one for each of its countries", () => {
    const { places, found } = steer([{ groups: ["EU27"] }]);
    expect(found).toEqual([]);
    expect(places).toHaveLength(27);
  });

  test("may be of one's own making, beside countries", () => {
    const { places, found } = steer([{ countries: ["FR"], groups: ["dach"] }], {
      groups: { dach: ["DE", "AT", "CH"] },
    });
    expect(found).toEqual([]);
    expect([...places].sort()).toEqual(["AT", "CH", "DE", "FR"]);
  });

  test("of which there is none is an error that guesses", () => {
    expect(steer([{ groups: ["EU28"] }]).found).toMatchObject([
      { code: "unknown-group", args: { name: "EU28", suggestion: "EU27" } },
    ]);
  });

  test("names no country that another branch has", () => {
    const twice = steer([{ groups: ["EU27"] }, { countries: ["DE"] }]).found;
    expect(twice).toMatchObject([{ code: "place-named-twice", args: { place: "Germany" } }]);
    // The European Economic Area holds all of the Union, and each country is told.
    expect(steer([{ groups: ["EU27"] }, { groups: ["EEA"] }]).found).toHaveLength(27);
  });

  test("keeps the meaning of a name that is built in", () => {
    const { places, found } = steer([{ groups: ["EU27"] }], { groups: { EU27: ["CH", "NO"] } });
    expect(found).toEqual([{ code: "group-built-in", args: { name: "EU27" } }]);
    expect(places).toEqual([]);
  });

  test("with a code that is no country is an error, once, and where nothing uses it too", () => {
    const document = (to: unknown) =>
      JSON.stringify(documentOf(["a", "b"], { www: { ttl: 30, to } }, { groups: { isles: ["UK", "IE"] } }));
    const branches = [
      { from: { groups: ["isles"] }, to: "a" },
      { from: "anywhere", to: "b" },
    ];
    for (const to of [{ geolocation: branches }, { weighted: { a: 1, b: 1 } }]) {
      const { diagnostics } = checkPolicy({ path: "policy.json", text: document(to) });
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      expect(errors.map(({ code, args }) => ({ code, args }))).toMatchObject([
        { code: "unknown-place", args: { code: "UK", suggestion: "GB" } },
      ]);
    }
  });

  test("with a code that is no country is an error", () => {
    const { found } = steer([{ groups: ["isles"] }], { groups: { isles: ["UK", "IE"] } });
    expect(found).toMatchObject([{ code: "unknown-place", args: { code: "UK", suggestion: "GB" } }]);
  });
});
