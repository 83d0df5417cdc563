/** How closely a plan wants to be looked at. */
import type { Plan } from "./plan.ts";
import { isEmpty } from "./plan.ts";

export type Risk = "none" | "low" | "medium" | "high";

/**
 * None: nothing changes. High: a guard or something else had to say something, a name goes, or it can't be told what
 * moves. Medium: answers move, or somebody's hand edit is put back. Low: the rest, such as new names.
 */
export function riskOf(plan: Plan): Risk {
  if (plan.refusals.length > 0) return "high";
  if (isEmpty(plan)) return "none";
  const shares = plan.names.map(({ blast }) => blast.share);
  const isHigh =
    plan.guards.findings.length > 0 ||
    shares.includes(null) ||
    plan.names.some(({ status }) => status === "removed");
  if (isHigh) return "high";
  return shares.some((share) => share !== 0) || plan.names.some(({ drifted }) => drifted) ? "medium" : "low";
}
