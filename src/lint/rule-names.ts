/** The codes that `lint` and `waivers` of a policy may name. */
import { changesEntries } from "../diagnostic/catalogue/changes.ts";
import { lintEntries } from "../diagnostic/catalogue/lint.ts";
import { route53Entries } from "../diagnostic/catalogue/route53.ts";
import type { Code } from "../diagnostic/catalogue.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { suggest } from "../diagnostic/suggest.ts";
import { guardNames, isGuardName } from "../policy/guards.ts";
import type { Policy } from "../policy/policy.ts";
import type { Waiver } from "../policy/settings.ts";
import { extendPointer } from "../source/pointer.ts";

/** What a waiver calls a difference between a compile and its meaning; no rule to be turned off. */
export const approximate = "approximate";

/** Rules that look at a policy alone. */
const ofPolicies: ReadonlySet<string> = new Set([
  ...Object.keys(lintEntries),
  ...warningsOf(route53Entries),
  "last-resort" satisfies Code,
]);
/** Those and the rules that look at a planned change. */
export const ruleNames: ReadonlySet<string> = new Set([...ofPolicies, ...Object.keys(changesEntries)]);

/** Whether a policy may say how bad this is. */
export function isOfRule({ code, severity }: Diagnostic): boolean {
  return severity === "warning" && ruleNames.has(code);
}

function warningsOf(entries: Readonly<Record<string, { readonly severity: string }>>): readonly string[] {
  return Object.keys(entries).filter((code) => entries[code]?.severity === "warning");
}

/** Complains of rules and guards that don't exist. */
export function judgeRuleNames({ lint, waivers, origin }: Policy): readonly Diagnostic[] {
  const guards = waivers.flatMap(({ kind, code, origin: { file, pointer } }) => {
    if (kind !== "guard" || isGuardName(code)) return [];
    const args = { guard: code, suggestion: suggest(code, guardNames), known: guardNames };
    return [diagnose("unknown-guard", args, { file, pointer: extendPointer(pointer, "guard"), on: "value" })];
  });
  const levels = [...lint.keys()].map((rule) => ({
    rule,
    place: { ...origin, pointer: extendPointer("/lint", rule), on: "key" } as const,
  }));
  const waived = waivers.flatMap(({ kind, code, origin: { file, pointer } }) =>
    kind === "rule" && code !== approximate
      ? [{ rule: code, place: { file, pointer: extendPointer(pointer, "rule"), on: "value" } as const }]
      : [],
  );
  const rules = [...levels, ...waived].flatMap(({ rule, place }) =>
    ruleNames.has(rule)
      ? []
      : [diagnose("unknown-rule", { rule, suggestion: suggest(rule, ruleNames) }, place)],
  );
  return [...rules, ...guards];
}

/**
 * Complains of waivers for which nothing was found. Rules about changes and guards find something only while the change
 * is planned, so their waivers are left alone.
 */
export function warnOfUnusedWaivers({ waivers }: Policy, met: ReadonlySet<Waiver>): readonly Diagnostic[] {
  return waivers.flatMap((waiver) => {
    if (waiver.kind !== "rule" || !ofPolicies.has(waiver.code) || met.has(waiver)) return [];
    return [diagnose("waiver-unused", { rule: waiver.code, target: waiver.target }, waiver.origin)];
  });
}
