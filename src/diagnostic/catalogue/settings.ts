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
  "formerly-itself": entry<{ readonly name: string }>({
    severity: "error",
    title: "A former name that is the name",
    message: ({ name }) => `This policy is called ${name} still, so it isn't formerly ${name}`,
    hint: () => "give the policy its new name, or take this one out of formerly",
    explain: `After a policy is renamed, formerly holds the names that it had: names in the zone are marked with the policy
that they belong to, and the marks still say the old one.

    name: web-edge
    formerly: [web]`,
  }),
  "formerly-claimed": entry<{
    readonly name: string;
    /** The other one's name. */
    readonly policy: string;
    readonly isFormer: boolean;
    readonly isOthersFormer: boolean;
    readonly file: string;
    readonly line: number;
  }>({
    severity: "error",
    title: "A former name that another policy has",
    message: ({ name, policy, isFormer, isOthersFormer, file, line }) => {
      if (!isFormer)
        return `The policy ${policy} says in ${file}:${line} that ${name} is its own former name`;
      return isOthersFormer
        ? `${name} is a former name of the policy ${policy} too, by ${file}:${line}`
        : `${name} is the name of the policy in ${file}:${line}, so that it can't be a former name of this one`;
    },
    hint: () => "a name can have become one policy only: take it out of the other's formerly",
    explain: `Whatever the zone marks with a former name belongs to the policy that has it under formerly. Where two
policies have it, or one of them is still called so, whichever is applied first would take everything.`,
  }),
  "formerly-unneeded": entry<{
    readonly former: string;
    readonly zone: string;
    readonly provider: string;
  }>({
    severity: "note",
    title: "A former name that nothing has any more",
    message: ({ former, zone, provider }) =>
      `Nothing in ${zone} at ${provider} is called ${former} any more, so that formerly isn't needed there`,
    hint: () => "once that is so at every provider of this policy, take it out",
    explain: `Each apply after a rename marks with the new name what was marked with the former one. On Route 53 the former
name stays needed for longer: a health check is told to be ours by its CallerReference, which can't be changed, and
it is kept in use, since a new one counts as healthy until it has reported.`,
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
