/** What a change of policy files would do, as JSON. */
import type { Revision } from "../plan/revision.ts";
import type { Origin } from "../policy/policy.ts";
import { planToJson } from "./plan-json.ts";

/** Plain data with stable names; places as file and line. What only a plan of a real zone has is left out. */
export function revisionToJson({ policies, ...sides }: Revision, lineOf: (origin: Origin) => number | null) {
  return {
    ...sides,
    policies: policies.map(({ plans, ...policy }) => ({
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
    })),
  };
}
