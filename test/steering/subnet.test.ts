import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { longestMatch, type Network, parseNetwork, representAddresses } from "../../src/steering/subnet.ts";

function network(text: string): Network {
  const read = parseNetwork(text);
  if (read === null) throw new Error(`${text} is no network`);
  return read.network;
}

describe("a network", () => {
  test.each([
    ["203.0.113.0/24", { text: "203.0.113.0/24", family: "ipv4", prefix: 24 }, true],
    ["203.0.113.7/24", { text: "203.0.113.0/24", family: "ipv4", prefix: 24 }, false],
    ["10.255.0.0/9", { text: "10.128.0.0/9", family: "ipv4", prefix: 9 }, false],
    ["0.0.0.0/0", { text: "0.0.0.0/0", family: "ipv4", prefix: 0 }, true],
    ["2001:DB8:0:0::/32", { text: "2001:db8::/32", family: "ipv6", prefix: 32 }, true],
    ["2001:db8::1/48", { text: "2001:db8::/48", family: "ipv6", prefix: 48 }, false],
  ])("%s is %j, exact: %s", (text, expected, exact) => {
    expect(parseNetwork(text)).toEqual({ network: expected, exact });
  });

  test.each([
    "203.0.113.0",
    "203.0.113.0/33",
    "203.0.113.0/-1",
    "203.0.113/24",
    "10/8",
    // Octal to some, decimal to others.
    "010.0.0.0/8",
    "0x0a.0.0.0/8",
    "256.0.0.0/8",
    "2001:db8::/129",
    "fe80::%eth0/64",
    "::ffff:10.0.0.0/104",
    "example.com/24",
    "anywhere",
    "",
  ])("%j is none", (text) => {
    expect(parseNetwork(text)).toBeNull();
  });
});

describe("the longest match", () => {
  const networks = ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "2001:db8::/32", "2001:db8:1::/48"].map(
    network,
  );

  test.each([
    ["10.9.9.9", "10.0.0.0/8"],
    ["10.1.9.9", "10.1.0.0/16"],
    ["10.1.2.255", "10.1.2.0/24"],
    ["10.1.3.0", "10.1.0.0/16"],
    ["11.0.0.0", null],
    ["2001:db8::1", "2001:db8::/32"],
    ["2001:db8:1:ffff::1", "2001:db8:1::/48"],
    ["2001:db9::", null],
  ])("for %s is %s, in whatever order they stand", (address, text) => {
    expect(longestMatch(networks, address)?.text ?? null).toBe(text);
    expect(longestMatch(networks.toReversed(), address)?.text ?? null).toBe(text);
  });
});

describe("an address for each network", () => {
  test("lies in it and in none of the longer ones", () => {
    const networks = ["10.0.0.0/8", "10.0.0.0/16", "10.0.0.0/24", "2001:db8::/32", "2001:db8::/48"].map(
      network,
    );
    for (const [text, address] of representAddresses(networks)) {
      expect(longestMatch(networks, address)?.text).toBe(text);
    }
    expect(representAddresses(networks).size).toBe(5);
  });

  test("isn't there where longer networks fill it", () => {
    const networks = ["10.0.0.0/8", "10.0.0.0/9", "10.128.0.0/10", "10.192.0.0/10"].map(network);
    expect([...representAddresses(networks).keys()]).toEqual([
      "10.0.0.0/9",
      "10.128.0.0/10",
      "10.192.0.0/10",
    ]);
  });

  test("is found between many small ones", () => {
    const small = Array.from({ length: 64 }, (_, position) => network(`10.${4 * position}.0.0/24`));
    const networks = [network("10.0.0.0/8"), ...small];
    const found = representAddresses(networks);
    expect(found.size).toBe(65);
    expect(longestMatch(networks, found.get("10.0.0.0/8") ?? "")?.text).toBe("10.0.0.0/8");
  });

  test("is there unless they fill it, whatever they are", () => {
    const anyNetwork = fc
      .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 63 }))
      .map(([length, bits]) => {
        const kept = length === 0 ? 0 : (bits >> (6 - length)) << (6 - length);
        return network(`${4 * kept}.0.0.0/${length}`);
      });
    fc.assert(
      fc.property(fc.uniqueArray(anyNetwork, { selector: ({ text }) => text, maxLength: 12 }), (networks) => {
        const found = representAddresses(networks);
        const everywhere = Array.from({ length: 64 }, (_, bits) => `${4 * bits}.0.0.0`);
        const reached = new Set(everywhere.flatMap((address) => longestMatch(networks, address)?.text ?? []));
        expect(new Set(found.keys())).toEqual(reached);
        for (const [text, address] of found) expect(longestMatch(networks, address)?.text).toBe(text);
      }),
    );
  });
});
