import fc from "fast-check";
import { expect, test } from "vitest";
import { hasErrors } from "../../src/diagnostic/describe.ts";
import { proveCompile } from "../../src/provider/prove.ts";
import { route53 } from "../../src/provider/route53/route53.ts";
import { answer } from "../../src/steering/answer.ts";
import {
  clients,
  compile,
  type Document,
  type GrownAndCompiled,
  growTree,
  isDownIn,
  statesOf,
} from "./grow.ts";
import { policyDocument } from "./policies.ts";
import { drawsOf, liftParts, reorder } from "./rewrite.ts";

const documents = fc
  .tuple(policyDocument(4), fc.integer(), fc.integer())
  .map(([document, parts, order]): readonly [Document, Document] => {
    const lifted = liftParts(document, drawsOf(parts));
    return [lifted, reorder(lifted, drawsOf(order))];
  });

test("what has no order may stand in any: no answer changes", () => {
  fc.assert(
    fc.property(documents, ([document, reordered]) => {
      const [tree, other] = [growTree(document), growTree(reordered)];
      for (const state of statesOf(tree)) {
        for (const client of clients) {
          const [one, two] = [tree, other].map((root) =>
            answer(root, client, isDownIn(state))
              .map(({ endpoints, share }) => `${endpoints.join("+")} ${share.toFixed(9)}`)
              .sort()
              .join(", "),
          );
          if (one !== two) expect(two).toBe(one);
        }
      }
    }),
    { numRuns: 100 },
  );
});

test("what has no order may stand in any: not one record set or health check changes", () => {
  fc.assert(
    fc.property(documents, ([document, reordered]) => {
      expect(resourcesOf(compile(reordered))).toEqual(resourcesOf(compile(document)));
    }),
    { numRuns: 200 },
  );
});

test("parts are names for what they hold: with them, a compile still answers as the policy does", () => {
  fc.assert(
    fc.property(documents, ([document]) => {
      const { records, compiled } = compile(document);
      if (hasErrors(compiled.diagnostics)) return;
      expect(proveCompile(route53, records, compiled).diagnostics).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

/** What would be sent: everything but where the file asks for it. */
function resourcesOf({ compiled }: GrownAndCompiled): ReadonlyMap<string, unknown> {
  const sorted = [...compiled.resources].sort((one, other) => (one.key < other.key ? -1 : 1));
  return new Map(sorted.map(({ key, attributes }) => [key, attributes]));
}
