import fc from "fast-check";
import { expect, test } from "vitest";
import { hasErrors } from "../../src/diagnostic/describe.ts";
import { compareMeanings, distinguishClients } from "../../src/proof/equivalence.ts";
import { opponentOf } from "../../src/provider/prove.ts";
import type { Resource } from "../../src/provider/resource.ts";
import { isRecordSet, type RecordSet } from "../../src/provider/route53/record-set.ts";
import { route53 } from "../../src/provider/route53/route53.ts";
import { distinctionsIn, joinDistinctions } from "../../src/steering/clients.ts";
import { compile, onlyRecord } from "./grow.ts";
import { smallestDifference } from "./naive-proof.ts";
import { policyDocument } from "./policies.ts";

/** Ways to spoil a record set, so that there is something to find, deep down too. */
const spoil: readonly ((set: RecordSet) => RecordSet | null)[] = [
  (set) => set,
  () => null,
  ({ HealthCheckId: _check, ...set }) => set,
  ({ AliasTarget: alias, ...set }) =>
    alias === undefined
      ? { ...set, ResourceRecords: [{ Value: "192.0.2.10" }] }
      : { ...set, AliasTarget: { ...alias, EvaluateTargetHealth: !alias.EvaluateTargetHealth } },
];

/** The proof looks once at all states that agree on what was asked; it must find what a look at each one finds. */
test("a proof finds a difference where one is, and of the same size, as if it had looked at every state", () => {
  let [alike, different, dead] = [0, 0, 0];
  const spoilt = fc.tuple(fc.nat(), fc.constantFrom(...spoil));
  fc.assert(
    fc.property(policyDocument(3), spoilt, (document, [at, change]) => {
      const grown = compile(document);
      if (hasErrors(grown.compiled.diagnostics)) return;
      const record = onlyRecord(grown);
      const { units, skews } = grown.compiled;
      const sets = grown.compiled.resources.filter(({ attributes }) => isRecordSet(attributes));
      const chosen = sets[at % sets.length];
      const resources = grown.compiled.resources.flatMap((resource): readonly Resource[] => {
        if (resource !== chosen || !isRecordSet(resource.attributes)) return [resource];
        const changed = change(resource.attributes);
        return changed === null ? [] : [{ ...resource, attributes: { ...changed } }];
      });
      const opponent = opponentOf(route53.evaluate(resources), record, "A", units);
      const skew = skews.get(record.record.name) ?? 0;
      const seen = route53.distinctionsIn(resources);
      const { difference } = compareMeanings(record, "A", opponent, [], skew, seen);
      const clients = distinguishClients(joinDistinctions(distinctionsIn(record.tree), seen));
      const smallest = smallestDifference(
        record.tree,
        "A",
        opponent,
        clients.map(({ client }) => client),
        Math.max(0.1, skew),
      );
      expect(difference?.dead.size ?? null).toBe(smallest);
      if (smallest === null) alike += 1;
      else different += 1;
      dead += smallest ?? 0;
    }),
    { numRuns: 150 },
  );
  expect(Math.min(alike, different)).toBeGreaterThan(25);
  expect(dead).toBeGreaterThan(25);
}, 60_000);
