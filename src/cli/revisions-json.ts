/** What a change of policy files would do, as data: the plans of all of them, and what else becomes of each. */
import type { RevisedPolicy } from "../plan/revision.ts";
import type { Report } from "../report/report.ts";
import { comparisonsToJson, type LineFinder, plansToJson } from "./prepare.ts";

export function revisionsToJson(
  policies: readonly RevisedPolicy[],
  lineOf: LineFinder,
): Required<Pick<Report, "revisions" | "plans" | "comparisons">> {
  const shown = policies.map(({ file, plans, comparison }) => ({
    file,
    plans: plans.map((plan) => ({ file, prepared: { plan } })),
    comparison,
  }));
  return {
    revisions: policies.map(({ plans: _plans, comparison: _comparison, ...policy }) => policy),
    plans: plansToJson(
      shown.flatMap(({ plans }) => plans),
      lineOf,
    ),
    comparisons: comparisonsToJson(shown),
  };
}
