/**
 * What every provider has to do, whatever it is: to apply a policy is to hold it, twice is once, and to destroy it
 * leaves nothing of ours and everything of others.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkPolicy } from "../../src/plan/check.ts";
import { isEmpty } from "../../src/plan/plan.ts";
import type { ProviderId } from "../../src/policy/policy.ts";
import { canonicalJson } from "../../src/provider/canonical-json.ts";
import { subjectOf } from "../../src/provider/change.ts";
import type { ConnectOptions } from "../../src/provider/connection.ts";
import { proveCompile } from "../../src/provider/prove.ts";
import { providers } from "../../src/provider/registry.ts";
import type { Kinds } from "../property/policies.ts";
import { apply, emptied, plan, type Ready, ready, readyOrNull } from "./lab.ts";
import { policiesInRepository } from "./repository-policies.ts";

/** A vendor with an empty zone example.com. */
export interface Bench {
  readonly connecting: ConnectOptions;
  /** Requests so far that would change something. */
  writes(): number;
  /** Everything that is in the account, as text, but for what the zone itself is made of. */
  everything(): Promise<readonly string[]>;
  /** Puts something of somebody else's at a name and beside it. */
  plantForeign(name: string): Promise<void>;
}

export interface ProviderHarness {
  readonly provider: ProviderId;
  /** What stands under the provider's name. */
  readonly settings: object;
  /** Policies of the repository that this provider can't hold, with the codes that say so. */
  readonly refused: Readonly<Record<string, readonly string[]>>;
  /** What answers with a or b while both are healthy, as it holds it inside a failover. */
  readonly several: object;
  /** Random policies that it holds, each with the record www, nested so deep where it knows of that. */
  readonly policies: (depth: number, kinds: Kinds) => fc.Arbitrary<object>;
  open(): Promise<Bench>;
}

/** Policies of all kinds that are tried; `npm run test:conformance` tries 300. */
const randomRuns = Number(process.env.CONFORMANCE_RUNS ?? 6);
/** Each policy of the repository, as `npm run test:conformance` does; `npm test` is content with the examples. */
const isLong = process.env.CONFORMANCE_RUNS !== undefined;

export function describeConformance({
  provider,
  settings,
  refused,
  several,
  policies,
  open,
}: ProviderHarness): void {
  const targets = { [provider]: settings };
  const all = policiesInRepository(targets);
  const given = [...all].filter(
    ([path]) => refused[path] === undefined && (isLong || path.startsWith("examples/")),
  );

  test.each(Object.entries(refused))("%s is refused", (path, codes) => {
    const { diagnostics } = checkPolicy({ path, text: all.get(path) ?? "" });
    const said = diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
    expect([...new Set(said)].sort()).toEqual([...codes].sort());
  });

  describe.each(given)("%s", (_name, text) => {
    test("is held once it is applied, and once is enough", async () => {
      const bench = await open();
      const it = ready(text);
      await apply(bench, it);
      await expectHeld(bench, it);

      const before = await bench.everything();
      const writes = bench.writes();
      const again = await apply(bench, it);
      expect(again.done).toEqual([]);
      expect(bench.writes()).toBe(writes);
      expect(await bench.everything()).toEqual(before);
    });

    test("leaves nothing of ours and everything of others when it is destroyed", async () => {
      const bench = await open();
      const it = ready(text);
      for (const { record } of it.records) {
        // A CNAME stands alone at its name.
        await bench.plantForeign(record.types.includes("CNAME") ? `beside.${record.name}` : record.name);
      }
      const foreign = await bench.everything();
      await apply(bench, it);
      await expectHeld(bench, it);
      await apply(bench, emptied(it));
      expect(await bench.everything()).toEqual(foreign);
    });
  });

  describe("changes", () => {
    const records = {
      www: { ttl: 30, to: { weighted: { a: 9, b: 1 } } },
      api: { ttl: 60, to: { failover: ["a", { weighted: { b: 1, c: 2 } }] } },
      "*.app": { ttl: 30, to: { failover: [several, "c"] } },
      "@": { ttl: 30, to: "c" },
    };

    test.each([
      ["a weight", { www: { ttl: 30, to: { weighted: { a: 6, b: 4 } } } }],
      ["a drained member", { www: { ttl: 30, to: { weighted: { a: 6, b: 0 } } } }],
      ["a ttl", { www: { ttl: 31, to: { weighted: { a: 9, b: 1 } } } }],
      ["the ttl of groups", { api: { ...records.api, ttl: 61 } }],
      ["another kind of steering", { www: { ttl: 30, to: { failover: ["a", "b"] } } }],
      ["simple instead of a group", { www: { ttl: 30, to: "a" }, api: { ttl: 60, to: "b" } }],
      [
        "a group instead of simple",
        { "@": { ttl: 30, to: { failover: ["c", { weighted: { a: 1, b: 1 } }] } } },
      ],
      [
        "a place more",
        {
          www: {
            ttl: 30,
            to: {
              geolocation: [
                { from: { countries: ["DE"] }, to: { weighted: { a: 1, b: 1 } } },
                { from: "anywhere", to: { failover: ["b", "c"] } },
              ],
            },
          },
        },
      ],
      [
        "a family less",
        { www: { ...records.www, types: ["A"] }, "*.app": { ...records["*.app"], types: ["A"] } },
      ],
      ["a record more", { shop: { ttl: 30, to: { failover: ["c", "a"] } } }],
      ["records less", { www: undefined, "*.app": undefined }],
      ["a record renamed", { www: undefined, web: records.www }],
      ["a wildcard renamed", { "*.app": undefined, app: records["*.app"] }],
    ])("%s, and back", async (_name, changed) => {
      const bench = await open();
      const before = ready(document(targets, records));
      const after = ready(document(targets, { ...records, ...changed }));
      await apply(bench, before);
      const held = await bench.everything();
      for (const it of [after, before]) {
        await apply(bench, it);
        await expectHeld(bench, it);
      }
      expect(namesOf(await bench.everything())).toEqual(namesOf(held));
    });
  });

  test("random policies, one over the other", { timeout: 6000 * randomRuns }, async () => {
    const bench = await open();
    let applied = 0;
    const policy = fc
      .tuple(policies(3, "core"), policies(2, "core"), fc.boolean())
      .map(([one, other, dual]) => {
        const text = JSON.stringify(combine(targets, one, other));
        return dual && !text.includes("ipv6")
          ? text.replace(/"ipv4":"192\.0\.2\.(\d+)"/gu, '"ipv4":"192.0.2.$1","ipv6":"2001:db8::$1"')
          : text;
      });
    await fc.assert(
      fc.asyncProperty(policy, policy, async (one, other) => {
        for (const text of [one, other]) {
          const it = readyOrNull(text);
          // Weights too far apart, and the like: nothing to apply.
          fc.pre(it !== null);
          await apply(bench, it);
          await expectHeld(bench, it);
          applied += 1;
        }
        const last = readyOrNull(other);
        if (last !== null) await apply(bench, emptied(last));
        expect(await bench.everything()).toEqual([]);
      }),
      { numRuns: Math.min(randomRuns, 40) },
    );
    expect(applied).toBeGreaterThan(1.5 * Math.min(randomRuns, 40));
  });

  const timeout = 3000 * randomRuns;
  test("random policies of all kinds, and of an edit its own difference", { timeout }, async () => {
    const bench = await open();
    let edited = 0;
    const policy = fc
      .tuple(policies(2, "all"), policies(2, "all"), policies(2, "all"))
      .map(([one, other, third]) => [combine(targets, one, other), combine(targets, one, third)] as const);
    await fc.assert(
      fc.asyncProperty(policy, async ([document, edit]) => {
        const [before, after] = [readyOrNull(document), readyOrNull(edit)];
        fc.pre(before !== null && after !== null);
        await apply(bench, before);
        const prepared = await plan(bench, before);
        expect(prepared.changes).toEqual([]);

        const { plan: planned, changes } = await plan(bench, after);
        expect(planned.refusals).toEqual([]);
        // Checks are lined up with those that there are, under whatever reference they go.
        const isNamed = (key: string) => !key.startsWith("health check ");
        const keys = changes.map(subjectOf).filter(({ kind }) => kind !== "marker");
        expect(
          keys
            .map(({ key }) => key)
            .filter(isNamed)
            .sort(),
        ).toEqual(differences(before, after).filter(isNamed));
        edited += 1;
        await apply(bench, emptied(before));
        expect(await bench.everything()).toEqual([]);
      }),
      { numRuns: randomRuns },
    );
    expect(edited).toBeGreaterThan(0.75 * randomRuns);
  });
}

/** What differs between two compiles: what appears, changes or goes, but for markers, which follow their names. */
function differences(one: Ready, other: Ready): readonly string[] {
  const texts = ({ target }: Ready) => {
    const { resources } = target.compiled;
    // A check is what it checks: which of two equal endpoints lends it its reference makes no difference.
    const checks = new Map(
      resources.flatMap(({ kind, key, attributes }): (readonly [string, string])[] =>
        kind === "health check" ? [[key.replace("health check ", "ref:"), canonicalJson(attributes)]] : [],
      ),
    );
    return new Map(
      resources
        .filter(({ kind }) => kind !== "marker")
        .map(({ key, attributes }) => {
          const check = checks.get(String(attributes.HealthCheckId));
          return [
            key,
            canonicalJson(check === undefined ? attributes : { ...attributes, HealthCheckId: check }),
          ];
        }),
    );
  };
  const [before, after] = [texts(one), texts(other)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .sort();
}

/** Nothing is left to do, and what is live answers as the policy does: every class of clients in every state of health. */
async function expectHeld(bench: Bench, it: Ready): Promise<void> {
  const { snapshot, plan: planned, changes } = await plan(bench, it);
  expect(planned.refusals).toEqual([]);
  expect(changes.map((change) => JSON.stringify(change))).toEqual([]);
  expect(isEmpty(planned)).toBe(true);
  const provider = providers[it.target.provider];
  const live = { ...it.target.compiled, resources: snapshot.resources };
  const proof = proveCompile(provider, it.records, live);
  // What was told of the compile holds for what is live, and nothing more.
  expect(proof.diagnostics).toEqual(it.target.proof.diagnostics);
}

function document(targets: object, records: object): object {
  return {
    version: 1,
    name: "conformance",
    zone: "example.com",
    providers: targets,
    healthChecks: { web: { type: "https", path: "/up", host: "www.example.com", interval: "30s" } },
    endpoints: {
      a: { ipv4: "192.0.2.1", ipv6: "2001:db8::1", healthCheck: "web" },
      b: { ipv4: "192.0.2.2", ipv6: "2001:db8::2", healthCheck: "web" },
      c: { ipv4: "192.0.2.3", ipv6: "2001:db8::3", healthCheck: "web" },
    },
    records,
  };
}

/** One record of each. */
function combine(targets: object, one: object, other: object): object {
  const to = (policy: object) => ("records" in policy ? policy.records : {});
  const [first, second] = [to(one), to(other)];
  const record = (records: unknown) =>
    typeof records === "object" && records !== null && "www" in records ? records.www : null;
  return {
    ...one,
    providers: targets,
    records: { www: record(first), "*.app": record(second) },
  };
}

/** Without what may differ after going there and back: ids of checks, the time in a marker. */
function namesOf(everything: readonly string[]): readonly string[] {
  return everything.map((line) => line.split("\t")[0] ?? "");
}
