/** Whether the last step of a ramp has had the time to show. */
import type { PlannedName } from "./planned-name.ts";

export type StepVerdict =
  | { readonly kind: "ready" }
  /** The zone isn't what the file says. */
  | { readonly kind: "not applied" }
  /** Milliseconds since 1970. `seconds` is how long a step takes to show. */
  | {
      readonly kind: "too soon";
      readonly applied: number;
      readonly earliest: number;
      readonly seconds: number;
    }
  | { readonly kind: "unknown" };

/** Markers have the minute in which an apply was, so the apply may have been up to one later. */
const grain = 60_000;

/**
 * Judges a name as it was planned from the file before the step: after an apply it takes the TTL until all caches ask
 * again, and detection until a check has noticed what is wrong.
 *
 * @param now - milliseconds since 1970
 */
export function judgeStep(name: PlannedName, now: number): StepVerdict {
  if (name.status !== "unchanged" || name.drifted) return { kind: "not applied" };
  const { appliedAt: applied } = name;
  if (applied === null) return { kind: "unknown" };
  const seconds = name.failover?.worstWithProbe ?? name.kept ?? 0;
  const earliest = applied + grain + seconds * 1000;
  return now >= earliest ? { kind: "ready" } : { kind: "too soon", applied, earliest, seconds };
}
