import fc from "fast-check";
import { expect, test } from "vitest";
import { hasErrors } from "../../src/diagnostic/describe.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import { proveCompile } from "../../src/provider/prove.ts";
import { route53 } from "../../src/provider/route53/route53.ts";
import { steerPolicy } from "../../src/steering/steer.ts";
import { policyDocument } from "./policies.ts";

// Ranked places multiply the clients by all their orders, so policies of all kinds are fewer and flatter.
test.each([
  { kinds: "core", depth: 4, runs: 500 },
  { kinds: "all", depth: 3, runs: 150 },
] as const)(
  "$runs random policies of $kinds kinds compile to record sets that answer as the policy does",
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
  90_000,
);
