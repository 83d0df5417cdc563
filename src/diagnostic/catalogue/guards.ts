import { quoteForShell } from "../quote-for-shell.ts";
import { type Entry, entry } from "./entry.ts";

/** Why a guard lets a finding pass. */
export type Permit =
  | { readonly kind: "flag" }
  | { readonly kind: "waiver"; readonly until: string; readonly reason: string };

export interface OfGuard {
  /** A record's label, or the policy's name: what a way out calls it by. */
  readonly target: string;
  /** Null: it is blocked. */
  readonly permit: Permit | null;
}

interface Sentences<A> {
  readonly title: string;
  readonly says: (args: A & OfGuard) => string;
  /** What can be done instead. */
  readonly instead: (args: A & OfGuard) => string;
  readonly explain: string;
}

/** Each guard is left by the same two ways, which are said here. */
function guard<A>(name: string, { title, says, instead, explain }: Sentences<A>): Entry<A & OfGuard> {
  return entry<A & OfGuard>({
    severity: "error",
    title,
    message: (args) => `${says(args)}${sayPermit(args.permit)}`,
    hint: (args) => {
      if (args.permit !== null) return null;
      const flag = `--allow ${quoteForShell(`${name}=${args.target}`)}`;
      const target = /^[a-z0-9][\w.-]*$/iu.test(args.target) ? args.target : JSON.stringify(args.target);
      const waiver = `{ guard: ${name}, target: ${target}, until: <day>, reason: <why> }`;
      return `${instead(args)}; if it is meant, ${flag} lets it pass once, and under waivers ${waiver} until a day`;
    },
    explain: `${explain}

docs/guards.md has all guards, their limits and the ways out.`,
  });
}

function sayPermit(permit: Permit | null): string {
  if (permit === null) return "";
  return permit.kind === "flag"
    ? " (allowed by --allow)"
    : ` (waived until ${permit.until}: ${permit.reason})`;
}

function quoteAll(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

/** What guards say of a plan. */
export const guardsEntries = {
  "guard-stranger": guard<{ readonly names: readonly string[] }>("stranger", {
    title: "another policy of the same name",
    says: ({ target, names }) =>
      `The zone holds ${names.join(", ")} for a policy called ${target}, and this file has none of them`,
    instead: () => "is this the right file? Give it another name, or destroy the other policy first",
    explain: `Applying this file would delete every name that the policy holds and make others. That is nearly always
another policy that happens to have the same name.`,
  }),
  "guard-max-delete": guard<{
    readonly names: readonly string[];
    readonly live: number;
    /** In percent. */
    readonly limit: number;
  }>("max-delete", {
    title: "too many names deleted at once",
    says: ({ target, names, live, limit }) =>
      names.length === live
        ? `All names of ${target} would be deleted: ${names.join(", ")}`
        : `${names.length} of the ${live} names of ${target} would be deleted, more than ${limit} %: ${names.join(", ")}`,
    instead: ({ names, live }) =>
      names.length === live
        ? "is this the whole file? `signpost destroy` takes everything of a policy away"
        : "bring the records back into the file, or take them out in several steps",
    explain: `A file that lost records, in a merge or by a search and replace, would take their names out of the DNS. So one
plan deletes at most 30 % of the names that the policy has in its zone, or what guards: { max-delete } says; and
whatever that says, never all of them.`,
  }),
  "guard-last-answer": guard<{
    readonly clients: readonly string[];
    readonly all: boolean;
    /** Families of addresses that leave the name, such as AAAA; empty where it is about all that it answers. */
    readonly families: readonly string[];
  }>("last-answer", {
    title: "a name without its answer",
    says: ({ target, clients, all, families }) =>
      all
        ? `Nobody would get an answer from ${target} any more, and it answers now`
        : `${target} would have no ${families.length === 0 ? "" : `${families.join(" and ")} `}answer any more for ${clients.join(", ")}`,
    instead: ({ all, families }) =>
      all
        ? "keep the record; to take a name away, first make sure that nobody asks for it"
        : families.length === 0
          ? "give everybody something: add a branch from: anywhere"
          : "keep the family: give each endpoint an address of it, and name it under types",
    explain: `A name that stops to answer is an outage for whoever still asks for it, and resolvers remember for a while
that there was nothing (RFC 2308). This guard speaks for names that are deleted, for clients of a name that would
fall through all of its branches, and for a family of addresses that leaves a name: whoever has IPv6 alone is lost
then.`,
  }),
  "guard-max-shift": guard<{
    /** In percent; null: it can't be told. */
    readonly value: number | null;
    /** In percent. */
    readonly limit: number;
    /** The classes in which it is that much. */
    readonly clients: readonly string[];
    /** Whether it is a part of all queries, by the policy's mix. */
    readonly ofQueries: boolean;
  }>("max-shift", {
    title: "too many answers moved at once",
    says: ({ target, value, limit, clients, ofQueries }) => {
      if (value === null) return `It can't be told how many of the answers of ${target} would move`;
      const moved = ofQueries
        ? `${value} % of the queries for ${target} would get another answer`
        : `${value} % of the answers of ${target} would move (${clients.join(", ")})`;
      return `${moved}, more than the limit of ${limit} %`;
    },
    instead: ({ value }) =>
      value === null ? "look at what is live first" : "move them in steps, by weights",
    explain: `Whatever is wrong with the new target, most clients would meet it at once. What counts is the part of the answers
that moves in the worst class of clients; where the policy has a traffic mix, the part of all queries for the
name. The first answers of a name move nobody.

    guards: { max-shift: 20 }      # percent; 50 without it`,
  }),
  "guard-apex": guard<{ readonly changes: number }>("apex", {
    title: "a change at the apex",
    says: ({ changes }) => `The apex of the zone is live and would change (${sayChanges(changes)})`,
    instead: () => "look twice: it is the name that people type",
    explain: `The apex is the zone's own name, "@". It is the front door of most companies, and nothing else can answer in its
place. So each change of an apex that answers wants to be named.`,
  }),
  "guard-wildcard": guard<{ readonly changes: number }>("wildcard", {
    title: "a change of a wildcard",
    says: ({ target, changes }) => `The wildcard ${target} is live and would change (${sayChanges(changes)})`,
    instead: () => "look twice: it answers for every name below it that has no record of its own",
    explain: `A wildcard answers for names that nobody ever wrote down, so who is concerned by a change can't be seen in the
file. So each change of a wildcard that answers wants to be named.`,
  }),
  "guard-check-removed": guard<{ readonly endpoints: readonly string[] }>("check-removed", {
    title: "a health check that is taken away",
    says: ({ target, endpoints }) =>
      `${quoteAll(endpoints)} ${endpoints.length === 1 ? "is" : "are"} checked in ${target} now and won't be any more: answered even while down`,
    instead: () =>
      "keep the healthCheck; drained: true takes an endpoint out of the answers and leaves the check",
    explain: `Without a check an endpoint never counts as down, so failovers and weights around it stop working. If it fails
its check just now, removing the check also sends clients to it at once.`,
  }),
  "guard-failover-slower": guard<{
    /** Seconds. */
    readonly before: number;
    /** Seconds; null: there is no failover any more. */
    readonly after: number | null;
    readonly limit: number;
  }>("failover-slower", {
    title: "a failover that gets slower",
    says: ({ target, before, after, limit }) =>
      after === null
        ? `${target} fails over within ${before} s now, and would not fail over any more`
        : `A failover of ${target} would take up to ${after} s instead of ${before} s, more than ${limit} times as long`,
    instead: ({ after }) =>
      after === null
        ? "keep a second choice and the checks before it"
        : "keep the TTL, the interval and the threshold",
    explain: `The time of a failover is detection, a probe that hangs, and the TTL. It is easily lengthened by the way, with a
TTL that is raised or a check that is shared. docs/failover-time.md tells how it is computed.

    guards: { failover-slower: 3 }      # times; 2 without it`,
  }),
  "guard-ttl-jump": guard<{
    /** Seconds. */
    readonly before: number;
    /** Seconds. */
    readonly after: number;
    readonly limit: number;
  }>("ttl-jump", {
    title: "a TTL that jumps",
    says: ({ target, before, after, limit }) =>
      `The TTL of ${target} would go from ${before} s to ${after} s: ${limit} times or more at once`,
    instead: ({ before, after }) =>
      after > before
        ? "is the unit right? A mistake would stay in caches as long"
        : "is the unit right? So many more queries would reach the provider",
    explain: `A TTL that grows tenfold is most often 30m for 30s. It keeps a wrong answer in caches as long, and nothing that
you do afterwards calls it back. One that shrinks tenfold multiplies the queries, and what they cost.

    guards: { ttl-jump: 100 }      # times; 10 without it`,
  }),
  "guard-foreign-member": guard<{
    /** Each by what it is and where it stands. */
    readonly members: readonly string[];
    readonly provider: string;
  }>("foreign-member", {
    title: "a member of somebody else's taken away",
    says: ({ target, members, provider }) =>
      `${target} was changed by hand at ${provider}, and this would take away what the policy doesn't know: ${members.join(", ")}`,
    instead: ({ members }) =>
      `ask who added ${members.length === 1 ? "it" : "them"}, and take it into the file or away at the provider`,
    explain: `Somebody added a member to a group that Signpost manages: a record set to a weighted name, an origin to a pool.
That is a decision about where clients go, and no plan takes it back by the way: neither apply nor destroy. The
name's marker has the digest of what was applied. As long as that fits, everything there is Signpost's, and an
endpoint that leaves the file goes without a word. Once it doesn't, this guard names what would go and the policy
doesn't know. Where a name was changed by hand and the file has changed too, that can be a member of your own that
left the file.`,
  }),
} as const;

function sayChanges(changes: number): string {
  if (changes === 0) return "by what it shares with other names";
  return changes === 1 ? "1 change" : `${changes} changes`;
}
