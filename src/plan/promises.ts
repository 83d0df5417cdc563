/** What a policy says of itself, held against it: its tests and its guarantees. */
import { hasErrors } from "../diagnostic/describe.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Policy, ProviderId } from "../policy/policy.ts";
import type { Vendor } from "../proof/asker.ts";
import { type GuaranteeResult, judgeGuarantees } from "../proof/guarantees.ts";
import { type OpponentFor, runTests, type TestResult } from "../proof/policy-tests.ts";
import { opponentOf, type Proof } from "../provider/prove.ts";
import type { Evaluator } from "../provider/provider.ts";
import { providers } from "../provider/registry.ts";
import type { Compiled } from "../provider/resource.ts";
import type { SteeredRecord } from "../steering/tree.ts";

export interface Promises {
  readonly tests: readonly TestResult[];
  readonly guarantees: readonly GuaranteeResult[];
}

/** Of a file without a meaning nothing can be said. */
export const noPromises: Promises = { tests: [], guarantees: [] };

/**
 * Runs the tests and judges the guarantees. Guarantees are judged by what the policy means, and once more by what a
 * provider answers for a record that its compile doesn't hold exactly; elsewhere the proof says that it is the same.
 */
export function judgePromises(
  policy: Policy,
  records: readonly SteeredRecord[],
  targets: readonly Compared[],
): Promises {
  const probes = targets.map(({ provider }) => providers[provider].probeSeconds);
  return {
    tests: runTests(policy.tests, records, findOpponents(targets)),
    guarantees: judgeGuarantees(policy.guarantees, records, probes, differingVendors(records, targets)),
  };
}

interface Compared {
  readonly provider: ProviderId;
  readonly compiled: Compiled;
  readonly proof: Pick<Proof, "differing">;
}

function differingVendors(
  records: readonly SteeredRecord[],
  targets: readonly Compared[],
): readonly Vendor[] {
  return targets.flatMap(({ provider: id, compiled: { resources, units }, proof }) =>
    proof.differing.flatMap(({ record, type }) => {
      const steered = records.find((one) => one.record.name === record);
      if (steered === undefined) return [];
      const provider = providers[id];
      const opponent = opponentOf(provider.evaluate(resources), steered, type, units);
      // As in the proof, those of other names tell nobody apart here.
      const own = resources.filter(({ owner }) => owner === null || owner === record);
      return [{ title: provider.title, record, type, opponent, seen: provider.distinctionsIn(own) }];
    }),
  );
}

/** What is wrong, in the order of the file. */
export function diagnosePromises({ tests, guarantees }: Promises): readonly Diagnostic[] {
  return [...tests, ...guarantees].flatMap(({ diagnostics }) => diagnostics);
}

/** Evaluators over all that was compiled for a provider, each made when the first test asks for it. */
function findOpponents(
  targets: readonly { readonly provider: ProviderId; readonly compiled: Compiled }[],
): OpponentFor {
  const made = new Map<ProviderId, Evaluator>();
  return ({ at }, steered, type) => {
    const target = targets.find(({ provider }) => provider === at);
    // What couldn't be compiled was told, and answers nothing.
    if (target === undefined || hasErrors(target.compiled.diagnostics)) return null;
    const evaluator =
      made.get(target.provider) ?? providers[target.provider].evaluate(target.compiled.resources);
    made.set(target.provider, evaluator);
    const as = target.compiled.answeredAs.get(steered.record.name) ?? type;
    return { opponent: opponentOf(evaluator, steered, as, target.compiled.units), as };
  };
}
