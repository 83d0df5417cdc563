import { describe, expect, test } from "vitest";
import { proveCompile } from "../../../src/provider/prove.ts";
import { route53 } from "../../../src/provider/route53/route53.ts";
import { compile, type Document } from "../../property/grow.ts";
import { checksOf, differingKeys, documentOf, dualStack, recordSetsOf, setsByKey } from "./fixtures.ts";

const names = ["a", "b", "c"];

function pool(weight: number): Document {
  return documentOf(
    names,
    { www: { ttl: 30, to: { failover: [{ use: "pool" }, "c"] } } },
    { policies: { pool: { weighted: { a: weight, b: 10 } } } },
  );
}

describe("draining a member", () => {
  test("changes its own record set and the marker, and nothing else", () => {
    expect(differingKeys(compile(pool(90)).compiled, compile(pool(0)).compiled)).toEqual([
      "marker www.example.com",
      "record set _signpost-pool.www.example.com A a",
    ]);
  });

  test("changes one record set for A and one for AAAA", () => {
    const [before, after] = [compile(dualStack(pool(90))), compile(dualStack(pool(0)))];
    expect(differingKeys(before.compiled, after.compiled)).toEqual([
      "marker www.example.com",
      "record set _signpost-pool.www.example.com A a",
      "record set _signpost-pool.www.example.com AAAA a",
    ]);
  });

  test("leaves it no record set, since weight 0 is a last standby at Route 53, and keeps its check", () => {
    const { compiled } = compile(pool(0));
    expect(recordSetsOf(compiled).filter(({ Weight }) => Weight === 0)).toEqual([]);
    expect(setsByKey(compiled).has("_signpost-pool.www.example.com A a")).toBe(false);
    expect(checksOf(compiled)).toContain("health check up.a.A");
  });

  test("keeps the group of two a group", () => {
    expect(setsByKey(compile(pool(0)).compiled).get("_signpost-pool.www.example.com A b")).toMatchObject({
      Weight: 10,
    });
  });

  test("that leads to a group takes the way to it, and leaves the group", () => {
    const at = (weight: number) =>
      compile(
        documentOf(
          names,
          {
            www: {
              ttl: 30,
              to: {
                weighted: [
                  { to: { use: "pool" }, weight },
                  { to: "c", weight: 5 },
                ],
              },
            },
          },
          { policies: { pool: { weighted: { a: 1, b: 10 } } } },
        ),
      ).compiled;
    expect(differingKeys(at(90), at(0))).toEqual([
      "marker www.example.com",
      "record set www.example.com A pool",
    ]);
  });
});

describe("draining all members of a failover but one", () => {
  const pair = (drained: readonly string[], to: unknown = { failover: ["a", "b"] }) => {
    const document = documentOf(names, { www: { ttl: 30, to } });
    const endpoints = Object.entries(Object(document.endpoints)).map(([name, endpoint]) => [
      name,
      { ...Object(endpoint), drained: drained.includes(name) },
    ]);
    return compile({ ...document, endpoints: Object.fromEntries(endpoints) });
  };

  test("takes the standby's record set, and leaves the survivor its own with its check", () => {
    const [before, after] = [pair([]), pair(["b"])];
    expect(differingKeys(before.compiled, after.compiled)).toEqual([
      "marker www.example.com",
      "record set www.example.com A secondary",
    ]);
    expect(recordSetsOf(after.compiled)).toMatchObject([
      { Failover: "PRIMARY", HealthCheckId: "ref:up.a.A" },
    ]);
    expect(proveCompile(route53, after.records, after.compiled).diagnostics).toEqual([]);
  });

  test("makes the survivor the first, and deletes no check", () => {
    const { compiled, records } = pair(["a"]);
    expect(recordSetsOf(compiled)).toMatchObject([{ Failover: "PRIMARY", HealthCheckId: "ref:up.b.A" }]);
    expect(checksOf(compiled)).toEqual(checksOf(pair([]).compiled));
    expect(proveCompile(route53, records, compiled).diagnostics).toEqual([]);
  });

  test("leaves the group below another one", () => {
    const to = {
      weighted: [
        { name: "pair", to: { failover: ["a", "b"] }, weight: 1 },
        { to: "c", weight: 2 },
      ],
    };
    const [before, after] = [pair([], to), pair(["b"], to)];
    expect(differingKeys(before.compiled, after.compiled)).toEqual([
      "marker www.example.com",
      expect.stringMatching(/A secondary$/u),
    ]);
    expect(proveCompile(route53, after.records, after.compiled).diagnostics).toEqual([]);
  });

  test("leaves a plain record set where the survivor is not checked, since a primary must be", () => {
    const document = documentOf(names, { www: { ttl: 30, to: { failover: ["a", "b"] } } });
    const endpoints = {
      a: { ipv4: "192.0.2.10", healthCheck: "up", drained: true },
      b: { ipv4: "192.0.2.11" },
    };
    const [only, ...others] = recordSetsOf(compile({ ...document, endpoints }).compiled);
    expect(others).toEqual([]);
    expect(only?.Failover).toBeUndefined();
  });
});

test("one changed weight changes that record set and the marker", () => {
  expect(differingKeys(compile(pool(90)).compiled, compile(pool(60)).compiled)).toEqual([
    "marker www.example.com",
    "record set _signpost-pool.www.example.com A a",
  ]);
});

test("another TTL touches every member of a weighted group, as Route 53 demands", () => {
  const before = pool(90);
  const after = { ...before, records: { www: { ...Object(before.records).www, ttl: 60 } } };
  const keys = differingKeys(compile(before).compiled, compile(after).compiled);
  expect(keys).toEqual([
    "marker www.example.com",
    "record set _signpost-pool.www.example.com A a",
    "record set _signpost-pool.www.example.com A b",
    "record set www.example.com A secondary",
  ]);
});
