/**
 * What Cloudflare holds nearly, which is refused with a counterexample and with a tree that it does hold; and what it
 * doesn't hold at all.
 */
import { expect, describe as group, test } from "vitest";
import { parse } from "yaml";
import { describe } from "../../../src/diagnostic/describe.ts";
import type { Checked } from "../../../src/plan/check.ts";
import { check, geo, inEurope, inGermany, messages, today, told, type Written, w } from "./rows.ts";

const w9 = w([{ failover: ["a", "c"] }, 1], [{ failover: ["b", "d"] }, 3]);
const l14 = {
  latency: [
    { region: "eu-west-1", to: { failover: ["a", "c"] } },
    { region: "us-east-1", to: "b" },
  ],
};
const p15 = {
  geoproximity: [
    { at: { region: "eu-west-1" }, to: { failover: ["a", "c"] } },
    { at: { latitude: 40.7, longitude: -74 }, to: { failover: ["b", "d"] } },
  ],
};
type Nearly = [row: string, to: unknown, told: string, held: string, Written?];
const nearly: Nearly[] = [
  [
    "9: standbys inside a weighted choice",
    w9,
    "client in everywhere, b down: the policy answers a 25 % and d 75 %, Cloudflare would answer a 100 %",
    "{ failover: [{ weighted: { a: 1, b: 3 } }, { weighted: { c: 1, d: 3 } }] }",
  ],
  [
    "14: a standby inside a region",
    l14,
    "a down: the policy answers c 100 %, Cloudflare would answer b 100 %",
    "{ latency: [{ region: eu-west-1, to: a }, { region: us-east-1, to: b }] }",
  ],
  [
    "15: a standby inside a place",
    p15,
    "b down: the policy answers d 100 %, Cloudflare would answer a 100 %",
    "{ geoproximity: [{ at: { region: eu-west-1 }, to: a }, { at: { latitude: 40.7, longitude: -74 }, to: b }] }",
  ],
  [
    "11: what falls through from a choice among pools in a place, with pool sets",
    geo([inEurope, w(["a", 1], ["x", 3])], ["anywhere", "b"]),
    "client in Europe, a and x down: the policy answers b 100 %, Cloudflare would answer a 25 % and x 75 %",
    "{ geolocation: [{ from: { continents: [EU] }, to: { weighted: { a: 1, x: 3 } }, whenDown: stay }, { from: anywhere, to: b }] }",
    { settings: { poolSets: true } },
  ],
  [
    "12: a standby of a branch in a place, with pool sets",
    geo([inEurope, w9], ["anywhere", "a"]),
    "client in Europe, b down: the policy answers a 25 % and d 75 %, Cloudflare would answer a 100 %",
    "{ geolocation: [{ from: { continents: [EU] }, to: { failover: [{ weighted: { a: 1, b: 3 } }, { weighted: { c: 1, d: 3 } }] } }, { from: anywhere, to: a }] }",
    { settings: { poolSets: true } },
  ],
];

type Row = [row: string, to: unknown, code: string, held: string, Written?];

/** The tree that a hint ends with, after it was held against Cloudflare like any. */
function holdHint(hint: string | null | undefined, written?: Written): string {
  const text = / to: (?<to>\{.*\}|[a-z\d-]+)$/u.exec(hint ?? "")?.groups?.to;
  if (text === undefined) throw new Error(`no tree in ${hint}`);
  const way = check(parse(text), written);
  expect(messages(way)).toEqual([]);
  expect(way.targets[0]?.proof.differing.filter(({ isLastResort }) => !isLastResort)).toEqual([]);
  expect(way.targets[0]?.compiled.resources.length).toBeGreaterThan(0);
  return text;
}

function errorsOf({ diagnostics }: Checked) {
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map((one) => ({ ...describe(one), code: one.code }));
}

group("is held nearly, and refused", () => {
  test.each(nearly)(
    "%s, with the smallest counterexample and what is held instead",
    (_row, to, counterexample, held, written) => {
      const checked = check(to, written);
      expect(told(checked)).toEqual(["compile-differs"]);
      const [error] = errorsOf(checked);
      expect(error?.message).toContain(counterexample);
      expect(holdHint(error?.hint, written)).toBe(held);
    },
  );

  test.each(nearly)("%s, unless it is accepted until a day", (_row, to, _told, _held, written) => {
    const waiver = (until: string) => ({
      ...written,
      more: { waivers: [{ rule: "approximate", target: "www", until, reason: "the other half will do" }] },
    });
    const accepted = check(to, waiver("2026-07-01"));
    expect(told(accepted)).toEqual(["approximate"]);
    expect(accepted.ok).toBe(true);
    const expired = check(to, waiver("2026-06-30"));
    expect(told(expired)).toEqual(["compile-differs"]);
    expect(expired.diagnostics.map(({ code }) => code)).toContain("waiver-expired");
  });

  test("and still refused where a guarantee breaks on what was accepted", () => {
    const waivers = [{ rule: "approximate", target: "www", until: today, reason: "the other half will do" }];
    const survives = (failures: number) => ({
      more: { waivers, guarantees: [{ name: "some may fail", record: "www", survives: failures }] },
    });
    // With a and b down the policy answers their standbys, and so does nobody at Cloudflare.
    const { diagnostics } = check(w9, survives(1));
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    const to = { failover: [w9, "plain"] };
    expect(told(check(to))).toEqual(["cloudflare-weights-in-failover"]);
    const three = w([{ failover: ["a", "c"] }, 1], [{ failover: ["a", "d"] }, 3]);
    const broken = check(three, survives(1));
    expect(messages(broken).join()).toContain("broken by Cloudflare");
  });
});

const twoRegions = (first: unknown, second: unknown) => ({
  latency: [
    { region: "eu-west-1", to: first },
    { region: "us-east-1", to: second },
  ],
});

group("is not held, and refused with the nearest that is", () => {
  test.each<Row>([
    [
      "11: a choice among pools in a place",
      geo([inEurope, w(["a", 1], ["x", 2])], ["anywhere", "b"]),
      "cloudflare-weights-in-place",
      "{ geolocation: [{ from: { continents: [EU] }, to: { failover: [x, a] } }, { from: anywhere, to: b }] }",
    ],
    [
      "11: the nearest region of a place",
      geo([inEurope, twoRegions("a", "b")], ["anywhere", "c"]),
      "cloudflare-ranked-below",
      "{ geolocation: [{ from: { continents: [EU] }, to: { failover: [a, b] } }, { from: anywhere, to: c }] }",
    ],
    [
      "12: weighted standbys in a place",
      geo([inEurope, w9], ["anywhere", "a"]),
      "cloudflare-weights-in-place",
      "{ geolocation: [{ from: { continents: [EU] }, to: { failover: [{ weighted: { a: 1, b: 3 } }, { weighted: { c: 1, d: 3 } }] } }, { from: anywhere, to: a }] }",
    ],
    [
      "12: standbys under several checks in a place",
      geo([inEurope, w([{ failover: ["a", "c"] }, 1], ["x", 3])], ["anywhere", "a"]),
      "cloudflare-weights-in-place",
      "{ geolocation: [{ from: { continents: [EU] }, to: { failover: [x, a, c] } }, { from: anywhere, to: a }] }",
    ],
    [
      "15: bias",
      {
        geoproximity: [
          { at: { region: "eu-west-1" }, bias: 10, to: "a" },
          { at: { latitude: 40.7, longitude: -74 }, to: "b" },
        ],
      },
      "cloudflare-bias",
      "{ geoproximity: [{ at: { region: eu-west-1 }, to: a }, { at: { latitude: 40.7, longitude: -74 }, to: b }] }",
    ],
    [
      "16: a weighted choice of latency",
      w([twoRegions("a", "b"), 1], ["c", 1]),
      "cloudflare-ranked-below",
      "{ latency: [{ region: eu-west-1, to: { weighted: { a: 1, c: 1 } } }, { region: us-east-1, to: { weighted: { b: 1, c: 1 } } }] }",
    ],
    [
      "16: a failover of latency",
      { failover: [twoRegions("a", "b"), "c"] },
      "cloudflare-ranked-below",
      "{ latency: [{ region: eu-west-1, to: a }, { region: us-east-1, to: b }] }",
    ],
    [
      "16: latency within latency",
      twoRegions(twoRegions("a", "b"), "c"),
      "cloudflare-ranked-below",
      "{ latency: [{ region: eu-west-1, to: a }, { region: us-east-1, to: c }] }",
    ],
    [
      "17: a state",
      geo([{ subdivisions: ["US-CA"] }, "a"], ["anywhere", "b"]),
      "cloudflare-subdivision",
      "{ geolocation: [{ from: { countries: [US] }, to: a }, { from: anywhere, to: b }] }",
    ],
    [
      "17: a state of a country with a branch",
      geo([{ subdivisions: ["US-CA"] }, "a"], [{ countries: ["US"] }, "c"], ["anywhere", "b"]),
      "cloudflare-subdivision",
      "{ geolocation: [{ from: { countries: [US] }, to: c }, { from: anywhere, to: b }] }",
    ],
    [
      "17: a network",
      {
        subnet: [
          { from: ["203.0.113.0/24"], to: "a" },
          { from: "anywhere", to: "b" },
        ],
      },
      "cloudflare-subnet",
      "b",
    ],
    [
      "18: several checks in a place",
      geo([inEurope, w(["a", 1], ["x", 1])], ["anywhere", "a"]),
      "cloudflare-weights-in-place",
      "{ geolocation: [{ from: { continents: [EU] }, to: { failover: [a, x] } }, { from: anywhere, to: a }] }",
    ],
    [
      "18: several checks in a failover",
      { failover: [w(["a", 1], ["x", 3]), "bare"] },
      "cloudflare-weights-in-failover",
      "{ failover: [x, a, bare] }",
    ],
    [
      "18: a weighted choice of standbys in a failover",
      { failover: [w9, "plain"] },
      "cloudflare-weights-in-failover",
      "{ failover: [{ weighted: { a: 1, b: 3 } }, { weighted: { c: 1, d: 3 } }, plain] }",
    ],
    [
      "19: the healthy ones of several",
      { multivalue: ["a", "b"] },
      "cloudflare-multivalue",
      "{ weighted: { a: 1, b: 1 } }",
    ],
    [
      "19: the same inside something else",
      { failover: [{ multivalue: ["a", "b"] }, "c"] },
      "cloudflare-multivalue",
      "{ failover: [{ weighted: { a: 1, b: 1 } }, c] }",
    ],
    [
      "6: no anywhere",
      geo([inEurope, "a"]),
      "cloudflare-no-anywhere",
      "{ geolocation: [{ from: { continents: [EU] }, to: a }, { from: anywhere, to: a }] }",
    ],
    [
      "9: weights inside weights inside weights",
      w([w([w(["a", 1], ["b", 1]), 1], ["c", 1]), 1], ["d", 1]),
      "cloudflare-too-deep",
      "{ weighted: [{ to: { weighted: { a: 1, b: 1, c: 2 } }, weight: 1 }, { to: d, weight: 1 }] }",
    ],
    [
      "2.4: a weight that would vanish",
      w(["a", 1000], ["b", 1]),
      "cloudflare-weight-vanished",
      "{ weighted: { a: 100, b: 1 } }",
    ],
    [
      "2.4: the same in a place",
      geo([inGermany, w(["a", 1000], ["b", 1])], ["anywhere", "c"]),
      "cloudflare-weight-vanished",
      "{ geolocation: [{ from: { countries: [DE] }, to: { weighted: { a: 100, b: 1 } } }, { from: anywhere, to: c }] }",
    ],
  ])("%s", (...[_row, to, code, held, written]: Row) => {
    const checked = check(to, written);
    expect(told(checked)).toEqual([code]);
    expect(holdHint(errorsOf(checked)[0]?.hint, written)).toBe(held);
  });

  test("22: both families of a DNS-only name", () => {
    const to = { failover: ["both", "both2"] };
    const checked = check(to);
    expect(told(checked)).toEqual(["cloudflare-two-families"]);
    const ways = /^write (?<types>types: .*), or (?<proxied>proxied: .*), or (?<names>dualStack: .*)$/u.exec(
      errorsOf(checked)[0]?.hint ?? "",
    )?.groups;
    expect(messages(check(to, { record: parse(ways?.types ?? "") }))).toEqual([]);
    expect(messages(check(to, { settings: parse(ways?.proxied ?? "") }))).toEqual([]);
    expect(messages(check(to, { settings: parse(ways?.names ?? "") }))).toEqual([]);
  });

  test("23: a TTL below what there is", () => {
    const to = { failover: ["a", "b"] };
    const checked = check(to, { ttl: 20 });
    expect(told(checked)).toEqual(["cloudflare-ttl"]);
    const way = /^write (?<ttl>ttl: .*)$/u.exec(errorsOf(checked)[0]?.hint ?? "")?.groups?.ttl;
    expect(messages(check(to, { record: parse(way ?? "") }))).toEqual([]);
  });
});
