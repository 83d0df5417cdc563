import { entry } from "./entry.ts";

export interface OfWaiver {
  readonly rule: string;
  readonly target: string;
}

/** What is said about how a policy is judged. */
export const settingsEntries = {
  "unknown-rule": entry<{ readonly rule: string; readonly suggestion: string | null }>({
    severity: "error",
    title: "a rule that doesn't exist",
    message: ({ rule }) => `There is no rule "${rule}"`,
    hint: ({ suggestion }) =>
      suggestion === null
        ? "write the code that stands in brackets behind a warning; docs/lint.md has them all"
        : `did you mean ${suggestion}?`,
    explain: `Under lint, and in a waiver, a rule is called by its code: the word in brackets behind its finding.

    lint:
      failover-unchecked: error
      round-robin-unchecked: off`,
  }),
  "unknown-guard": entry<{
    readonly guard: string;
    readonly suggestion: string | null;
    readonly known: readonly string[];
  }>({
    severity: "error",
    title: "A guard that doesn't exist",
    message: ({ guard }) => `There is no guard "${guard}"`,
    hint: ({ suggestion, known }) =>
      suggestion === null ? `there are ${known.join(", ")}` : `did you mean ${suggestion}?`,
    explain: `Guards stop a plan that does more than most people want done at once. A waiver calls one by its name.

    waivers:
      - { guard: max-shift, target: www, until: 2026-12-31, reason: the move to the new data centre }`,
  }),
  "waiver-unused": entry<OfWaiver>({
    severity: "warning",
    title: "A waiver of nothing",
    message: ({ rule, target }) => `${rule} finds nothing about "${target}", so there is nothing to waive`,
    hint: () => "remove the waiver, or correct its target",
    explain: `A waiver accepts a finding until a day. Once the finding is gone, the waiver would only hide the next one.
Its target is the record, endpoint, health check or part that the finding is about.`,
  }),
  "waiver-expired": entry<OfWaiver & { readonly until: string }>({
    severity: "warning",
    title: "A waiver whose day is over",
    message: ({ rule, target, until }) => `The waiver of ${rule} about "${target}" held until ${until}`,
    hint: () => "correct what it is about, or set a new day with the reason for it",
    explain: `A waiver holds up to and including its day, in UTC. After that the finding is back.

    waivers:
      - { rule: failover-unchecked, target: www, until: 2026-12-31, reason: the check comes with the next release }`,
  }),
} as const;
