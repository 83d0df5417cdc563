import fc from "fast-check";
import { expect, test } from "vitest";
import { hasErrors, describe as say } from "../../src/diagnostic/describe.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import { cloudflare } from "../../src/provider/cloudflare/cloudflare.ts";
import { proveCompile } from "../../src/provider/prove.ts";
import { steerPolicy } from "../../src/steering/steer.ts";

const checked = ["a1", "a2", "a3"];
const otherwise = ["b1", "b2", "b3"];
const unchecked = ["c1", "c2"];

const names = [...checked, ...otherwise, ...unchecked];
const endpoints = Object.fromEntries(
  names.map((name, position) => [
    name,
    {
      ipv4: `192.0.2.${position + 1}`,
      healthCheck: name.startsWith("a") ? "web" : name.startsWith("b") ? "tcp" : "none",
    },
  ]),
);

const weightedSet = fc
  .constantFrom(checked, otherwise, unchecked)
  .chain((group) =>
    fc.tuple(
      fc.subarray(group, { minLength: 1 }),
      fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 3 }),
      fc.integer({ min: 1, max: 100 }),
    ),
  )
  .map(([members, weights, first]) => ({
    weighted: members.map((to, position) => ({ to, weight: position === 0 ? first : weights[position] })),
  }));
const set = fc.oneof(fc.constantFrom(...names), weightedSet);
const list = fc.oneof(
  set,
  fc.array(set, { minLength: 2, maxLength: 3 }).map((members) => ({ failover: members })),
);
const sets = fc
  .array(fc.tuple(set, fc.integer({ min: 1, max: 100 })), { minLength: 2, maxLength: 3 })
  .map((members) => ({
    weighted: members.map(([to, weight], position) => ({ to, weight, name: `m${position}` })),
  }));
const places = [
  { continents: ["EU"] },
  { countries: ["DE", "FR"] },
  { continents: ["NA"] },
  { countries: ["US"] },
];
const geolocation = fc
  .tuple(
    fc.subarray(places, { minLength: 1 }),
    fc.array(fc.tuple(list, fc.constantFrom("stay", "fallThrough")), { minLength: 5, maxLength: 5 }),
  )
  .map(([from, branches]) => ({
    geolocation: [...from, "anywhere"].map((place, position) => ({
      from: place,
      to: branches[position]?.[0],
      whenDown: branches[position]?.[1],
    })),
  }));
const ranked = fc.tuple(fc.array(set, { minLength: 2, maxLength: 3 })).map(([members]) => ({
  latency: members.map((to, position) => ({
    region: ["eu-west-1", "us-east-1", "ap-southeast-1"][position],
    to,
  })),
}));

/** `npm run test:conformance` asks for many more. */
const more = Number(process.env.EQUIVALENCE_RUNS ?? 0);

/**
 * Each runs, together 500. The rest of what is found may only be what is said here: of ranked places everybody has one
 * last resort, and shares of a last resort that no whole numbers up to 100
 * come nearer to, such as one of less than a hundredth.
 */
const suites = [
  { kind: "lists", tree: list, runs: 125, mayDiffer: "nowhere" },
  { kind: "sets", tree: sets, runs: 150, mayDiffer: "by rounding" },
  { kind: "geolocation", tree: geolocation, runs: 150, mayDiffer: "nowhere" },
  { kind: "ranked", tree: ranked, runs: 75, mayDiffer: "in the last resort" },
] as const;

test.each(suites)(
  "$runs random policies of $kind differ $mayDiffer",
  ({ tree, runs, mayDiffer }) => {
    let proved = 0;
    fc.assert(
      fc.property(tree, (to) => {
        const document = {
          version: 1,
          name: "random",
          zone: "example.com",
          providers: { cloudflare: {} },
          healthChecks: { web: { type: "http", path: "/up" }, tcp: { type: "tcp", port: 443 } },
          endpoints,
          records: { www: { ttl: 60, to } },
        };
        const loaded = loadPolicy({ path: "random.json", text: JSON.stringify(document) });
        // A member may be named twice.
        fc.pre(loaded.policy !== null);
        if (loaded.policy === null) return;
        const steered = steerPolicy(loaded.policy);
        fc.pre(!hasErrors(steered.diagnostics));
        const compiled = cloudflare.compile(loaded.policy, steered.records);
        expect(compiled.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
        const { diagnostics } = proveCompile(cloudflare, steered.records, compiled);
        for (const one of diagnostics) {
          expect({ said: say(one).message, mayDiffer }).not.toMatchObject({ mayDiffer: "nowhere" });
          expect(one.code).toBe("last-resort");
          if (mayDiffer !== "by rounding" || one.code !== "last-resort") continue;
          // No member can have less than a hundredth of the largest.
          const members = one.args.wanted.split(" and ").length;
          expect(furthest(one.args.wanted, one.args.actual)).toBeLessThanOrEqual(members - 1 + 0.1);
        }
        proved += 1;
      }),
      { numRuns: more > 0 ? more : runs },
    );
    expect(proved).toBeGreaterThanOrEqual(more > 0 ? more : runs);
  },
  90_000 + 100 * more,
);

/** The most that a share in "a1 33.4 % and a2 66.6 %" moves, in percentage points. */
function furthest(wanted: string, actual: string): number {
  const read = (text: string) =>
    new Map(text.split(" and ").map((part) => [part.split(" ")[0] ?? "", Number(part.split(" ")[1])]));
  const [one, other] = [read(wanted), read(actual)];
  return Math.max(
    ...[...one.keys(), ...other.keys()].map((name) =>
      Math.abs((one.get(name) ?? 0) - (other.get(name) ?? 0)),
    ),
  );
}
