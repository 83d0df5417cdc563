import { entry, type NoArgs } from "./entry.ts";

/** What the steering room says: places, and trees that can't be walked. */
export const steeringEntries = {
  "unknown-place": entry<{
    readonly kind: "continent" | "country" | "subdivision";
    readonly code: string;
    readonly suggestion: string | null;
  }>({
    severity: "error",
    title: "unknown place",
    message: ({ kind, code }) =>
      kind === "subdivision" ? `There is no state ${code}` : `There is no ${kind} with the code ${code}`,
    hint: ({ kind, suggestion }) =>
      suggestion !== null
        ? `did you mean ${suggestion}?`
        : kind === "country"
          ? "countries are ISO 3166 codes of two letters, such as DE or GB"
          : kind === "continent"
            ? "continents are AF, AN, AS, EU, NA, OC and SA"
            : "subdivisions are states of the US, such as US-CA",
    explain: `Places are written as codes: continents AF AN AS EU NA OC SA, countries as ISO 3166-1 alpha-2
(DE, GB, US), states of the US as US-CA. The United Kingdom is GB and Greece is GR.

    from: { countries: [GB, IE] }`,
  }),
  "unsupported-country": entry<{ readonly code: string }>({
    severity: "error",
    title: "country without a location",
    message: ({ code }) => `No vendor can tell clients in ${code} apart`,
    hint: () => "leave it out: these clients are `anywhere`",
    explain: `Route 53 has no location for Bouvet Island (BV), Christmas Island (CX), Western Sahara (EH) and Heard
Island (HM). Clients there get what \`anywhere\` gets.`,
  }),
  "no-subdivisions": entry<{ readonly code: string; readonly country: string }>({
    severity: "error",
    title: "subdivision outside the US",
    message: ({ code }) => `${code} can't be told apart: only states of the US can`,
    hint: ({ country }) => `steer the whole country with countries: [${country}]`,
    explain: `Both vendors know subdivisions for the United States alone, written US-CA, US-NY and so on.`,
  }),
  "unknown-region": entry<{ readonly code: string; readonly suggestion: string | null }>({
    severity: "error",
    title: "unknown region",
    message: ({ code }) => `There is no AWS region ${code}`,
    hint: ({ suggestion }) =>
      suggestion === null ? "regions are named such as eu-west-1" : `did you mean ${suggestion}?`,
    explain: `Latency is measured to AWS regions, and geoproximity takes a region or coordinates. Regions go by AWS's own
names, such as eu-west-1 or us-east-1.`,
  }),
  "bad-network": entry<{ readonly text: string; readonly instead: string | null }>({
    severity: "error",
    title: "no network",
    message: ({ text, instead }) =>
      instead === null ? `"${text}" is no network` : `"${text}" has bits behind its prefix`,
    hint: ({ instead }) =>
      instead === null ? "write a network such as 203.0.113.0/24 or 2001:db8::/32" : `write ${instead}`,
    explain: `Networks are written in CIDR form: the first address and the number of bits that all its addresses share.`,
  }),
  "place-named-twice": entry<{ readonly place: string }>({
    severity: "error",
    title: "the same place twice",
    message: ({ place }) => `${place} is already named in this group`,
    hint: () => "a place may stand in one branch only; remove it from the other",
    explain: `Each place of a geolocation leads to one branch. A more specific place beside a wider one is fine: a
branch for DE and one for the continent EU don't clash, Germany takes the first.`,
  }),
  "nested-without-anywhere": entry<NoArgs>({
    severity: "error",
    title: "nested choice by client without anywhere",
    message: () => "Below the top of a record a geolocation or subnet must have a branch for `anywhere`",
    hint: () => "add { from: anywhere, to: … }",
    explain: `At the top of a record a place without a branch simply gets no answer. Further in, a failover or a weighted
policy may send any client into the geolocation, so it needs something for everybody:

    failover:
      - geolocation:
          - { from: { continents: [EU] }, to: eu-a }
          - { from: anywhere, to: us-a }
      - standby`,
  }),
  "tree-too-large": entry<{ readonly nodes: number; readonly largest: number }>({
    severity: "error",
    title: "policy too large",
    message: ({ nodes, largest }) =>
      `With every part put in place this record has ${nodes} nodes; ${largest} is the most`,
    hint: () => "parts that use parts that use parts multiply; use fewer of them in one another",
    explain: `A part that is used twice by a part that is used twice counts four times. A tree that size could be neither
proved nor reviewed, and no vendor would hold it.`,
  }),
  "tree-too-deep": entry<{ readonly depth: number; readonly deepest: number }>({
    severity: "error",
    title: "policy too deep",
    message: ({ depth, deepest }) =>
      `With every part put in place ${depth} choices of this record follow one another; ${deepest} is the most`,
    hint: () =>
      "a failover of a few members is enough; put those that are alike into one weighted or multivalue member",
    explain: `Each member of a failover is a choice of its own, made when those before it are down, and so is each level of
nesting. No vendor would follow so many.`,
  }),
  "policy-too-large": entry<{ readonly most: number }>({
    severity: "error",
    title: "policy with too many nodes",
    message: ({ most }) =>
      `With every part put in place these records have more than ${most.toLocaleString("en")} nodes`,
    hint: () =>
      "split the policy: records of one zone may stand in several policies, each with a name of its own",
    explain: `Every choice and every endpoint in the tree of a record counts as a node, parts once for each record that
uses them. What is larger would take minutes to prove; 100,000 nodes are some ten thousand records.`,
  }),
  "nothing-left": entry<{ readonly drained: readonly string[] }>({
    severity: "error",
    title: "nothing left to answer",
    message: ({ drained }) => `With ${drained.join(", ")} drained, nothing is left to answer here`,
    hint: () => "leave one of them in, or take the branch out",
    explain: `\`drained: true\` takes an endpoint out of every answer, as if it weren't there. A record with nothing else, or a
branch that nobody may leave, would have no answer at all.`,
  }),
} as const;
