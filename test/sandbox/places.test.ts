import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { builtInPlaces, findBuiltIn } from "../../src/sandbox/places/built-in.ts";
import { openMmdb } from "../../src/sandbox/places/mmdb.ts";
import { nowhere } from "../../src/sandbox/places/place.ts";
import { countries, states } from "../../src/sandbox/route53/places.ts";
import { continentOf, countryCodes, isStateCode } from "../../src/steering/geography.ts";
import { ask } from "./dns-client.ts";
import { makeMmdb } from "./make-mmdb.ts";
import { a, create, makeFolder, openWorkbench } from "./workbench.ts";

const single = (address: string, length = 32) => ({ family: 4, address, length }) as const;

describe("the built-in table", () => {
  test("has every country and state once, each in a network of its own within 198.18.0.0/15", () => {
    expect(builtInPlaces).toHaveLength(countries.size + states.size);
    expect(new Set(builtInPlaces.map(({ network }) => network)).size).toBe(builtInPlaces.length);
    for (const { network } of builtInPlaces) {
      expect(network).toMatch(/^198\.(18|19)\.([1-9]\d?|1\d\d|2[0-4]\d|25[0-4])\.0\/24$/);
    }
  });

  test("stays as it is: people write these networks down", () => {
    const networkOf = (country: string, subdivision: string | null = null) =>
      builtInPlaces.find((one) => one.country === country && one.subdivision === subdivision)?.network;
    expect(networkOf("AD")).toBe("198.18.1.0/24");
    expect(networkOf("DE")).toBe("198.18.55.0/24");
    expect(networkOf("US")).toBe("198.18.229.0/24");
    expect(networkOf("ZW")).toBe("198.18.246.0/24");
    expect(networkOf("US", "CA")).toBe("198.19.5.0/24");
  });

  test("knows the same countries, continents and states as steering, though it was written down apart", () => {
    expect([...countries].sort()).toEqual([...countryCodes].sort());
    expect([...states].filter(isStateCode)).toHaveLength(51);
    expect(states.size).toBe(51);
    for (const { network, country } of builtInPlaces) {
      const { place } = findBuiltIn(single(network.replace("0/24", "9")));
      expect(place).toMatchObject({ country, continent: continentOf(country) });
    }
  });

  test.each(["198.18.0.1", "198.19.0.1", "198.19.200.1", "127.0.0.1", "192.0.2.1"])(
    "has %s nowhere",
    (address) => {
      expect(findBuiltIn(single(address))).toEqual({ place: nowhere, length: 24 });
    },
  );
});

describe("a MaxMind database", () => {
  const record = (code: string, iso: string, more = {}) => ({
    continent: { code },
    country: { iso_code: iso },
    ...more,
  });

  async function makeFile(): Promise<string> {
    const file = join(await makeFolder(), "places.mmdb");
    const bytes = makeMmdb([
      { network: "81.2.69.0/24", record: record("EU", "GB") },
      {
        network: "216.160.83.0/25",
        record: record("NA", "US", {
          subdivisions: [{ iso_code: "WA" }],
          location: { latitude: 47.25, longitude: -122.31 },
        }),
      },
      // MaxMind counts Turkey to Asia, Route 53 to Europe.
      { network: "88.255.0.0/16", record: record("AS", "TR") },
      { network: "89.160.20.0/24", record: record("EU", "SE", { subdivisions: [{ iso_code: "E" }] }) },
      { network: "10.0.0.0/8", record: { continent: { code: "EU" } } },
      { network: "2a02:d000::/32", record: record("EU", "FR") },
    ]);
    writeFileSync(file, bytes);
    return file;
  }

  test("says where addresses are, and for how large a network", async () => {
    const find = openMmdb(await makeFile());
    expect(find(single("81.2.69.7"))).toMatchObject({
      place: { continent: "EU", country: "GB" },
      length: 24,
    });
    expect(find(single("216.160.83.9"))).toEqual({
      place: {
        continent: "NA",
        country: "US",
        subdivision: "WA",
        coordinates: { latitude: 47.25, longitude: -122.31 },
      },
      length: 25,
    });
    expect(find(single("88.255.1.1")).place).toMatchObject({ continent: "EU", country: "TR" });
    // Route 53 has no states but those of the US.
    expect(find(single("89.160.20.1")).place.subdivision).toBeNull();
    expect(find(single("10.1.1.1")).place).toMatchObject({ continent: "EU", country: null });
    expect(find(single("127.0.0.1")).place).toEqual(nowhere);
    const wide = find({ family: 6, address: "2a02:d000::1", length: 56 });
    expect(wide).toMatchObject({ place: { country: "FR" }, length: 32 });
  });

  test("steers DNS", async () => {
    const bench = await openWorkbench({ dnsPort: 0, find: openMmdb(await makeFile()) });
    const at = (id: string, address: string, GeoLocation: object) =>
      create(a("www.example.com", { SetIdentifier: id, GeoLocation }, address));
    await bench.change(
      at("gb", "192.0.2.44", { CountryCode: "GB" }),
      at("rest", "192.0.2.1", { CountryCode: "*" }),
    );
    const answer = await ask(bench.sandbox.dnsPort ?? 0, { name: "www.example.com", subnet: "81.2.69.0/24" });
    expect(answer).toMatchObject({ values: ["192.0.2.44"], scope: 24 });
  });

  test.each([
    ["isn't there", null],
    ["is none", Buffer.from("<html>")],
    ["is cut short", makeMmdb([{ network: "10.0.0.0/8", record: "x" }]).subarray(0, 40)],
  ])("that %s is refused by name", async (_, bytes) => {
    const file = join(await makeFolder(), "places.mmdb");
    if (bytes !== null) writeFileSync(file, bytes);
    expect(() => openMmdb(file)).toThrow(/can't say where addresses are: it (can't be read|is no MaxMind)/);
  });
});
