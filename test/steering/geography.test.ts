import { describe, expect, test } from "vitest";
import type { WrittenPlace } from "../../src/policy/written-place.ts";
import { classifyClients } from "../../src/steering/clients.ts";
import {
  anywhere,
  clientAt,
  continentCodes,
  continentOf,
  countriesOf,
  countryCodes,
  isStateCode,
  type Location,
  locationKey,
  locationsOf,
  nameOf,
} from "../../src/steering/geography.ts";
import { readPlace } from "../../src/steering/place.ts";

describe("the table of places", () => {
  test.each([
    ["AF", 57],
    ["AN", 3],
    ["AS", 50],
    ["EU", 54],
    ["NA", 41],
    ["OC", 27],
    ["SA", 14],
  ] as const)("%s has %d countries", (continent, count) => {
    expect(countriesOf(continent)).toHaveLength(count);
  });

  test("has every country on one continent", () => {
    const all = continentCodes.flatMap(countriesOf);
    expect(new Set(all).size).toBe(all.length);
    expect([...countryCodes].sort()).toEqual([...all].sort());
    for (const country of all) expect(country).toMatch(/^[A-Z]{2}$/u);
  });

  test("has the 50 states of the US and the District of Columbia", () => {
    const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
    const codes = letters.flatMap((one) => letters.map((other) => `${one}${other}`));
    expect(codes.filter(isStateCode)).toHaveLength(51);
    expect(isStateCode("DC")).toBe(true);
    for (const territory of ["PR", "GU", "VI", "AS", "MP", "UM"]) expect(isStateCode(territory)).toBe(false);
  });

  test.each([
    ["TR", "EU"],
    ["CY", "EU"],
    ["RU", "EU"],
    ["GE", "AS"],
    ["AM", "AS"],
    ["AZ", "AS"],
    ["EG", "AF"],
    ["NA", "AF"],
    ["UA", "EU"],
    ["UM", "OC"],
    ["PR", "NA"],
    ["BV", null],
    ["CX", null],
    ["EH", null],
    ["HM", null],
    ["UK", null],
  ])("has %s in %s, as Route 53 does", (country, continent) => {
    expect(continentOf(country)).toBe(continent);
  });

  test("knows a name for each place", () => {
    for (const country of countryCodes) expect(nameOf({ kind: "country", country })).not.toBe(country);
    expect(nameOf({ kind: "country", country: "NA" })).toBe("Namibia");
    expect(nameOf({ kind: "continent", continent: "NA" })).toBe("North America");
  });
});

describe("a client is in", () => {
  const keys = (client: Parameters<typeof locationsOf>[0]) => locationsOf(client).map(locationKey);

  test.each([
    [
      { kind: "subdivision", country: "US", subdivision: "CA" },
      "subdivision:US-CA country:US continent:NA anywhere",
    ],
    [{ kind: "country", country: "DE" }, "country:DE continent:EU anywhere"],
    [{ kind: "continent", continent: "NA" }, "continent:NA anywhere"],
    [{ kind: "country", country: "NA" }, "country:NA continent:AF anywhere"],
    [{ kind: "country", country: "CX" }, "anywhere"],
    [anywhere, "anywhere"],
  ] satisfies readonly (readonly [Location, string])[])("%j: %s", (location, held) => {
    expect(keys(clientAt(location)).join(" ")).toBe(held);
  });

  test("the continent of its country, whatever else it claims", () => {
    expect(keys({ continent: "OC", country: "DE", subdivision: null })).toEqual([
      "country:DE",
      "continent:EU",
      "anywhere",
    ]);
    expect(keys({ continent: "OC", country: "CX", subdivision: null })).toEqual(["anywhere"]);
  });
});

describe("classes of clients", () => {
  test("are one for each named place and one for everybody else, general ones first", () => {
    const named: readonly Location[] = [
      { kind: "subdivision", country: "US", subdivision: "CA" },
      { kind: "country", country: "US" },
      { kind: "continent", continent: "EU" },
      { kind: "country", country: "DE" },
      { kind: "country", country: "US" },
      anywhere,
    ];
    expect(classifyClients(named).map(({ name }) => name)).toEqual([
      "everywhere else",
      "Europe",
      "Germany",
      "United States",
      "US-CA",
    ]);
    expect(classifyClients([]).map(({ name }) => name)).toEqual(["everywhere"]);
  });

  const europe: Location = { kind: "continent", continent: "EU" };
  test.each<[string, (code: string) => boolean, readonly Location[], readonly string[]]>([
    ["a continent", (code) => continentOf(code) === "EU", [], ["everywhere else", "Europe"]],
    [
      "two continents",
      (code) => ["EU", "NA"].includes(continentOf(code) ?? ""),
      [],
      ["everywhere else", "Europe, North America"],
    ],
    ["two countries", (code) => ["DE", "FR"].includes(code), [], ["everywhere else", "France, Germany"]],
    [
      "many countries",
      (code) => continentOf(code) === "EU" && code !== "FR",
      [],
      ["everywhere else", "some countries, such as Andorra"],
    ],
    [
      "a part of a continent",
      (code) => code === "DE",
      [europe],
      ["everywhere else", "Europe, such as Andorra", "Germany"],
    ],
    ["nobody", () => false, [], ["everywhere"]],
  ])("that a vendor's lists tell apart are named by what they hold: %s", (_, isListed, named, names) => {
    const countries = new Map(["", ...countryCodes].map((code) => [code, isListed(code) ? "list" : "rest"]));
    const found = classifyClients(named, [], countries).map(({ name }) => name);
    expect([...found].sort()).toEqual([...names].sort());
  });
});

describe("a place as written", () => {
  const read = (kind: WrittenPlace["kind"], code: string) =>
    readPlace({ kind, code, origin: { file: "policy.yaml", pointer: "/x", on: "value" } });

  test.each([
    ["continent", "EU", "continent:EU"],
    ["country", "GB", "country:GB"],
    ["subdivision", "US-CA", "subdivision:US-CA"],
    ["anywhere", "", "anywhere"],
  ] as const)("%s %s is found", (kind, code, key) => {
    const place = read(kind, code);
    if ("code" in place) throw new Error(place.code);
    expect(locationKey(place)).toBe(key);
  });

  test.each([
    ["country", "UK", "GB"],
    ["country", "EL", "GR"],
    ["continent", "EUR", null],
    ["subdivision", "US-XX", null],
    ["country", "ZZ", null],
  ] as const)("%s %s is unknown, and what is suggested is %s", (kind, code, suggestion) => {
    expect(read(kind, code)).toMatchObject({
      code: "unknown-place",
      severity: "error",
      args: { suggestion },
    });
  });

  test.each(["BV", "CX", "EH", "HM"])("%s can't be told apart by any vendor", (code) => {
    expect(read("country", code)).toMatchObject({ code: "unsupported-country", args: { code } });
  });

  test("a subdivision outside the US can't be told apart, and its country can", () => {
    expect(read("subdivision", "CA-ON")).toMatchObject({ code: "no-subdivisions", args: { country: "CA" } });
  });
});
