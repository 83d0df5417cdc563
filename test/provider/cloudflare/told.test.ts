/** What is said beside the verdict: all of it at once, each at its line, and nothing that doesn't hold. */
import { expect, describe as group, test } from "vitest";
import { describe } from "../../../src/diagnostic/describe.ts";
import type { Checked } from "../../../src/plan/check.ts";
import { check, geo, inEurope, inGermany, messages, staying, told, w } from "./rows.ts";

const said = (checked: Checked, code: string) =>
  checked.diagnostics
    .filter((one) => one.code === code)
    .map((one) => ({
      ...describe(one),
      at: one.place !== null && "pointer" in one.place ? one.place.pointer : null,
      severity: one.severity,
    }));

group("every obstacle of a record is told in one run", () => {
  const biased = {
    geoproximity: [
      { at: { region: "eu-west-1" }, bias: 10, to: { multivalue: ["a", "b"] } },
      { at: { region: "us-east-1" }, bias: -5, to: "c" },
    ],
  };
  const to = geo(
    [{ subdivisions: ["US-CA"] }, { multivalue: ["a", "b"] }],
    [inGermany, { failover: [w(["a", 1], ["x", 1]), "c"] }],
    [inEurope, w(["c", 1], ["x", 1])],
    ["anywhere", biased],
  );

  test("at the line of its own branch", () => {
    const checked = check(to);
    const errors = checked.diagnostics.filter(({ severity }) => severity === "error");
    expect(
      errors.map(({ code, place }) => [
        code,
        place !== null && "pointer" in place ? place.pointer.replace("/records/www/to/geolocation", "") : "",
      ]),
    ).toEqual([
      ["cloudflare-subdivision", "/0"],
      ["cloudflare-multivalue", "/0/to"],
      ["cloudflare-weights-in-failover", "/1/to/failover/0"],
      ["cloudflare-weights-in-place", "/2/to"],
      ["cloudflare-ranked-below", "/3/to"],
      ["cloudflare-bias", "/3/to/geoproximity/0"],
      ["cloudflare-bias", "/3/to/geoproximity/1"],
      ["cloudflare-multivalue", "/3/to/geoproximity/0/to"],
    ]);
    // One tree does without all of them.
    expect(errors.map((one) => / to: \{/u.test(describe(one).hint ?? ""))).toEqual([
      true,
      ...Array(7).fill(false),
    ]);
  });

  test("and what is wrong beside the tree with them", () => {
    expect(told(check(to, { ttl: 20 }))).toContain("cloudflare-ttl");
    const both = { multivalue: ["both", "both2"] };
    expect(told(check(both))).toEqual(["cloudflare-multivalue", "cloudflare-two-families"]);
  });
});

group("poolSets: true is only said to hold what it holds", () => {
  test.each([
    [
      "a choice among pools that nobody leaves",
      staying([inEurope, w(["a", 1], ["x", 3])], ["anywhere", "b"]),
      true,
    ],
    [
      "a choice among pools that somebody may fall through",
      geo([inEurope, w(["a", 1], ["x", 3])], ["anywhere", "b"]),
      false,
    ],
    [
      "standbys inside a weighted choice",
      geo([inEurope, w([{ failover: ["a", "c"] }, 1], ["x", 3])], ["anywhere", "b"]),
      false,
    ],
    [
      "several checks in a failover in a place",
      geo([inEurope, { failover: [w(["a", 1], ["x", 3]), "c"] }], ["anywhere", "b"]),
      false,
    ],
    ["several checks in a failover", { failover: [w(["a", 1], ["x", 3]), "bare"] }, false],
    [
      "a network",
      {
        subnet: [
          { from: ["203.0.113.0/24"], to: "a" },
          { from: "anywhere", to: "b" },
        ],
      },
      false,
    ],
  ])("%s", (_case, to, isHeld) => {
    const hints = check(to).diagnostics.map((one) => describe(one).hint ?? "");
    expect(hints.some((hint) => hint.includes("poolSets: true"))).toBe(isHeld);
    expect(messages(check(to, { settings: { poolSets: true } })).length === 0).toBe(isHeld);
  });
});

test("a set under several checks in a failover wants one check, whatever the place of its clients", () => {
  const to = { failover: [w(["a", 1], ["x", 3]), "bare"] };
  for (const settings of [{}, { poolSets: true }]) {
    const [error] = said(check(to, { settings }), "cloudflare-weights-in-failover");
    expect(error).toMatchObject({
      message:
        "Cloudflare draws by weight inside a failover among endpoints under one check, and a set of www has several: web, other",
      hint: "give all of the set one check (it has web, other); or pools one after the other, standbys behind all of a set: write to: { failover: [x, a, bare] }",
      at: "/records/www/to/failover/0",
    });
  }
  // One check, and it is held.
  expect(told(check({ failover: [w(["a", 1], ["b", 3]), "bare"] }))).toEqual([]);
});

group("limits are those of the policy, whatever its records take each", () => {
  const failover = { failover: ["a", "b"] };
  const of = (records: number, to: unknown = failover, settings: object = {}) =>
    check(to, {
      settings: { plan: "business", ...settings },
      more: {
        records: Object.fromEntries(Array.from({ length: records }, (_, at) => [`n${at}`, { ttl: 60, to }])),
      },
    });

  test("twenty pools and twenty endpoints are held, two more are not", () => {
    expect(told(of(10))).toEqual([]);
    expect(said(of(11), "cloudflare-quota")).toMatchObject([
      {
        message:
          "the business plan has 20 pools and 20 endpoints for the whole account, and this policy takes 22 and 22 (an endpoint counts in each of its pools)",
        at: "/providers/cloudflare",
      },
    ]);
    expect(told(of(11, failover, { plan: "enterprise" }))).toEqual([]);
  });

  test("an endpoint counts in each pool that holds it", () => {
    const set = w(["a", 1], ["b", 1], ["c", 1]);
    expect(told(of(6, set))).toEqual([]);
    expect(said(of(7, set), "cloudflare-quota")[0]?.message).toBe(
      "the business plan has 20 endpoints for the whole account, and this policy takes 21 (an endpoint counts in each of its pools)",
    );
  });

  test("last resorts are pools, and saving them is the first way out", () => {
    const places = geo([inGermany, failover], ["anywhere", { failover: ["c", "d"] }]);
    expect(told(of(4, places))).toEqual([]);
    const [error] = said(of(5, places), "cloudflare-quota");
    expect(error?.message).toContain("takes 25 and 25");
    expect(error?.hint).toContain("write lastResort: shared, which saves up to 5 pools; or ");
    expect(told(of(5, places, { lastResort: "shared" }))).not.toContain("cloudflare-quota");
  });
});

test("Traffic Steering is a warning where the plan has it for money only", () => {
  const to = geo([inGermany, "a"], ["anywhere", "b"]);
  const severities = (plan: string) =>
    said(check(to, { settings: { plan } }), "cloudflare-traffic-steering").map(({ severity }) => severity);
  expect(severities("free")).toEqual(["warning"]);
  expect(severities("enterprise")).toEqual([]);
});

group("whose place is taken for a client's is told where it isn't his own", () => {
  const to = geo([inGermany, "a"], ["anywhere", "b"]);
  const by = (settings: object) =>
    said(check(to, { settings }), "cloudflare-place-of-data-centre").map(({ message, severity }) => [
      severity,
      /that of (?<by>the data centre|their resolver)/u.exec(message)?.groups?.by,
    ]);

  test.each([
    ["as it comes", {}, []],
    ["with any client subnet", { locationStrategy: { mode: "resolver_ip", preferEcs: "always" } }, []],
    ["by the data centre", { locationStrategy: { mode: "pop" } }, [["warning", "the data centre"]]],
    [
      "without client subnets",
      { locationStrategy: { mode: "resolver_ip", preferEcs: "never" } },
      [["warning", "their resolver"]],
    ],
    [
      "for nearness alone",
      { locationStrategy: { mode: "resolver_ip", preferEcs: "proximity" } },
      [["warning", "their resolver"]],
    ],
    ["proxied", { proxied: true }, [["warning", "the data centre"]]],
  ])("%s", (_case, settings, expected) => {
    expect(by(settings)).toEqual(expected);
  });

  test("and nowhere that nobody is placed", () => {
    const settings = { proxied: true };
    expect(said(check({ failover: ["a", "b"] }, { settings }), "cloudflare-place-of-data-centre")).toEqual(
      [],
    );
  });
});
