import { describe, expect, test } from "vitest";
import { codesOf, complaints, pointingAt } from "./load.ts";

describe("groups", () => {
  test.each([
    ["{ multivalue: [a] }", "group-size"],
    ["{ multivalue: [a, { weighted: { b: 1 } }] }", "multivalue-member"],
    ["{ failover: [a, a] }", "member-twice"],
    ["{ weighted: [{ to: a, weight: 1 }, { to: a, weight: 2 }] }", "member-twice"],
    ["{ weighted: [{ to: a, weight: 1, name: x }, { to: b, weight: 2, name: x }] }", "member-name-twice"],
    ["{ weighted: [{ to: a, weight: 0 }, { to: b, weight: 0 }] }", "weights-all-zero"],
    ["{ weighted: {} }", "empty-mapping"],
    ["{ weighted: { a: -1, b: 1 } }", "bad-weight"],
    ["{ weighted: { a: 0.5, b: 1 } }", "bad-weight"],
    ["{ weighted: [a, { to: b, weight: 1 }] }", "bad-share"],
    ["{ geolocation: [{ from: anywhere, to: a, whenDown: fallthru }] }", "wrong-value"],
    ["{ geolocation: [{ from: {}, to: a }] }", "empty-mapping"],
    ["{ geolocation: [{ from: [EU], to: a }] }", "bad-from"],
    ["{ geolocation: [{ from: { countries: DE }, to: a }] }", "wrong-value"],
    ["~", "node-empty"],
    ["{}", "node-empty"],
    ["7", "node-not-name"],
    ["{ use: }", "empty-value"],
    ["{ failover: { a: 1, b: 2 } }", "wrong-value"],
  ])("%s gives %s and nothing else", (to, code) => {
    expect(codesOf(pointingAt(to)).filter((found) => !found.startsWith("unused"))).toEqual([code]);
  });

  test("say how a fraction was meant", () => {
    expect(complaints(pointingAt("{ weighted: { a: 0.95, b: 1 } }"))[0]).toContain("write 95, and the other");
  });
});

describe("parts", () => {
  test("show the circle in which they use each other", () => {
    const policies = "{ p: { use: q }, q: { failover: [a, { use: r }] }, r: { failover: [b, { use: p }] } }";
    expect(complaints({ policies, ...pointingAt("{ use: p }") })[0]).toContain("p → q → r → p");
    expect(complaints({ policies: "{ p: { use: p } }", ...pointingAt("a") })[0]).toContain('"p" uses itself');
  });

  test("do not exhaust the stack, however many use each other", () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => `p${index}: { use: p${index + 1} }`);
    const policies = `{ ${chain.join(", ")}, p20000: a }`;
    expect(codesOf({ policies, ...pointingAt("{ use: p0 }") })).toEqual(["use-too-deep"]);
  });
});

describe("address families", () => {
  const endpoints = '{ a: { ipv4: 192.0.2.1, ipv6: "2001:db8::1" }, b: { ipv4: 192.0.2.2 } }';

  test("that differ name the endpoint and the way out", () => {
    const records = "{ www: { ttl: 30s, to: { failover: [a, b] } } }";
    expect(complaints({ endpoints, records })).toEqual([
      'address-families-differ: The endpoint "b" has no IPv6 address, and other endpoints of this record have one / ' +
        "add ipv6 there, or write types: [A]",
    ]);
  });

  test("may differ where the record names its types", () => {
    expect(
      codesOf({ endpoints, records: "{ www: { ttl: 30s, types: [A], to: { failover: [a, b] } } }" }),
    ).toEqual([]);
    expect(
      codesOf({ endpoints, records: "{ www: { ttl: 30s, types: [A, AAAA], to: { failover: [a, b] } } }" }),
    ).toEqual(["type-not-covered"]);
  });

  test("are looked for through parts", () => {
    const policies = "{ p: { use: q }, q: b }";
    expect(
      codesOf({ endpoints, policies, records: "{ www: { ttl: 30s, to: { failover: [a, { use: p }] } } }" }),
    ).toEqual(["address-families-differ"]);
  });

  test("that no endpoint shares have no way out by types", () => {
    const apart = '{ a: { ipv6: "2001:db8::1" }, b: { ipv4: 192.0.2.2 } }';
    expect(
      complaints({ endpoints: apart, records: "{ www: { ttl: 30s, to: { failover: [a, b] } } }" })[0],
    ).toContain("give all endpoints of the record the same families");
  });
});

describe("record names", () => {
  const named = (label: string) => ({
    records: `{ x: { ttl: 1s, to: a }, y: { ttl: 1s, to: b }, ${label}: { ttl: 30s, to: a } }`,
  });

  test.each([
    ["www.example.com.", "record-trailing-dot", "write www:"],
    ["www.", "record-trailing-dot", "write www:"],
    ["www.example.org.", "record-outside-zone", "relative to example.com"],
    ["example.com", "record-repeats-zone", 'write "@":'],
    ["WWW.Example.Com", "record-repeats-zone", "write www:"],
    ['"a..b"', "bad-domain-name", "write a.b"],
    ['"a.*.b"', "bad-domain-name", "a star can only be the whole first label"],
    ['"w*"', "bad-domain-name", "a star can only be the whole first label"],
    ['"-a"', "bad-domain-name", "begins or ends with a dash"],
    ['"a b"', "bad-domain-name", "a-z, 0-9, - and _ only"],
    ['""', "bad-domain-name", "it is empty"],
    ['"*.bücher"', "bad-domain-name", "write *.xn--bcher-kva"],
    ["_signpost", "record-reserved", "choose another name"],
    ["a._signpost-x", "record-reserved", "choose another name"],
    ["X", "record-twice", 'the record "x" has that name already'],
    ["a".repeat(64), "label-too-long", "64 characters"],
    [Array.from({ length: 5 }, () => "a".repeat(60)).join("."), "name-too-long", "253"],
  ])("%s gives %s", (label, code, words) => {
    const [found, ...more] = complaints(named(label));
    expect(more).toEqual([]);
    expect(found).toMatch(new RegExp(`^${code}: `));
    expect(found).toContain(words);
  });

  test.each(["_dmarc", "a.b.c", '"*"', '"*.a"', "xn--bcher-kva", "a".repeat(63), "WWW"])(
    "%s is fine",
    (label) => {
      expect(codesOf(named(label))).toEqual([]);
    },
  );
});

describe("health checks", () => {
  const check = (text: string) => ({
    healthChecks: `{ c: ${text} }`,
    endpoints: "{ a: { ipv4: 192.0.2.1, healthCheck: c }, b: { ipv4: 192.0.2.2 } }",
  });

  test.each([
    ["{}", "missing-key"],
    ["{ type: icmp }", "wrong-value"],
    ["{ type: http, path: healthz }", "bad-path"],
    ["{ type: http, port: 0 }", "wrong-value"],
    ["{ type: http, host: www.example.com:80 }", "bad-domain-name"],
    ["{ type: http, interval: 0s }", "bad-duration"],
    ["{ type: http, expect: { status: [20] } }", "wrong-value"],
    ["{ type: http, expect: { status: [200, 200] } }", "item-twice"],
    ["{ type: http, expect: { status: 200 } }", "wrong-value"],
    ["{ type: http, tls: { verify: true } }", "check-setting-useless"],
    ["{ type: tcp, port: 1, path: / }", "check-setting-useless"],
    ["{ type: http, unhealthyThreshold: 11 }", "wrong-value"],
    ["https", "wrong-value"],
  ])("%s gives %s and nothing else", (text, code) => {
    expect(codesOf(check(text))).toEqual([code]);
  });
});

describe("the top", () => {
  test.each([
    ['version: "1"\nname: web\nzone: example.com', "wrong-version"],
    ["version: 2\nname: web\nzone: example.com", "wrong-version"],
    ["version: 1\nname: Web Edge\nzone: example.com", "bad-name"],
    ["version: 1\nname: 7\nzone: example.com", "wrong-value"],
    ["version: 1\nname: web\nzone: 203.0.113.1", "bad-domain-name"],
    ["version: 1\nname: web\nzone: ''", "bad-domain-name"],
    [
      "version: 1\nname: web\nzone: example.com\nproviders: { route53: { hostedZoneId: /hostedzone/Z1 } }",
      "wrong-value",
    ],
    ["version: 1\nname: web\nzone: example.com\nproviders: { route-53: {} }", "unknown-key"],
    ["version: 1\nnmae: web\nzone: example.com", "unknown-key"],
  ])("%j gives %s and nothing else", (top, code) => {
    expect(codesOf({ top })).toEqual([code]);
  });

  test("names a bad name's nearest good one", () => {
    expect(complaints({ top: "version: 1\nname: Web Edge!\nzone: example.com" })[0]).toContain(
      "write web-edge",
    );
  });
});
