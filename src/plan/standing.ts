/** How a name stands between three sides: what is live, what was applied, and what the policy says. */
import { subjectOf } from "../provider/change.ts";
import type { PlannedName } from "./planned-name.ts";

export type Standing = "drifted" | "pending" | "converged" | "in step" | "not applied";

/** Drift is live against its marker, pending is the policy against its marker. */
export function standingOf({ status, drifted, pending, changes }: PlannedName): Standing {
  if (status === "new") return "not applied";
  // What is live is what the policy says, so that only the marker has to follow.
  if (drifted && changes.every(({ change }) => subjectOf(change).kind === "marker")) return "converged";
  if (drifted) return "drifted";
  return pending || changes.length > 0 ? "pending" : "in step";
}
