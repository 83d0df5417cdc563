/** What rounding moves is allowed to what is rounded alone: the structure is held exactly beside it. */
import { expect, describe as group, test } from "vitest";
import { describe } from "../../src/diagnostic/describe.ts";
import { checkPolicy } from "../../src/plan/check.ts";
import { proveCompile } from "../../src/provider/prove.ts";
import { isRecordSet } from "../../src/provider/route53/record-set.ts";
import { route53 } from "../../src/provider/route53/route53.ts";
import { compile, type GrownAndCompiled } from "../property/grow.ts";
import { documentOf } from "../provider/route53/fixtures.ts";

const countries = "DE FR IT ES PT NL BE AT CH PL SE NO FI DK IE CZ GR HU".split(" ");

/** Rounded in 18 countries, each on its own by less than a point, and a tree of its own for one country more. */
function roundedBeside(us: unknown, largest: number) {
  return {
    geolocation: [
      ...countries.map((country, position) => ({
        from: { countries: [country] },
        to: { weighted: { a: largest + 2 * position, b: 15 } },
      })),
      { from: { countries: ["US"] }, to: us },
      { from: "anywhere", to: "a" },
    ],
  };
}

const standbys = {
  weighted: [
    { to: { failover: ["a", "c"] }, weight: 1 },
    { to: { failover: ["b", "d"] }, weight: 3 },
  ],
};

/** One set of members whose rounding adds up, and moves more than the share of one of them. */
const small = (largest: number, weights: readonly number[]) => ({
  weighted: [
    { to: "a", weight: largest },
    ...weights.map((weight, position) => ({ to: `m${position}`, weight })),
    { to: { failover: ["b", "d"] }, weight: weights[0] },
  ],
});

group("Cloudflare", () => {
  const web = { type: "http", path: "/up", host: "www.example.com", interval: 60 };
  const names = ["a", "b", "c", "d", ..."01234567".split("").map((digit) => `m${digit}`)];
  const check = (to: unknown) =>
    checkPolicy({
      path: "policy.json",
      text: JSON.stringify({
        version: 1,
        name: "rounding",
        zone: "example.com",
        providers: { cloudflare: { poolSets: true } },
        healthChecks: { web },
        endpoints: Object.fromEntries(
          names.map((name, at) => [name, { ipv4: `192.0.2.${at + 1}`, healthCheck: "web" }]),
        ),
        records: { www: { ttl: 60, to } },
      }),
    });
  const errorsOf = (to: unknown) =>
    check(to)
      .diagnostics.filter(({ severity }) => severity === "error")
      .map((one) => describe(one).message);

  test("a set that loses its standby is found beside places whose weights are rounded", () => {
    const [error, ...others] = errorsOf(roundedBeside(standbys, 1001));
    expect(others).toEqual([]);
    expect(error).toContain("b down: the policy answers a 25 % and d 75 %, Cloudflare would answer a 100 %");
  });

  test("and so is one whose share is less than what rounding moves beside it", () => {
    const to = small(1000, Array(8).fill(14));
    const [error, ...others] = errorsOf(to);
    expect(others).toEqual([]);
    expect(error).toMatch(/b down: the policy answers .*d 1\.2 %/u);
    expect(check(to).targets[0]?.compiled.skews.get("www.example.com")).toBeGreaterThan(2);
  });

  test("what is only rounded is held", () => {
    const { ok, targets } = check(roundedBeside({ failover: ["a", "c"] }, 1001));
    expect(ok).toBe(true);
    expect(targets[0]?.proof).toMatchObject({ exhaustive: true, differing: [] });
    // The most of one place, not of all of them.
    expect(targets[0]?.compiled.skews.get("www.example.com")).toBeLessThan(1);
  });
});

group("Route 53", () => {
  const names = ["a", "b", "c", "d", ..."0123456789".split("").map((digit) => `m${digit}`)];
  const compileTo = (to: unknown) => compile(documentOf(names, { www: { ttl: 30, to } }));
  /** It holds both policies, so that one of its record sets has to go: that of d, which stands in for b. */
  const differencesWithoutStandby = ({ compiled, records }: GrownAndCompiled) => {
    const resources = compiled.resources.filter(
      ({ attributes }) =>
        !isRecordSet(attributes) ||
        attributes.Failover !== "SECONDARY" ||
        attributes.ResourceRecords?.[0]?.Value !== "192.0.2.13",
    );
    expect(resources).toHaveLength(compiled.resources.length - 1);
    const { diagnostics } = proveCompile(route53, records, { ...compiled, resources });
    return diagnostics.map((one) => describe(one).message);
  };

  test("a set that loses its standby is found beside places whose weights are rounded", () => {
    const grown = compileTo(roundedBeside(standbys, 2701));
    expect(proveCompile(route53, grown.records, grown.compiled).diagnostics).toEqual([]);
    // The most of one place, not of all of them.
    expect(grown.compiled.skews.get("www.example.com")).toBeLessThan(1);
    const [error, ...others] = differencesWithoutStandby(grown);
    expect(others).toEqual([]);
    expect(error).toContain("b down: the policy answers a 25 % and d 75 %, Route 53 would answer");
  });

  test("and so is one whose share is less than what rounding moves beside it", () => {
    const grown = compileTo(small(100_000, [450, 530, 570, 610, 690, 730, 770, 810, 850, 890]));
    expect(proveCompile(route53, grown.records, grown.compiled).diagnostics).toEqual([]);
    expect(grown.compiled.skews.get("www.example.com")).toBeGreaterThan(1);
    const [error, ...others] = differencesWithoutStandby(grown);
    expect(others).toEqual([]);
    expect(error).toMatch(/b down: the policy answers .*d 0\.4 %/u);
  });
});
