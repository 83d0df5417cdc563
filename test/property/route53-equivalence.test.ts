import fc from "fast-check";
import { expect, test } from "vitest";
import { hasErrors } from "../../src/diagnostic/describe.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import { proveCompile } from "../../src/provider/prove.ts";
import { route53 } from "../../src/provider/route53/route53.ts";
import { steerPolicy } from "../../src/steering/steer.ts";
import { type Kinds, policyDocument } from "./policies.ts";

/** `npm run test:conformance` asks for many more, and deeper ones. */
const long = Number(process.env.EQUIVALENCE_RUNS ?? 0);

// Ranked places multiply the clients by all their orders, so policies of all kinds are fewer and flatter.
const suites: readonly { readonly kinds: Kinds; readonly depth: number; readonly runs: number }[] = [
  { kinds: "core", depth: 4, runs: 500 },
  long > 0 ? { kinds: "all", depth: 4, runs: long } : { kinds: "all", depth: 3, runs: 150 },
];

test.each(suites)(
  "$runs random policies of $kinds kinds, $depth deep, compile to record sets that answer as the policy does",
  ({ kinds, depth, runs }) => {
    let compiledPolicies = 0;
    fc.assert(
      fc.property(policyDocument(depth, kinds), (document) => {
        const loaded = loadPolicy({ path: "random.json", text: JSON.stringify(document) });
        expect(loaded.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
        if (loaded.policy === null) throw new Error("no policy");
        const steered = steerPolicy(loaded.policy);
        expect(steered.diagnostics).toEqual([]);
        const compiled = route53.compile(loaded.policy, steered.records);
        if (hasErrors(compiled.diagnostics)) return;
        const proof = proveCompile(route53, steered.records, compiled);
        expect(proof.diagnostics).toEqual([]);
        compiledPolicies += 1;
      }),
      { numRuns: runs },
    );
    expect(compiledPolicies).toBeGreaterThan(0.95 * runs);
  },
  90_000 + 500 * long,
);
