/** Differences between a compile and its policy that somebody accepted until a day. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Policy } from "../policy/policy.ts";
import { approximate } from "./rule-names.ts";

/**
 * Makes a warning of each difference that a waiver accepts; everything else stays as it is.
 *
 * @param today - as 2026-12-31, in UTC; null where there is no clock: then no waiver's day is over
 */
export function acceptDifferences(
  { waivers }: Pick<Policy, "waivers">,
  diagnostics: readonly Diagnostic[],
  today: string | null,
): readonly Diagnostic[] {
  const expired = new Set<Diagnostic>();
  const judged = diagnostics.map((diagnostic) => {
    if (diagnostic.code !== "compile-differs") return diagnostic;
    const { nearest: _, ...difference } = diagnostic.args;
    const matching = waivers.filter(
      ({ kind, code, target }) => kind === "rule" && code === approximate && target === difference.record,
    );
    const valid = matching.find(({ until }) => today === null || today <= until);
    if (valid !== undefined) {
      return diagnose(approximate, { ...difference, until: valid.until }, diagnostic.place);
    }
    for (const { target, until, origin } of matching) {
      expired.add(diagnose("waiver-expired", { rule: approximate, target, until }, origin));
    }
    return diagnostic;
  });
  return [...judged, ...expired];
}
