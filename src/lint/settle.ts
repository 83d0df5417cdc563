/** What a policy says about its findings: how bad each rule is, and what is waived until a day. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Policy } from "../policy/policy.ts";
import type { Waiver } from "../policy/settings.ts";
import { splitPointer } from "../source/pointer.ts";
import type { Finding } from "./rule.ts";

/** A finding that somebody accepted. */
export interface Waived {
  readonly diagnostic: Diagnostic;
  readonly waiver: Waiver;
}

export interface Settled {
  /** What is left, each with the severity that the policy gives it; what was found twice stands here once. */
  readonly diagnostics: readonly Diagnostic[];
  readonly waived: readonly Waived[];
  /** The waivers that something was found for, those whose day is over included. */
  readonly met: ReadonlySet<Waiver>;
}

/**
 * Judges findings as the policy wants them judged. Errors that no rule found aren't for it.
 *
 * @param today - as 2026-12-31, in UTC; null where there is no clock: then no waiver's day is over
 */
export function settleFindings(
  { lint, waivers }: Pick<Policy, "lint" | "waivers">,
  findings: readonly Finding[],
  today: string | null,
): Settled {
  const left = new Map<string, Diagnostic>();
  const waived = new Map<string, Waived>();
  const met = new Set<Waiver>();
  const expired = new Set<Waiver>();
  for (const { diagnostic, about } of findings) {
    const level = lint.get(diagnostic.code);
    if (level === "off") continue;
    const key = `${diagnostic.code} ${JSON.stringify(diagnostic.place)}`;
    const matching = waivers.filter((waiver) => isAbout(waiver, diagnostic, about));
    for (const waiver of matching) met.add(waiver);
    const valid = matching.find(({ until }) => today === null || today <= until);
    if (valid !== undefined) {
      waived.set(key, { diagnostic, waiver: valid });
      continue;
    }
    for (const waiver of matching) expired.add(waiver);
    left.set(key, level === undefined ? diagnostic : { ...diagnostic, severity: level });
  }
  const reminders = [...expired].map(({ code: rule, target, until, origin }) =>
    diagnose("waiver-expired", { rule, target, until }, origin),
  );
  return {
    diagnostics: [...left.values(), ...reminders],
    // What another record still has isn't waived as a whole.
    waived: [...waived].flatMap(([key, one]) => (left.has(key) ? [] : [one])),
    met,
  };
}

function isAbout(waiver: Waiver, { code, place }: Diagnostic, about: readonly string[]): boolean {
  if (waiver.kind !== "rule" || waiver.code !== code) return false;
  const owner = place !== null && "pointer" in place ? splitPointer(place.pointer)[1] : undefined;
  return owner === waiver.target || about.includes(waiver.target);
}
