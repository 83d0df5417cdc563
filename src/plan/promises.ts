/** What a policy says of itself, held against it: its tests and its guarantees. */
import { hasErrors } from "../diagnostic/describe.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Policy, ProviderId } from "../policy/policy.ts";
import { type GuaranteeResult, judgeGuarantees } from "../proof/guarantees.ts";
import { type OpponentFor, runTests, type TestResult } from "../proof/policy-tests.ts";
import { opponentOf } from "../provider/prove.ts";
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
 * Runs the tests and judges the guarantees. Guarantees are judged by what the policy means: every compile is proved to
 * mean the same in every state, so they hold at each provider too.
 */
export function judgePromises(
  policy: Policy,
  records: readonly SteeredRecord[],
  targets: readonly { readonly provider: ProviderId; readonly compiled: Compiled }[],
): Promises {
  const probes = targets.map(({ provider }) => providers[provider].probeSeconds);
  return {
    tests: runTests(policy.tests, records, findOpponents(targets)),
    guarantees: judgeGuarantees(policy.guarantees, records, probes),
  };
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
    return opponentOf(evaluator, steered, type, target.compiled.units);
  };
}
