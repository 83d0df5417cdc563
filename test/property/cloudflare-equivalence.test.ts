import fc from "fast-check";
import { expect, test } from "vitest";
import { hasErrors, describe as say } from "../../src/diagnostic/describe.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import { cloudflare } from "../../src/provider/cloudflare/cloudflare.ts";
import { type Proof, proveCompile } from "../../src/provider/prove.ts";
import { steerPolicy } from "../../src/steering/steer.ts";
import { exactPolicy, nearestPolicy, type RandomPolicy, rows } from "./cloudflare-policies.ts";

/** `npm run test:conformance` tries 2,000 of each. */
const more = Number(process.env.EQUIVALENCE_RUNS ?? 0);
const timeout = 90_000 + 200 * more;

/** Proves random policies, all of which must compile; tells of each what was found. */
function proveRandom(
  policies: fc.Arbitrary<RandomPolicy>,
  numRuns: number,
  judge: (proof: Proof, skew: number, row: string) => void,
): void {
  let proved = 0;
  fc.assert(
    fc.property(policies, ({ document, row }) => {
      const loaded = loadPolicy({ path: "random.json", text: JSON.stringify(document) });
      // A member may be named twice.
      fc.pre(loaded.policy !== null);
      if (loaded.policy === null) return;
      const steered = steerPolicy(loaded.policy);
      fc.pre(!hasErrors(steered.diagnostics));
      const compiled = cloudflare.compile(loaded.policy, steered.records);
      expect(compiled.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      const proof = proveCompile(cloudflare, steered.records, compiled);
      judge(proof, compiled.skews.get("www.example.com") ?? 0, row);
      proved += 1;
    }),
    { numRuns },
  );
  expect(proved).toBeGreaterThanOrEqual(numRuns);
}

const exactRuns = more > 0 ? more : 150;

test(
  `${exactRuns} random policies of the exact rows differ nowhere, last resorts included`,
  () => {
    const tried = new Map(rows.map((row) => [row, 0]));
    let rounded = 0;
    proveRandom(exactPolicy, exactRuns, ({ diagnostics, differing }, skew, row) => {
      expect(diagnostics.map((one) => say(one).message)).toEqual([]);
      expect(differing).toEqual([]);
      tried.set(row, (tried.get(row) ?? 0) + 1);
      if (skew > 0.1) rounded += 1;
    });
    expect([...tried].filter(([, times]) => times === 0)).toEqual([]);
    expect(rounded).toBeGreaterThan(exactRuns / 10);
  },
  timeout,
);

const nearestRuns = more > 0 ? more : 50;

test(
  `${nearestRuns} random policies of the nearest place differ in the last resort alone`,
  () => {
    proveRandom(nearestPolicy, nearestRuns, ({ diagnostics }) => {
      for (const one of diagnostics) expect(one.code).toBe("last-resort");
    });
  },
  timeout,
);
