/** Digests by which a change, a policy or an object is known again. */
import { createHash } from "node:crypto";
import { canonicalJson } from "../provider/canonical-json.ts";
import type { Change } from "../provider/change.ts";
import { subjectOf } from "../provider/change.ts";
import type { Plan } from "./plan.ts";

/** Of plain data: equal data has the same digest, whatever the order in which it was put together. */
export function digestOf(data: unknown): string {
  return `sha256:${createHash("sha256").update(canonicalJson(data)).digest("hex")}`;
}

/** What changes at one provider. */
export interface DigestedPlan {
  readonly plan: Pick<Plan, "provider" | "zone">;
  readonly changes: readonly Change[];
}

/**
 * What a reviewer approves: where each thing is, what it was and what it becomes, and nothing else. No time, path, order
 * or version of this program plays a part, so planning again gives the same digest while zone and policy are the same.
 */
export function digestChanges(plans: readonly DigestedPlan[]): string {
  const changes = plans.flatMap(({ plan: { provider, zone }, changes: made }) =>
    made.map((change) =>
      canonicalJson({
        provider,
        zone: zone.id,
        key: subjectOf(change).key,
        before: change.action === "create" ? null : change.before.attributes,
        desired: change.action === "delete" ? null : change.after.attributes,
      }),
    ),
  );
  return digestOf(changes.sort());
}
