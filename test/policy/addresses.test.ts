import { expect, test } from "vitest";
import { parseAddress } from "../../src/policy/addresses.ts";

test.each(["203.0.113.10", "127.0.0.1", "255.255.255.254"])("IPv4 %s is as it should be", (text) => {
  expect(parseAddress("IPv4", text)).toEqual({ ok: true, canonical: text });
});

test.each([
  ["2001:DB8::0010", "2001:db8::10"],
  ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["::1", "::1"],
  ["64:ff9b::192.0.2.1", "64:ff9b::c000:201"],
])("IPv6 %s has the canonical form of RFC 5952", (text, canonical) => {
  expect(parseAddress("IPv6", text)).toEqual({ ok: true, canonical });
});

test.each([
  ["IPv4", "203.0.113.010", "leadingZero", "203.0.113.10"],
  ["IPv4", "203.0.113.256", "range", null],
  ["IPv4", "203.0.113.10:80", "port", "203.0.113.10"],
  ["IPv4", "lb.example.net:80", "port", null],
  ["IPv4", "203.0.113.0/24", "network", "203.0.113.0"],
  ["IPv4", "https://203.0.113.10/", "url", null],
  ["IPv4", "lb.example.net", "hostname", null],
  ["IPv4", "2001:db8::1", "otherFamily", 'ipv6: "2001:db8::1"'],
  ["IPv4", "203.0.113", "malformed", null],
  ["IPv4", "3405803786", "malformed", null],
  ["IPv4", "0.0.0.0", "unusable", null],
  ["IPv4", "224.0.0.1", "unusable", null],
  ["IPv6", "203.0.113.10", "otherFamily", "ipv4: 203.0.113.10"],
  ["IPv6", "::ffff:203.0.113.10", "mapped", "ipv4: 203.0.113.10"],
  ["IPv6", "fe80::1%eth0", "zoneId", '"fe80::1"'],
  ["IPv6", "[2001:db8::1]:443", "brackets", '"2001:db8::1"'],
  ["IPv6", "2001:db8::/32", "network", '"2001:db8::"'],
  ["IPv6", "2001:db8:::1", "malformed", null],
  ["IPv6", "lb.example.net", "hostname", null],
  ["IPv6", "::", "unusable", null],
] as const)("%s %s is refused as %s", (family, text, problem, instead) => {
  expect(parseAddress(family, text)).toEqual({ ok: false, problem, instead });
});
