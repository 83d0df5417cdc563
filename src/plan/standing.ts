/** How a name stands between three sides: what is live, what was applied, and what the policy says. */
import { subjectOf } from "../provider/change.ts";
import type { PlannedChange, PlannedName } from "./planned-name.ts";

export type Standing = "drifted" | "pending" | "converged" | "in step" | "not applied";

/**
 * Drift is live against its marker, pending is the policy against its marker.
 *
 * @param shared - changes of what names share: a check that somebody edited is part of what was applied for its names
 */
export function standingOf(
  { status, drifted, pending, changes }: PlannedName,
  shared: readonly PlannedChange[],
): Standing {
  if (status === "new") return "not applied";
  // What is live is what the policy says, so that only the marker has to follow.
  const isBehind = changes.length > 0 && changes.every(({ change }) => subjectOf(change).kind === "marker");
  if (drifted) return isBehind && shared.length === 0 ? "converged" : "drifted";
  return pending || changes.length > 0 ? "pending" : "in step";
}
