import { describe, expect, test } from "vitest";
import { describe as say } from "../../src/diagnostic/describe.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import { route53 } from "../../src/provider/route53/route53.ts";
import { type Steered, steerPolicy } from "../../src/steering/steer.ts";
import { endpointsOf, structureOf } from "../../src/steering/walk.ts";
import { documentOf, recordSetsOf } from "../provider/route53/fixtures.ts";

/** `x` and `y` are drained, `a`, `b` and `c` are not. */
function steer(to: unknown, more: object = {}): Steered & { readonly checked: readonly unknown[] } {
  const document = documentOf(["a", "b", "c", "x", "y"], { www: { ttl: 30, to } }, { ...more });
  const endpoints = Object.entries(Object(document.endpoints)).map(([name, endpoint]) => [
    name,
    { ...Object(endpoint), drained: name === "x" || name === "y" },
  ]);
  const text = JSON.stringify({ ...document, endpoints: Object.fromEntries(endpoints) });
  const { policy, diagnostics } = loadPolicy({ path: "policy.json", text });
  if (policy === null) throw new Error(JSON.stringify(diagnostics));
  const steered = steerPolicy(policy);
  const { resources } = route53.compile(policy, steered.records);
  const checked = resources.flatMap(({ attributes }) =>
    "IPAddress" in attributes ? [attributes.IPAddress] : [],
  );
  return { ...steered, checked };
}

function treeOf({ records, diagnostics }: Steered): string {
  expect(diagnostics).toEqual([]);
  return records.map(({ tree }) => structureOf(tree)).join();
}

describe("a drained endpoint is as if it weren't there", () => {
  const geo = (stay: boolean, ...branches: readonly unknown[]) => ({
    geolocation: [
      { from: { continents: ["EU"] }, to: branches[0], ...(stay ? { whenDown: "stay" } : {}) },
      { from: "anywhere", to: branches[1] },
    ],
  });

  test.each([
    ["in a failover", { failover: ["x", "a", "b"] }, "failover(a,b)"],
    ["in a failover, which stays one with one left", { failover: ["x", "a"] }, "failover(a)"],
    ["in a multivalue", { multivalue: ["x", "a", "b"] }, "multivalue(a,b)"],
    ["in a weighted, whose shape stays", { weighted: { x: 5, a: 4 } }, "weighted(0::x,4::a)"],
    [
      "in a weighted, with all below it",
      {
        weighted: [
          { to: { failover: ["x", "y"] }, weight: 5 },
          { to: "a", weight: 4 },
        ],
      },
      "weighted(0::failover(x,y),4::a)",
    ],
    [
      "in a latency",
      {
        latency: [
          { region: "eu-west-1", to: "x" },
          { region: "us-east-1", to: "a" },
          { region: "sa-east-1", to: { failover: ["y", "b"] } },
        ],
      },
      "latency(latency sa-east-1:failover(b),latency us-east-1:a)",
    ],
    [
      "in a geoproximity",
      {
        geoproximity: [
          { at: { region: "eu-west-1" }, to: "x" },
          { at: { latitude: 40, longitude: -74 }, bias: 5, to: "a" },
        ],
      },
      "geoproximity(distance 40.00,-74.00 5:a)",
    ],
    [
      "in a subnet's branch",
      {
        subnet: [
          { from: ["10.0.0.0/8"], to: { failover: ["x", "a"] } },
          { from: "anywhere", to: "b" },
        ],
      },
      "subnet(10.0.0.0/8:failover(a),:b)",
    ],
    [
      "in a branch that falls through, which goes away",
      geo(false, "x", "a"),
      "geolocation(anywhere:fallThrough:a)",
    ],
    [
      "in a branch that stays",
      geo(true, { failover: ["x", "a"] }, "b"),
      "geolocation(anywhere:fallThrough:b,continent:EU:stay:failover(a))",
    ],
  ])("%s", (_where, to, left) => {
    expect(treeOf(steer(to))).toBe(left);
  });

  test("and its check stays, whichever node it was in", () => {
    for (const to of [
      { failover: ["a", "x"] },
      { weighted: { a: 1, x: 1 } },
      { multivalue: ["a", "b", "x"] },
      geo(false, "x", "a"),
    ]) {
      expect(steer(to).checked).toContain("192.0.2.13");
    }
  });

  test("a drained weighted member has no record set", () => {
    const { records } = steer({ weighted: { a: 1, b: 1, x: 8 } });
    const names = records.flatMap(({ tree }) => endpointsOf(tree).map(({ name }) => name));
    expect(names).toEqual(["a", "b", "x"]);
    const { policy } = loadPolicy({
      path: "policy.json",
      text: JSON.stringify(
        documentOf(
          ["a", "b"],
          { www: { ttl: 30, to: { weighted: { a: 1, b: 1, x: 8 } } } },
          {
            endpoints: {
              a: { ipv4: "192.0.2.1" },
              b: { ipv4: "192.0.2.2" },
              x: { ipv4: "192.0.2.3", drained: true },
            },
          },
        ),
      ),
    });
    if (policy === null) throw new Error("no policy");
    const sets = recordSetsOf(route53.compile(policy, steerPolicy(policy).records));
    expect(sets.map(({ SetIdentifier, Weight }) => [SetIdentifier, Weight])).toEqual([
      ["a", 1],
      ["b", 1],
    ]);
  });
});

describe("nothing left", () => {
  const refused = (to: unknown) =>
    steer(to).diagnostics.map((found) => `${found.code}: ${say(found).message}`);

  test.each([
    ["in the whole record", "x", "x"],
    ["in a failover", { failover: ["x", "y"] }, "x, y"],
    ["in a weighted", { weighted: { x: 1, y: 2 } }, "x, y"],
    ["beside weights of 0", { weighted: { x: 1, a: 0 } }, "x"],
    ["in a multivalue", { multivalue: ["x", "y"] }, "x, y"],
    ["in a latency", { latency: [{ region: "eu-west-1", to: "x" }] }, "x"],
    [
      "in a branch that nobody may leave",
      {
        geolocation: [
          { from: { continents: ["EU"] }, to: "x", whenDown: "stay" },
          { from: "anywhere", to: "a" },
        ],
      },
      "x",
    ],
    [
      "in a branch of a subnet, below a failover",
      {
        failover: [
          {
            subnet: [
              { from: ["10.0.0.0/8"], to: { failover: ["x", "y"] } },
              { from: "anywhere", to: "a" },
            ],
          },
          "b",
        ],
      },
      "x, y",
    ],
  ])("%s is an error that names what is drained", (_where, to, names) => {
    expect(refused(to)).toEqual([`nothing-left: With ${names} drained, nothing is left to answer here`]);
  });
});

test("parts that use parts stay one node each, so that their trees stay small", () => {
  const policies: Record<string, unknown> = { p0: { failover: ["x", "a", "b"] } };
  for (let level = 1; level <= 9; level++) {
    const use = { use: `p${level - 1}` };
    const inner = { weighted: [{ to: use, weight: 1 }] };
    policies[`p${level}`] = {
      weighted: [
        { to: use, weight: 1 },
        { to: inner, weight: 1 },
      ],
    };
  }
  const { records } = steer({ use: "p9" }, { policies });
  const [record] = records;
  if (record === undefined) throw new Error("no record");
  const seen = new Set();
  const below = [record.tree];
  for (const node of below) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === "failover") below.push(...node.members);
    if (node.kind === "weighted") below.push(...node.members.map(({ to }) => to));
  }
  expect(seen.size).toBeLessThan(40);
});
