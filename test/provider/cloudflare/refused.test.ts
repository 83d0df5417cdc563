/**
 * What Cloudflare holds nearly, which is refused with a counterexample and with a tree that it does hold; and what it
 * doesn't hold at all.
 */
import { expect, describe as group, test } from "vitest";
import { parse } from "yaml";
import { describe } from "../../../src/diagnostic/describe.ts";
import { check, geo, inEurope, messages, today, told, type Written, w } from "./rows.ts";

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
const nearly = [
  [
    "9: standbys inside a weighted choice",
    w9,
    "client in everywhere, b down: the policy answers a 25 % and d 75 %, Cloudflare would answer a 100 %",
  ],
  [
    "14: a standby inside a region",
    l14,
    "a down: the policy answers c 100 %, Cloudflare would answer b 100 %",
  ],
  [
    "15: a standby inside a place",
    p15,
    "b down: the policy answers d 100 %, Cloudflare would answer a 100 %",
  ],
] as const;

type Row = [string, unknown, string, unknown, Written?, Written?];

group("is held nearly, and refused", () => {
  test.each(nearly)(
    "%s, with the smallest counterexample and what is held instead",
    (_row, to, counterexample) => {
      const checked = check(to);
      expect(told(checked)).toEqual(["compile-differs"]);
      const [error] = checked.diagnostics.filter(({ code }) => code === "compile-differs").map(describe);
      expect(error?.message).toContain(counterexample);
      const written = / to: (?<to>\{.*\})$/u.exec(error?.hint ?? "")?.groups?.to ?? "";
      const way = check(parse(written));
      expect(messages(way)).toEqual([]);
      expect(way.targets[0]?.proof.differing.filter(({ isLastResort }) => !isLastResort)).toEqual([]);
    },
  );

  test.each(nearly)("%s, unless it is accepted until a day", (_row, to) => {
    const waiver = (until: string) => ({
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
    expect(told(check(to))).toEqual(["cloudflare-weights-in-place"]);
    const three = w([{ failover: ["a", "c"] }, 1], [{ failover: ["a", "d"] }, 3]);
    const broken = check(three, survives(1));
    expect(messages(broken).join()).toContain("broken by Cloudflare");
  });

  test("11: what falls through from a choice among pools", () => {
    const to = geo([inEurope, w(["a", 1], ["x", 3])], ["anywhere", "b"]);
    const checked = check(to, { settings: { poolSets: true } });
    expect(messages(checked).join()).toContain("a and x down: the policy answers b 100 %");
  });

  test("11, 12: a standby of a branch in a place, with pool sets", () => {
    const to = geo([inEurope, w9], ["anywhere", "a"]);
    expect(told(check(to))).toEqual(["cloudflare-weights-in-place"]);
    expect(told(check(to, { settings: { poolSets: true } }))).toEqual(["compile-differs"]);
  });
});

group("is not held, and refused with what is", () => {
  test.each<Row>([
    [
      "11: a choice among pools in a place",
      geo([inEurope, w(["a", 1], ["x", 1])], ["anywhere", "b"]),
      "cloudflare-weights-in-place",
      geo([inEurope, w(["a", 1], ["c", 1])], ["anywhere", "b"]),
    ],
    [
      "11: the nearest region of a place",
      geo(
        [
          inEurope,
          {
            latency: [
              { region: "eu-west-1", to: "a" },
              { region: "eu-north-1", to: "b" },
            ],
          },
        ],
        ["anywhere", "c"],
      ),
      "cloudflare-ranked-below",
      {
        latency: [
          { region: "eu-west-1", to: "a" },
          { region: "us-east-1", to: "c" },
        ],
      },
    ],
    [
      "12: weighted standbys in a place",
      geo([inEurope, w9], ["anywhere", "a"]),
      "cloudflare-weights-in-place",
      geo([inEurope, { failover: [w(["a", 1], ["b", 3]), w(["c", 1], ["d", 3])] }], ["anywhere", "a"]),
    ],
    [
      "15: bias",
      {
        geoproximity: [
          { at: { region: "eu-west-1" }, bias: 10, to: "a" },
          { at: { region: "us-east-1" }, to: "b" },
        ],
      },
      "cloudflare-bias",
      {
        geoproximity: [
          { at: { region: "eu-west-1" }, to: "a" },
          { at: { region: "us-east-1" }, to: "b" },
        ],
      },
    ],
    [
      "16: a weighted choice of latency",
      w(
        [
          {
            latency: [
              { region: "eu-west-1", to: "a" },
              { region: "us-east-1", to: "b" },
            ],
          },
          1,
        ],
        ["c", 1],
      ),
      "cloudflare-ranked-below",
      {
        latency: [
          { region: "eu-west-1", to: w(["a", 1], ["c", 1]) },
          { region: "us-east-1", to: w(["b", 1], ["c", 1]) },
        ],
      },
    ],
    [
      "17: a state",
      geo([{ subdivisions: ["US-CA"] }, "a"], ["anywhere", "b"]),
      "cloudflare-subdivision",
      geo([{ countries: ["US"] }, "a"], ["anywhere", "b"]),
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
      geo([{ countries: ["US"] }, "a"], ["anywhere", "b"]),
    ],
    [
      "18: several checks in a place",
      geo([inEurope, w(["a", 1], ["x", 1])], ["anywhere", "a"]),
      "cloudflare-weights-in-place",
      w(["a", 1], ["x", 1]),
    ],
    [
      "19: the healthy ones of several",
      { multivalue: ["a", "b"] },
      "cloudflare-multivalue",
      w(["a", 1], ["b", 1]),
    ],
    [
      "19: the same inside something else",
      { failover: [{ multivalue: ["a", "b"] }, "c"] },
      "cloudflare-multivalue",
      { failover: [w(["a", 1], ["b", 1]), "c"] },
    ],
    [
      "6: no anywhere",
      geo([inEurope, "a"]),
      "cloudflare-no-anywhere",
      geo([inEurope, "a"], ["anywhere", "b"]),
    ],
    [
      "9: weights inside weights inside weights",
      w([w([w(["a", 1], ["b", 1]), 1], ["c", 1]), 1], ["d", 1]),
      "cloudflare-too-deep",
      w([w(["a", 1], ["b", 1], ["c", 2]), 1], ["d", 1]),
    ],
    [
      "22: both families of a DNS-only name",
      { failover: ["both", "both2"] },
      "cloudflare-two-families",
      { failover: ["both", "both2"] },
      {},
      { record: { types: ["A"] } },
    ],
    [
      "23: a TTL below what there is",
      { failover: ["a", "b"] },
      "cloudflare-ttl",
      { failover: ["a", "b"] },
      { ttl: 20 },
      { ttl: 30 },
    ],
    [
      "2.4: a weight that would vanish",
      w(["a", 1000], ["b", 1]),
      "cloudflare-weight-vanished",
      w(["a", 100], ["b", 1]),
    ],
  ])("%s", (...[_row, to, code, way, written, wayWritten]: Row) => {
    const checked = check(to, written);
    expect(told(checked)).toEqual([code]);
    expect(
      checked.diagnostics.filter((one) => one.code === code).map((one) => describe(one).hint),
    ).not.toContain(null);
    const instead = check(way, wayWritten);
    expect(messages(instead)).toEqual([]);
    expect(instead.targets[0]?.compiled.resources.length).toBeGreaterThan(0);
  });
});
