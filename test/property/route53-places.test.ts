import fc from "fast-check";
import { expect, test } from "vitest";
import { hasErrors } from "../../src/diagnostic/describe.ts";
import { opponentOf } from "../../src/provider/prove.ts";
import { route53 } from "../../src/provider/route53/route53.ts";
import { answer, type Outcome } from "../../src/steering/answer.ts";
import { addressOf, downUnits, unitsOf } from "../../src/steering/health.ts";
import type { SteeringNode } from "../../src/steering/tree.ts";
import { endpointsOf } from "../../src/steering/walk.ts";
import { clients, compile, onlyRecord, subsetsOf } from "./grow.ts";
import { addShares, isAlike, type Shares } from "./naive-proof.ts";
import { policyDocument } from "./policies.ts";

/**
 * The proof of a compile asks one client of each class. Here clients are countries and states, named in the policy
 * or not, so that the classes themselves are on trial.
 */
/** `npm run test:conformance` tries 2,000. */
const runs = Number(process.env.EQUIVALENCE_RUNS ?? 300);

test("random policies: Route 53 answers clients in countries and states as the policy does", () => {
  let compared = 0;
  fc.assert(
    fc.property(policyDocument(4), (document) => {
      const grown = compile(document);
      if (hasErrors(grown.compiled.diagnostics)) return;
      const record = onlyRecord(grown);
      const { tree } = record;
      const { units, resources, skews } = grown.compiled;
      const opponent = opponentOf(route53.evaluate(resources), record, "A", units);
      const points = Math.max(0.1, skews.get(record.record.name) ?? 0);
      for (const dead of subsetsOf(unitsOf(endpointsOf(tree), "A").map(({ key }) => key))) {
        for (const client of clients) {
          const wanted = byAddress(tree, answer(tree, client, downUnits(dead, "A")));
          const actual = addShares(opponent(client, (unit) => dead.has(unit)) ?? []);
          compared += 1;
          if (!isAlike(wanted, actual, points)) {
            expect({ client, down: [...dead], answers: actual }).toEqual({ answers: wanted });
          }
        }
      }
    }),
    { numRuns: runs },
  );
  expect(compared).toBeGreaterThan(100 * runs);
}, 120_000);

function byAddress(tree: SteeringNode, outcomes: readonly Outcome[]): Shares {
  const addresses = new Map(endpointsOf(tree).map((endpoint) => [endpoint.name, addressOf(endpoint, "A")]));
  return addShares(
    outcomes.map(({ endpoints, share }) => ({
      values: endpoints.map((name) => addresses.get(name) ?? "none"),
      share,
    })),
  );
}
