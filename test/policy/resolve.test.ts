import { describe, expect, test } from "vitest";
import { codesOf, load, loadWell, pointingAt } from "./load.ts";

describe("defaults", () => {
  const checked = (check: string) => ({
    healthChecks: `{ c: ${check} }`,
    endpoints: "{ a: { ipv4: 192.0.2.1, healthCheck: c }, b: { ipv4: 192.0.2.2 } }",
  });
  const firstCheck = (check: string) => [...loadWell(checked(check)).healthChecks.values()][0];

  test("of an https check", () => {
    expect(firstCheck("{ type: https }")).toMatchObject({
      path: "/",
      port: 443,
      host: null,
      interval: 30,
      unhealthyThreshold: 3,
      healthyThreshold: 3,
      timeout: null,
      expectStatus: null,
      expectBody: null,
      verifyTls: null,
    });
  });

  test("of http and tcp checks", () => {
    expect(firstCheck("{ type: http }")).toMatchObject({ path: "/", port: 80 });
    expect(firstCheck("{ type: tcp, port: 5432 }")).toMatchObject({ path: null, port: 5432 });
  });

  test("take the threshold for up from the one for down", () => {
    expect(firstCheck("{ type: http, unhealthyThreshold: 5 }")).toMatchObject({ healthyThreshold: 5 });
    expect(firstCheck("{ type: http, healthyThreshold: 2 }")).toMatchObject({
      unhealthyThreshold: 3,
      healthyThreshold: 2,
    });
  });

  test("give way to what is written", () => {
    const check =
      "{ type: https, path: /x, port: 8443, host: WWW.example.com, interval: 1m, timeout: 5, " +
      "expect: { status: [200, 204], body: ok }, tls: { verify: false } }";
    expect(firstCheck(check)).toMatchObject({
      path: "/x",
      port: 8443,
      host: "www.example.com",
      interval: 60,
      timeout: 5,
      expectStatus: [200, 204],
      expectBody: "ok",
      verifyTls: false,
    });
  });

  test("of Cloudflare's check regions, several of them in one order", () => {
    const top = (regions: string) =>
      `version: 1\nname: web\nzone: example.com\nproviders: { cloudflare: { checkRegions: [${regions}] } }`;
    const { providers } = loadWell({ top: top("WEU, ENAM") });
    expect(providers.cloudflare?.checkRegions).toEqual(["ENAM", "WEU"]);
    expect(codesOf({ top: top("WEU, WEU") })).not.toEqual([]);
  });

  test("of a check: none watches", () => {
    const policy = loadWell({
      endpoints: "{ a: { ipv4: 192.0.2.1, healthCheck: none }, b: { ipv4: 192.0.2.2 } }",
    });
    expect([...policy.endpoints.values()].map((endpoint) => endpoint.healthCheck)).toEqual([null, null]);
  });
});

describe("nodes", () => {
  const treeOf = (to: string) => loadWell(pointingAt(to)).records[0]?.to;

  test("a bare name is an endpoint", () => {
    expect(load(pointingAt("a")).policy?.records[0]?.to).toMatchObject({ kind: "endpoint", endpoint: "a" });
    expect(load(pointingAt("{ endpoint: a }")).policy?.records[0]?.to).toMatchObject({
      kind: "endpoint",
      endpoint: "a",
    });
  });

  test("weights have a short form and a long one", () => {
    const long = treeOf("{ weighted: [{ to: a, weight: 9, name: old }, { to: b, weight: 0 }] }");
    expect(treeOf("{ weighted: { a: 9, b: 0 } }")).toMatchObject({
      kind: "weighted",
      members: [
        { weight: 9, name: null, to: { kind: "endpoint", endpoint: "a" } },
        { weight: 0, name: null, to: { kind: "endpoint", endpoint: "b" } },
      ],
    });
    expect(long).toMatchObject({
      members: [
        { weight: 9, name: "old" },
        { weight: 0, name: null },
      ],
    });
  });

  test("places keep their sort, and whenDown falls through by default", () => {
    const tree = treeOf(
      "{ geolocation: [{ from: { continents: [EU], countries: [BR], subdivisions: [US-CA] }, to: a, whenDown: stay }, " +
        "{ from: anywhere, to: b }] }",
    );
    expect(tree).toMatchObject({
      branches: [
        {
          from: [
            { kind: "subdivision", code: "US-CA" },
            { kind: "country", code: "BR" },
            { kind: "continent", code: "EU" },
          ],
          whenDown: "stay",
        },
        { from: [{ kind: "anywhere" }], whenDown: "fallThrough" },
      ],
    });
  });

  test("remember where they were written", () => {
    const tree = treeOf("{ weighted: { a: 9, b: 1 } }");
    expect(tree?.kind === "weighted" && tree.members[0]?.origin.pointer).toBe("/records/www/to/weighted/a");
  });
});

describe("records", () => {
  test("get full names, seconds and the families of their endpoints", () => {
    const policy = loadWell({
      top: "version: 1\nname: web\nzone: Example.COM.",
      endpoints:
        '{ a: { ipv4: 192.0.2.1, ipv6: "2001:DB8:0:0::1" }, b: { ipv4: 192.0.2.2, ipv6: "2001:db8::2" } }',
      records:
        '{ "@": { ttl: 5m, to: a }, "*.App": { ttl: 60, to: b, types: [AAAA], objective: { failover: 2m } } }',
    });
    expect(policy.zone).toBe("example.com");
    expect(policy.records).toMatchObject([
      { label: "@", name: "example.com", ttl: 300, types: ["A", "AAAA"], objective: null },
      { label: "*.App", name: "*.app.example.com", ttl: 60, types: ["AAAA"], objective: { failover: 120 } },
    ]);
    expect([...policy.endpoints.values()][0]?.ipv6).toBe("2001:db8::1");
  });

  test("are frozen with the rest of the policy", () => {
    const policy = loadWell({});
    expect(Object.isFrozen(policy)).toBe(true);
    expect(Object.isFrozen(policy.records[0]?.to)).toBe(true);
    expect(Object.isFrozen([...policy.endpoints.values()][0])).toBe(true);
  });
});

describe("names", () => {
  test("that nothing leads to are warnings, and the policy stands", () => {
    const { policy, diagnostics } = load({
      healthChecks: "{ c: { type: http } }",
      endpoints: "{ a: { ipv4: 192.0.2.1 }, b: { ipv4: 192.0.2.2 }, c: { ipv4: 192.0.2.3 } }",
      policies: "{ p: c, q: { use: p } }",
      records: "{ www: { ttl: 30s, to: a } }",
    });
    expect(policy).not.toBeNull();
    expect(diagnostics.map((found) => [found.code, found.severity])).toEqual([
      ["unused-health-check", "warning"],
      ["unused-endpoint", "warning"],
      ["unused-part", "warning"],
      ["unused-part", "warning"],
    ]);
  });

  test("of a section that can't be read are not called unknown", () => {
    expect(codesOf({ endpoints: "[a, b]" })).toEqual(["wrong-value"]);
    expect(codesOf({ endpoints: "" })).toEqual(["empty-value"]);
  });

  test("that are declared badly are known all the same", () => {
    expect(codesOf({ endpoints: "{ a: { ipv4: nonsense }, b: { ipv4: 192.0.2.2 } }" })).toEqual([
      "bad-address",
    ]);
    expect(
      codesOf({
        endpoints: "{ a: { ipv6: [1] }, b: { ipv4: 192.0.2.2 } }",
        records: "{ www: { ttl: 30s, to: b }, x: { ttl: 1s, to: a } }",
      }),
    ).toEqual(["wrong-value"]);
  });
});

test("all mistakes of a file come in one run, in its order", () => {
  const found = codesOf({
    healthChecks: "{ c: { type: tcp }, d: { type: http, tls: { verify: true } } }",
    endpoints: "{ a: { ipv4: 1.2.3, healthCheck: x }, b: { ipv4: 192.0.2.2, port: 80 }, e: {} }",
    policies: "{ p: { use: q }, q: { use: p }, r: { failover: [a] } }",
    records: "{ www.example.com: { ttl: soon, to: z }, api: { to: { weighted: { a: 0 } } } }",
  });
  expect(found).toEqual([
    "check-needs-port",
    "check-setting-useless",
    "bad-address",
    "unknown-health-check",
    "unknown-key",
    "endpoint-without-address",
    "use-cycle",
    "group-size",
    "record-repeats-zone",
    "bad-duration",
    "unknown-endpoint",
    "missing-key",
    "weights-all-zero",
  ]);
});
