/** Tests and guarantees of a policy: what they find, in what words, and that guarantees miss nothing. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describe as put } from "../../src/diagnostic/describe.ts";
import { checkPolicy } from "../../src/plan/check.ts";
import { planFailures } from "../../src/proof/failures.ts";
import { judgeGuarantees } from "../../src/proof/guarantees.ts";
import { answer } from "../../src/steering/answer.ts";
import { downUnits, unitsOf } from "../../src/steering/health.ts";
import { endpointsOf } from "../../src/steering/walk.ts";
import { clients, type Document, grow, onlyRecord, subsetsOf } from "../property/grow.ts";
import { policyDocument } from "../property/policies.ts";
import { documentOf, dualStack } from "../provider/route53/fixtures.ts";

const europe = { failover: [{ weighted: { "eu-a": 90, "eu-b": 10 } }, "eu-dr"] };
const world = {
  geolocation: [
    { from: { continents: ["EU"] }, to: europe, whenDown: "stay" },
    { from: "anywhere", to: { failover: ["us-a", europe] } },
  ],
};
const endpoints = ["eu-a", "eu-b", "eu-dr", "us-a"];

function check(promises: Document, to: unknown = world, change = (document: Document) => document) {
  const document = documentOf(endpoints, { www: { ttl: 30, to } }, promises);
  return checkPolicy({ path: "policy.json", text: JSON.stringify(change(document)) });
}

function said(promises: Document, to: unknown = world, change?: (document: Document) => Document) {
  return check(promises, to, change)
    .diagnostics.filter(({ severity }) => severity === "error")
    .map((found) => put(found).message);
}

const testing = (more: Document) => ({ tests: [{ name: "it", record: "www", ...more }] });
const promising = (more: Document) => ({ guarantees: [{ name: "it", record: "www", ...more }] });

describe("a test passes", () => {
  test.each([
    ["with the shares of the weights", { from: { country: "DE" }, expect: { "eu-a": 90, "eu-b": 10 } }],
    ["within 0.1 points", { from: { country: "DE" }, expect: { "eu-a": 90.1, "eu-b": 9.9 } }],
    ["within its tolerance", { from: { continent: "EU" }, tolerance: 5, expect: { "eu-a": 94, "eu-b": 6 } }],
    [
      "with the standby, of all that is down",
      { from: { country: "FR" }, up: ["eu-dr"], expect: { "eu-dr": 100 } },
    ],
    ["for somebody of whom nothing is known", { expect: { "us-a": 100 } }],
    ["by the full name", { record: "www.example.com", from: "anywhere", expect: { "us-a": 100 } }],
    ["at Route 53", { at: "route53", from: { country: "DE" }, down: ["eu-a"], expect: { "eu-b": 100 } }],
  ])("%s", (_what, more) => {
    expect(said(testing(more))).toEqual([]);
  });

  test("with equal parts of what is answered together", () => {
    const expected = { "eu-a": 50, "eu-b": 50 };
    const to = { multivalue: ["eu-a", "eu-b", "eu-dr", "us-a"] };
    const down = ["us-a", "eu-dr"];
    expect(said(testing({ down, expect: expected }), to)).toEqual([]);
    expect(said(testing({ down, at: "route53", expect: expected }), to)).toEqual([]);
  });

  test("with none where nobody is answered", () => {
    const to = { geolocation: [{ from: { continents: ["EU"] }, to: "eu-a" }] };
    expect(said(testing({ from: { country: "US" }, expect: "none" }), to)).toEqual([]);
    expect(said(testing({ from: { country: "DE" }, expect: "none" }), to)).toEqual([
      'The test "it" fails: a client in Germany gets eu-a 100 %, not no answer 100 %',
    ]);
  });

  test("by the client's address and by what it is near", () => {
    const subnet = {
      subnet: [
        { from: ["203.0.113.0/24"], to: "eu-a" },
        { from: "anywhere", to: "us-a" },
      ],
    };
    expect(said(testing({ from: { ip: "203.0.113.7" }, expect: { "eu-a": 100 } }), subnet)).toEqual([]);
    expect(said(testing({ from: { ip: "203.0.114.7" }, expect: { "us-a": 100 } }), subnet)).toEqual([]);
    const latency = {
      latency: [
        { region: "eu-west-1", to: "eu-a" },
        { region: "us-east-1", to: "us-a" },
      ],
    };
    expect(said(testing({ from: { region: "us-east-2" }, expect: { "us-a": 100 } }), latency)).toEqual([]);
    const paris = { latitude: 48.86, longitude: 2.35 };
    expect(said(testing({ from: paris, expect: { "eu-a": 100 } }), latency)).toEqual([]);
  });
});

describe("a test that fails", () => {
  test("says who asked, what came out and what was expected, with a table and the way to look", () => {
    const failing = testing({ from: { country: "DE" }, down: ["eu-a", "eu-b"], expect: { "us-a": 100 } });
    const [found] = check(failing).diagnostics.filter(({ severity }) => severity === "error");
    expect(found === undefined ? null : put(found)).toEqual({
      title: "A test that fails",
      message:
        'The test "it" fails: a client in Germany, with eu-a and eu-b down, gets eu-dr 100 %, not us-a 100 %',
      hint: "change the policy, or the test where it is wrong; to look: signpost simulate --record www --from country=DE --down eu-a,eu-b",
      details: ["        expected   actual", "us-a       100 %      0 %", "eu-dr        0 %    100 %"],
    });
    expect(found?.place).toEqual({ file: "policy.json", pointer: "/tests/0", on: "value" });
  });

  test.each([
    ["what was not expected at all", { from: { country: "DE" }, expect: { "eu-a": 100 } }],
    ["by more than the tolerance", { from: { country: "DE" }, expect: { "eu-a": 90.2, "eu-b": 9.8 } }],
    ["at Route 53", { at: "route53", from: { country: "DE" }, expect: { "us-a": 100 } }],
  ])("is found: %s", (_what, more) => {
    expect(said(testing(more))).toHaveLength(1);
  });

  test("for every type alike is one mistake, for one type names it", () => {
    const wrong = testing({ from: { country: "DE" }, expect: { "us-a": 100 } });
    expect(said(wrong, world, dualStack)).toHaveLength(1);
    // eu-a and eu-b are one machine over IPv4, and two over IPv6.
    const shared = (document: Document): Document => {
      const own = Object(dualStack(document).endpoints);
      return { ...document, endpoints: { ...own, "eu-b": { ...own["eu-b"], ipv4: own["eu-a"].ipv4 } } };
    };
    const down = testing({ from: { country: "DE" }, down: ["eu-a"], expect: { "eu-dr": 100 } });
    expect(said(down, world, shared)).toEqual([
      'The test "it" fails: a client in Germany that asks for AAAA, with eu-a down, gets eu-b 100 %, not eu-dr 100 %',
    ]);
  });
});

describe("a guarantee", () => {
  test.each([
    ["of residency", { from: { continents: ["EU"] }, only: ["eu-a", "eu-b", "eu-dr"] }],
    ["of residency for a group", { from: { groups: ["EU27"] }, never: ["us-a"] }],
    ["of survival", { survives: 1 }],
    ["of a failover's time", { failover: { within: "66s" } }],
    ["of a share at most", { from: { continents: ["EU"] }, share: { endpoint: "us-a", atMost: 0 } }],
    ["of a share while it is up", { from: { countries: ["DE"] }, share: { endpoint: "eu-b", atLeast: 10 } }],
  ])("%s is kept", (_what, more) => {
    expect(said(promising(more))).toEqual([]);
  });

  test.each([
    [
      { from: { continents: ["NA"] }, only: ["us-a"] },
      "a client in North America, with us-a down, gets eu-a 90 % and eu-b 10 %",
    ],
    [
      { from: { countries: ["DE"] }, never: ["eu-dr"] },
      "a client in Germany, with eu-a and eu-b down, gets eu-dr 100 %",
    ],
    [{ survives: 3 }, "a client in Europe, with eu-a, eu-b and eu-dr down, gets eu-a 90 % and eu-b 10 %"],
    [{ share: { endpoint: "eu-b", atMost: 50 } }, "a client in Europe, with eu-a down, gets eu-b 100 %"],
    [{ share: { endpoint: "eu-b", atLeast: 1 } }, "a client elsewhere gets us-a 100 %"],
  ])("%j is broken by the smallest state", (more, words) => {
    expect(said(promising(more))).toEqual([`The guarantee "it" is broken: ${words}`]);
  });

  test("of residency needs whenDown: stay where the branch can be left", () => {
    const leaving = {
      geolocation: [
        { from: { continents: ["EU"] }, to: europe },
        { from: "anywhere", to: "us-a" },
      ],
    };
    const residency = promising({ from: { groups: ["EU27"] }, never: ["us-a"] });
    expect(said(residency, leaving)).toEqual([
      'The guarantee "it" is broken: a client in Austria, with eu-a, eu-b and eu-dr down, gets us-a 100 %',
    ]);
  });

  test("of survival counts an endpoint without a check, which still gets its clients", () => {
    const unchecked = (document: Document): Document => {
      const own = Object(document.endpoints);
      return { ...document, endpoints: { ...own, "us-a": { ipv4: own["us-a"].ipv4 } } };
    };
    const [found] = check(
      promising({ survives: 1 }),
      { weighted: { "eu-a": 1, "us-a": 1 } },
      unchecked,
    ).diagnostics.filter(({ severity }) => severity === "error");
    expect(found === undefined ? null : put(found)).toMatchObject({
      message:
        'The guarantee "it" is broken: a client anywhere, with us-a down, gets eu-a 50 % and us-a 50 %',
      hint: "give us-a a healthCheck: without one nobody notices that it is down",
    });
  });

  test("of a failover's time counts the vendor's probe, and needs a check", () => {
    expect(said(promising({ failover: { within: "65s" } }))).toEqual([
      'The guarantee "it" is broken: a failover of www takes 66 s at worst, not 65 s',
    ]);
    const blind = (document: Document): Document => ({
      ...document,
      endpoints: Object.fromEntries(
        endpoints.map((name, position) => [name, { ipv4: `192.0.2.${position}` }]),
      ),
    });
    expect(said(promising({ failover: { within: "1h" } }), { failover: ["eu-a", "eu-b"] }, blind)).toEqual([
      'The guarantee "it" is broken: no endpoint of www has a check, so it never fails over',
    ]);
  });
});

test("so many failures are tried as can be, and of more a sample that says so", () => {
  expect(planFailures(2, 4, 1)).toMatchObject({ most: 2, count: 11, exhaustive: true, seed: null });
  const many = planFailures(10, 1000, 1);
  expect(many).toMatchObject({ most: 1, exhaustive: false, seed: 1 });
  expect(new Set(many.others.map(({ size }) => size))).toEqual(new Set([10]));
  expect(many.count).toBe(1001 + many.others.length);
});

const names = ["e0", "e1", "e2", "e3", "e4", "e5"];
const promises = fc.oneof(
  fc.subarray(names, { minLength: 1 }).map((only) => ({ only })),
  fc.subarray(names, { minLength: 1 }).map((never) => ({ never })),
);
const from = fc.constantFrom(
  undefined,
  { continents: ["EU"] },
  { countries: ["US", "FR"] },
  { subdivisions: ["US-CA"] },
);

/** Whether the place holds the client, said once more in other words. */
function holds(place: Document | undefined, client: (typeof clients)[number]): boolean {
  if (place === undefined) return true;
  const { continents = [], countries = [], subdivisions = [] } = Object(place);
  if (client.country === "CX") return false;
  return (
    continents.includes(client.continent) ||
    countries.includes(client.country) ||
    subdivisions.includes(`${client.country}-${client.subdivision}`)
  );
}

test("a guarantee that is kept has no counterexample among clients and states, one by one", () => {
  let [kept, broken] = [0, 0];
  fc.assert(
    fc.property(policyDocument(2), promises, from, (document, promise, place) => {
      const whole = {
        ...document,
        guarantees: [{ name: "it", record: "www", ...promise, ...(place && { from: place }) }],
      };
      const grown = grow(whole);
      const steered = onlyRecord(grown);
      const [result] = judgeGuarantees(grown.policy.guarantees, grown.records, []);
      const bad = (name: string) =>
        "only" in promise ? !promise.only.includes(name) : promise.never.includes(name);
      const states = steered.record.types.flatMap((type) =>
        subsetsOf(unitsOf(endpointsOf(steered.tree), type).map(({ key }) => key)).map((dead) =>
          downUnits(dead, type),
        ),
      );
      const counterexample = clients
        .filter((client) => holds(place, client))
        .some((client) =>
          states.some((isDown) =>
            answer(steered.tree, client, isDown).some((told) => told.endpoints.some(bad)),
          ),
        );
      if (result?.kept) kept += 1;
      else broken += 1;
      if (counterexample) expect(result?.kept).toBe(false);
      else if (place === undefined) expect(result?.kept).toBe(true);
    }),
    { numRuns: 150 },
  );
  expect(Math.min(kept, broken)).toBeGreaterThan(10);
});
