import { entry } from "./entry.ts";

/** Who gets something else than the policy says, when, and what. */
export interface Difference {
  readonly provider: string;
  readonly client: string;
  readonly down: readonly string[];
  readonly record: string;
  readonly type: string;
  readonly wanted: string;
  readonly actual: string;
}

/** What is said when a compile doesn't mean what its policy does. */
export const equivalenceEntries = {
  "compile-differs": entry<
    Difference & {
      /** What the provider could hold instead, as `to` of the record; null when nothing is known. */
      readonly nearest: string | null;
    }
  >({
    severity: "error",
    title: "the compile does not mean the same",
    message: spellDifference,
    hint: ({ provider, record, nearest }) =>
      nearest === null
        ? `keep ${record} off ${provider}, or accept it until a day: waivers: [{ rule: approximate, target: ${quote(record)}, until: …, reason: … }]`
        : `${provider} holds this exactly: to: ${nearest}`,
    explain: `Every compile is held against the meaning of the policy, for each class of clients in each state of
health. This is the smallest difference that was found; nothing is applied.

A difference may be accepted for one record until a day. It is a warning then:

    waivers:
      - rule: approximate
        target: www
        until: 2026-12-31
        reason: the standby may also serve the other half`,
  }),
  approximate: entry<Difference & { readonly until: string }>({
    severity: "warning",
    title: "a difference that was accepted",
    message: (args) => `${spellDifference(args)}, which is accepted until ${args.until}`,
    hint: () => "nothing to do until that day; this is the smallest of the differences",
    explain: `The compile doesn't mean what the policy means, and a waiver with \`rule: approximate\` accepts that until a
day. After it the difference is an error again.`,
  }),
  "last-resort": entry<Difference>({
    severity: "warning",
    title: "another answer when nothing is healthy",
    message: spellDifference,
    hint: ({ record }) =>
      `nothing is healthy then, so either answer is a dead endpoint; where it matters, say so with a guarantee of ${record}`,
    explain: `When everything that a client could be given is down, the policy answers as if all of it were healthy. The
provider answers something else then, and in no other state. A guarantee that breaks on it is an error.`,
  }),
} as const;

function spellDifference({ provider, client, down, record, type, wanted, actual }: Difference): string {
  const when = down.length > 0 ? `, ${list(down)} down` : "";
  return `${record} ${type}, client in ${client}${when}: the policy answers ${wanted}, ${provider} would answer ${actual}`;
}

/** "a, b and c"; the first few of many. */
export function list(names: readonly string[]): string {
  const shown = names.length > 6 ? [...names.slice(0, 5), `${names.length - 5} more`] : names;
  const last = shown.at(-1) ?? "";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
}

/** Labels that YAML takes for something else. */
function quote(label: string): string {
  return /^[\w.-]+$/u.test(label) ? label : JSON.stringify(label);
}
