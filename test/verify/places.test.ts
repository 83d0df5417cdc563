/** As whom servers are asked, and how that is written. */
import { InvalidArgumentError } from "commander";
import { describe, expect, test } from "vitest";
import { parseServer, parseVantage } from "../../src/cli/verify/option-values.ts";
import { knowPlaces } from "../../src/cli/verify/places.ts";
import type { Distinctions } from "../../src/steering/clients.ts";
import type { Location } from "../../src/steering/geography.ts";
import { parseNetwork } from "../../src/steering/subnet.ts";
import { chooseNetworks } from "../../src/verify/clients.ts";
import { makeProject } from "../cli/command-line.ts";
import { describePlaces } from "../dns/places.ts";

const europe: Location = { kind: "continent", continent: "EU" };
const germany: Location = { kind: "country", country: "DE" };
const california: Location = { kind: "subdivision", country: "US", subdivision: "CA" };

function telling(locations: readonly Location[], ...networks: readonly string[]): Distinctions {
  const read = networks.flatMap((text) => parseNetwork(text)?.network ?? []);
  return { locations, networks: read, ranked: [], countries: null };
}

const nobody = { vantages: [], locate: () => null };

function choose(
  distinctions: Distinctions,
  { vantages, locate }: Awaited<ReturnType<typeof knowPlaces>> = nobody,
  same = false,
) {
  const { asked, unasked } = chooseNetworks(distinctions, vantages, locate, () => same);
  return {
    asked: Object.fromEntries(asked.map(({ name, subnet }) => [name, subnet?.text ?? null])),
    unasked: Object.fromEntries(unasked.map(({ name, reason }) => [name, reason])),
  };
}

describe("a network for each class", () => {
  test("comes from a database, in the most specific place that is told apart", async () => {
    const folder = makeProject({ "places.mmdb": describePlaces() });
    const places = await knowPlaces(folder, { mmdb: "places.mmdb" });
    expect(choose(telling([europe, germany, california]), places)).toEqual({
      asked: {
        "everywhere else": "198.18.4.0/24",
        Europe: "198.18.2.0/24",
        Germany: "198.18.1.0/24",
        "US-CA": "198.18.3.0/24",
      },
      unasked: {},
    });
    expect(choose(telling([{ kind: "country", country: "IS" }]), places).unasked).toEqual({
      Iceland: "no network known",
    });
  });

  test("is the user's before anything else's", async () => {
    const place = parseVantage("DE=203.0.113.0/24");
    const places = await knowPlaces(".", { place, sandbox: true });
    expect(choose(telling([europe]), places).asked).toMatchObject({ Europe: "203.0.113.0/24" });
  });

  test("isn't needed where everybody gets the same", () => {
    expect(choose(telling([]))).toEqual({ asked: { everywhere: null }, unasked: {} });
  });

  test("is its own where networks are told apart, and somebody outside of them is anybody", () => {
    expect(choose(telling([], "192.0.2.0/24", "198.51.100.128/25", "2001:db8::/32"), nobody, true)).toEqual({
      asked: {
        everywhere: "203.0.113.0/24",
        "192.0.2.0/24": "192.0.2.0/24",
        "198.51.100.128/25": "198.51.100.128/25",
        "2001:db8::/32": "2001:db8::/56",
      },
      unasked: {},
    });
  });

  test("says nothing where it isn't known in which place it is, unless that makes no difference", () => {
    const both = telling([europe], "198.51.100.0/24");
    expect(choose(both).unasked).toMatchObject({ "198.51.100.0/24": "place of network unknown" });
    expect(choose(both, nobody, true).asked).toEqual({ "198.51.100.0/24": "198.51.100.0/24" });
  });

  test("isn't one in which longer networks are told apart", async () => {
    const places = await knowPlaces(".", { place: parseVantage("DE=198.51.100.0/24") });
    expect(choose(telling([europe], "198.51.100.64/28"), places).unasked).toMatchObject({
      Europe: "no network known",
    });
  });
});

describe("what is written", () => {
  test("of a server is a name or an address, and a port", () => {
    const servers = ["ns1.example.net", "192.0.2.53:5353", "2001:db8::53", "[2001:db8::53]:5353"];
    expect(
      servers.reduce<ReturnType<typeof parseServer>>((before, text) => parseServer(text, before), []),
    ).toEqual([
      { host: "ns1.example.net", port: 53 },
      { host: "192.0.2.53", port: 5353 },
      { host: "2001:db8::53", port: 53 },
      { host: "2001:db8::53", port: 5353 },
    ]);
  });

  test.each(["", "ns1:0", "ns1:99999", "http://ns1", "[::1"])("as a server, %j is refused", (text) => {
    expect(() => parseServer(text)).toThrow(InvalidArgumentError);
  });

  test("of a place is a code and a network of either family", () => {
    expect(parseVantage("us-ca=2001:db8::/48")).toMatchObject([
      { network: { text: "2001:db8::/48" }, place: { country: "US", subdivision: "CA" } },
    ]);
    expect(parseVantage("continent:NA=192.0.2.0/24")).toMatchObject([
      { place: { continent: "NA", country: null } },
    ]);
    expect(parseVantage("anywhere=192.0.2.0/24")).toMatchObject([{ place: { continent: null } }]);
  });

  test.each([
    ["NA=192.0.2.0/24", /country and a continent/u],
    ["XX=192.0.2.0/24", /Write a place/u],
    ["DE", /Write a place/u],
    ["DE=192.0.2.1/24", /192\.0\.2\.0\/24/u],
    ["DE=nowhere", /no network/u],
  ])("as a place, %j is refused", (text, message) => {
    expect(() => parseVantage(text)).toThrow(message);
  });
});
