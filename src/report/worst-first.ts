/** Where only so many findings are taken, the worst come first. */
import type { Severity } from "../diagnostic/severity.ts";

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** Errors, warnings, notes; each in the order in which they were found. */
export function worstFirst<T extends { readonly severity: Severity }>(findings: readonly T[]): readonly T[] {
  return findings.toSorted((one, other) => rank[one.severity] - rank[other.severity]);
}
