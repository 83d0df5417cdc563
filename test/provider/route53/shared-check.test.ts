/** Checks that the policy tells apart and Route 53 doesn't: one health check, under which everything dies together. */
import { describe, expect, test } from "vitest";
import { proveCompile } from "../../../src/provider/prove.ts";
import { route53 } from "../../../src/provider/route53/route53.ts";
import { compile, type Document } from "../../property/grow.ts";
import { checksOf } from "./fixtures.ts";

const check = { type: "http", path: "/", interval: "10s" };

function policyOf(checks: Document, endpoints: Document, records: Document): Document {
  return {
    version: 1,
    name: "web",
    zone: "example.com",
    providers: { route53: {} },
    healthChecks: { one: check, ...checks },
    endpoints,
    records,
  };
}

function proofOf(document: Document) {
  const { records, compiled } = compile(document);
  return { compiled, proof: proveCompile(route53, records, compiled) };
}

describe("one address under two checks that Route 53 can't tell apart", () => {
  const endpoints = {
    a: { ipv4: "192.0.2.10", healthCheck: "one" },
    b: { ipv4: "192.0.2.10", healthCheck: "two" },
    c: { ipv4: "192.0.2.12", healthCheck: "one" },
    d: { ipv4: "192.0.2.13", healthCheck: "one" },
  };

  test.each([
    ["a timeout that is Route 53's own", { ...check, timeout: "6s" }],
    ["no path, which is the root", { type: "http", interval: "10s" }],
  ])("(%s) is one health check, and nothing differs", (_what, two) => {
    const to = { failover: [{ weighted: { a: 1, c: 1 } }, { weighted: { b: 1, d: 2 } }] };
    const { compiled, proof } = proofOf(policyOf({ two }, endpoints, { www: { ttl: 30, to } }));
    expect(checksOf(compiled)).toHaveLength(3);
    expect(proof.diagnostics).toEqual([]);
    // Three things can die, not four.
    expect(proof).toMatchObject({ records: 1, states: 8, exhaustive: true });
  });

  test("is two where they differ in what Route 53 keeps", () => {
    const to = { failover: [{ weighted: { a: 1, c: 1 } }, { weighted: { b: 1, d: 2 } }] };
    const two = { ...check, path: "/other" };
    const { compiled, proof } = proofOf(policyOf({ two }, endpoints, { www: { ttl: 30, to } }));
    expect(checksOf(compiled)).toHaveLength(4);
    expect(proof).toMatchObject({ states: 16, diagnostics: [] });
  });
});

test("a host name and an AWS service of the same name share a check, in two records", () => {
  const endpoints = {
    name: { hostname: "lb.example.net", healthCheck: "one" },
    other: { hostname: "other.example.net", healthCheck: "one" },
    service: { alias: { dnsName: "lb.example.net", hostedZoneId: "Z35SXDOTRQ7X7K" }, healthCheck: "one" },
    address: { ipv4: "192.0.2.10", ipv6: "2001:db8::1", healthCheck: "one" },
  };
  const records = {
    www: { ttl: 30, to: { failover: ["name", "other"] } },
    api: { ttl: 30, to: { failover: ["service", "address"] } },
  };
  const { compiled, proof } = proofOf(policyOf({}, endpoints, records));
  expect(checksOf(compiled).filter((key) => /name|service/u.test(key))).toHaveLength(1);
  expect(proof.diagnostics).toEqual([]);
});

test.each([40, 199, 200])("a failover of %i members nests as deep, and nothing differs", (count) => {
  const names = Array.from({ length: count }, (_, position) => `e${position}`);
  const endpoints = Object.fromEntries(
    names.map((name, position) => [name, { ipv4: `192.0.2.${position}`, healthCheck: "one" }]),
  );
  const { proof } = proofOf(policyOf({}, endpoints, { www: { ttl: 30, to: { failover: names } } }));
  expect(proof).toMatchObject({ records: 1, exhaustive: false, diagnostics: [] });
});
