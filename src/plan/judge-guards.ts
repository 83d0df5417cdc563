/** What a plan may not do without being told to. */
import type { Permit } from "../diagnostic/catalogue/guards.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { type GuardName, guardNames } from "../policy/guards.ts";
import type { Policy } from "../policy/policy.ts";
import type { Waiver } from "../policy/settings.ts";
import type { GuardedPlan, GuardFinding } from "./guards/guard.ts";
import { guards } from "./guards/guards.ts";

/** What whoever asks for a plan lets pass. */
export interface Allowance {
  /** `destroy` is no guard of a plan: it names what may be deleted by the command of that name. */
  readonly guard: GuardName | "destroy";
  /** As the plan calls it. Null: whatever it is, which no user can write; for commands that are there to do just this. */
  readonly target: string | null;
}

/** What a guard stopped, or would have. */
export interface GuardedFinding extends Omit<GuardFinding, "tell"> {
  readonly guard: GuardName;
  readonly status: "blocked" | "allowed" | "waived";
  /** The waiver's last day; null without one. */
  readonly until: string | null;
}

/** What became of the guards. */
export interface Guarded {
  /** How many had nothing to say. */
  readonly passed: number;
  readonly findings: readonly GuardedFinding[];
}

/** That nothing was changed, so nothing was to be guarded. */
export const unguarded: Guarded & { readonly diagnostics: readonly Diagnostic[] } = {
  passed: guardNames.length,
  findings: [],
  diagnostics: [],
};

/**
 * Holds a plan to all guards.
 *
 * @param today - as 2026-12-31, in UTC; null where there is no clock: then no waiver's day is over
 */
export function judgeGuards(
  plan: GuardedPlan,
  allow: readonly Allowance[],
  today: string | null,
): Guarded & { readonly diagnostics: readonly Diagnostic[] } {
  const { waivers } = plan.policy;
  const over = new Set<Waiver>();
  const judged = guardNames.flatMap((guard) =>
    guards[guard](plan).map(({ tell, ...found }) => {
      const matching = waivers.filter(
        ({ kind, code, target }) => kind === "guard" && code === guard && target === found.target,
      );
      const valid = matching.find(({ until }) => today === null || today <= until);
      const permit = permitOf(guard, found.target, allow, valid);
      if (valid === undefined) for (const waiver of matching) over.add(waiver);
      const status = permit === null ? "blocked" : permit.kind === "flag" ? "allowed" : "waived";
      const until = permit?.kind === "waiver" ? permit.until : null;
      return { finding: { guard, ...found, status, until } as const, diagnostic: tell(permit) };
    }),
  );
  const findings = judged.map(({ finding }) => finding);
  return {
    passed: guardNames.length - new Set(findings.map(({ guard }) => guard)).size,
    findings,
    diagnostics: [
      ...judged.map(({ diagnostic }) => diagnostic),
      ...[...over].map(({ code: rule, target, until, origin }) =>
        diagnose("waiver-expired", { rule, target, until }, origin),
      ),
    ],
  };
}

function permitOf(
  guard: GuardName,
  target: string,
  allow: readonly Allowance[],
  waiver: Waiver | undefined,
): Permit | null {
  if (allow.some((one) => one.guard === guard && (one.target === target || one.target === null))) {
    return { kind: "flag" };
  }
  return waiver === undefined ? null : { kind: "waiver", until: waiver.until, reason: waiver.reason };
}

/**
 * Complains of waivers of guards for which nothing can ever be found: neither the file nor the zone has the target. A
 * waiver of something that is there may be for the next plan.
 *
 * @param targets - labels of all records, in the file or only live
 */
export function warnOfLostWaivers(
  { waivers, name }: Policy,
  targets: ReadonlySet<string>,
): readonly Diagnostic[] {
  return waivers.flatMap(({ kind, code, target, origin }) =>
    kind !== "guard" || target === name || targets.has(target)
      ? []
      : [diagnose("waiver-unused", { rule: code, target }, origin)],
  );
}

/** Complains of what was to be let pass, and none of these plans was stopped by. */
export function refuseUnusedAllowances(
  allow: readonly Allowance[],
  plans: readonly { readonly guards: Guarded }[],
): readonly Diagnostic[] {
  const met = plans.flatMap(({ guards: { findings } }) => findings);
  return allow.flatMap(({ guard, target }) =>
    target === null || met.some((one) => one.guard === guard && one.target === target)
      ? []
      : [diagnose("allow-unused", { guard, target }, null)],
  );
}
