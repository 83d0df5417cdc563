/** What a change of policy files would do, as JSON. */
import type { RevisedPolicy, Revision } from "../plan/revision.ts";
import type { Origin } from "../policy/policy.ts";
import { planToJson } from "./plan-json.ts";

type LineOf = (origin: Origin) => number | null;

/** Plain data with stable names; places as file and line. */
export function revisionToJson({ policies, ...sides }: Revision, lineOf: LineOf) {
  return { ...sides, policies: policies.map((policy) => revisedToJson(policy, lineOf)) };
}

/** One policy; what only a plan of a real zone has is left out. */
export function revisedToJson({ plans, ...policy }: RevisedPolicy, lineOf: LineOf) {
  return {
    ...policy,
    plans: plans.map((plan) => {
      const {
        read: _read,
        batches: _batches,
        zone: _zone,
        blocked: _blocked,
        ...told
      } = planToJson(plan, lineOf);
      return told;
    }),
  };
}
