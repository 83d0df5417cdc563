import { entry, type NoArgs } from "./entry.ts";
import { nameForeignLetter } from "./problems.ts";

const nodeExample = `    records:
      www:
        ttl: 30s
        to: { failover: [web-a, web-b] }`;

/** What is said about data that does not have a policy's shape. */
export const shapeEntries = {
  "unknown-key": entry<{
    readonly key: string;
    readonly owner: string;
    readonly known: readonly string[];
    readonly suggestion: string | null;
  }>({
    severity: "error",
    title: "A key that has no meaning here",
    message: ({ key, owner }) => `"${key}" has no meaning in ${owner}`,
    hint: ({ known, suggestion }) =>
      suggestion === null ? `the keys here are ${list(known, "and")}` : `did you mean ${suggestion}?`,
    explain: `Every key must be known, because a misspelt one would otherwise be dropped without a word.
The editor completes keys when the file begins with its schema:

    # yaml-language-server: $schema=./schemas/policy.schema.json`,
  }),
  "missing-key": entry<{ readonly key: string; readonly owner: string; readonly example: string | null }>({
    severity: "error",
    title: "A key that is needed",
    message: ({ key, owner }) => `${capital(owner)} needs "${key}", and it is missing`,
    hint: ({ example }) => (example === null ? null : `write for example ${example}`),
    explain: `Some keys have no sensible default. A record, say, needs its ttl and where it points:

    records:
      www: { ttl: 30s, to: web-a }`,
  }),
  "empty-value": entry<{ readonly key: string; readonly wanted: string; readonly example: string | null }>({
    severity: "error",
    title: "A key without a value",
    message: ({ key, wanted }) => `"${key}" is empty; it wants ${wanted}`,
    hint: ({ example }) => (example === null ? null : `write for example ${example}`),
    explain: `A key with nothing behind its colon has the value null. Where what belongs to it stands on the
next lines, it must be indented further than the key; a mapping without entries is {}.

    providers:
      route53: {}`,
  }),
  "not-indented": entry<{ readonly key: string; readonly lost: readonly string[] }>({
    severity: "error",
    title: "What belongs to a key stands beside it",
    message: ({ key, lost }) =>
      `"${key}" is empty, and ${list(
        lost.map((name) => `"${name}"`),
        "and",
      )} below it ${lost.length === 1 ? "stands" : "stand"} in the same column`,
    hint: ({ key, lost }) =>
      `indent ${lost.length === 1 ? "it" : "them"} by two more spaces, so that ${key} holds ${lost.length === 1 ? "it" : "them"}`,
    explain: `What belongs to a key is indented further than the key. In the same column it is a neighbour.

    records:
      www:
        ttl: 30s      # two spaces further than www
        to: web-a`,
  }),
  "wrong-value": entry<{
    readonly key: string;
    readonly wanted: string;
    readonly actual: string;
    readonly example: string | null;
    /** The example is what was meant, and not only what it could look like. */
    readonly exact: boolean;
  }>({
    severity: "error",
    title: "A value of another sort",
    message: ({ key, wanted, actual }) => `"${key}" wants ${wanted}, not ${actual}`,
    hint: ({ example, exact }) =>
      example === null ? null : exact ? `write ${example}` : `write for example ${example}`,
    explain: `The value is not of the sort that belongs to its key: text where a number belongs, one value
where a list belongs, or a number that is too large or too small.

    healthChecks:
      web: { type: https, port: 8443, expect: { status: [200, 204] } }`,
  }),
  "wrong-version": entry<{ readonly actual: string }>({
    severity: "error",
    title: "An unknown version of the policy language",
    message: ({ actual }) => `This file has version ${actual}; this program reads version 1`,
    hint: () => "write version: 1",
    explain: `The version tells which policy language a file is written in. There is one so far.

    version: 1`,
  }),
  "bad-name": entry<{ readonly name: string; readonly instead: string | null }>({
    severity: "error",
    title: "A name with characters that names do not have",
    message: ({ name }) => {
      const letter = nameForeignLetter(name);
      const foreign = letter === null ? "" : `; ${letter}`;
      return `"${name}" is no name: names have a-z, 0-9 and -, up to 40 characters${foreign}`;
    },
    hint: ({ name, instead }) => {
      if (instead !== null) return `write ${instead}`;
      return nameForeignLetter(name) === null
        ? "begin and end with a letter or digit"
        : "type it in a-z, 0-9 and -";
    },
    explain: `Names of policies, endpoints, health checks and parts become part of DNS names and identifiers.
They have small letters, digits and dashes, begin and end with a letter or digit, and have at
most 40 characters.

    endpoints:
      eu-a: { ipv4: 203.0.113.10 }    # not EU_A`,
  }),
  "bad-duration": entry<{ readonly key: string; readonly text: string; readonly instead: string | null }>({
    severity: "error",
    title: "A time that cannot be read",
    message: ({ key, text }) => `"${key}" wants a time such as 30s, 5m or 1h, not ${text}`,
    hint: ({ instead }) =>
      instead === null ? "write whole seconds, or a number with s, m or h" : `write ${instead}`,
    explain: `Times are a whole number with one unit, s, m or h, or whole seconds without a unit.

    ttl: 30s
    ttl: 5m
    ttl: 300`,
  }),
  "bad-weight": entry<{ readonly text: string; readonly instead: string | null }>({
    severity: "error",
    title: "A weight that is no whole number",
    message: ({ text }) => `A weight is a whole number, 0 or more, not ${text}`,
    hint: ({ instead }) => (instead === null ? "write for example 90" : `write ${instead}`),
    explain: `A member's share is its weight divided by the sum of the weights of all healthy members. Weights
need not add up to 100; 0 drains a member, so that it is never answered.

    weighted: { web-a: 90, web-b: 10 }`,
  }),
  "bad-share": entry<{ readonly text: string; readonly instead: string }>({
    severity: "error",
    title: "A weighted member without its weight",
    message: ({ text }) =>
      `A member in a list of weighted ones says where it goes and its weight, not ${text}`,
    hint: ({ instead }) => `write ${instead}`,
    explain: `Weights by endpoint's name are short; the list is for members that are targets themselves.

    weighted: { web-a: 90, web-b: 10 }
    weighted:
      - { to: web-a, weight: 90 }
      - { to: { use: europe }, weight: 10 }`,
  }),
  "bad-from": entry<{ readonly text: string; readonly instead: string }>({
    severity: "error",
    title: "Places that cannot be read",
    message: ({ text }) =>
      `"from" wants continents, countries or subdivisions, or the word anywhere, not ${text}`,
    hint: ({ instead }) => `write from: ${instead}`,
    explain: `A branch names its places by their sort, because the same two letters can mean two of them: AF is
Africa and Afghanistan.

    geolocation:
      - { from: { continents: [EU] }, to: eu-a }
      - { from: { countries: [BR], subdivisions: [US-CA] }, to: us-a }
      - { from: anywhere, to: us-a }`,
  }),
  "bad-place": entry<{
    readonly sort: "continent" | "country" | "subdivision";
    readonly text: string;
    readonly instead: string | null;
  }>({
    severity: "error",
    title: "A place of another sort",
    message: ({ sort, text }) =>
      sort === "continent"
        ? `${text} is not a continent: they are AF, AN, AS, EU, NA, OC and SA`
        : sort === "country"
          ? `${text} is not a country's two capital letters`
          : `${text} is not a subdivision such as US-CA`,
    hint: ({ instead }) => (instead === null ? null : `write ${instead}`),
    explain: `Continents are AF, AN, AS, EU, NA, OC and SA; countries have the two capital letters of ISO 3166-1;
subdivisions have their country in front.

    from: { continents: [EU], countries: [BR], subdivisions: [US-CA] }`,
  }),
  "bad-path": entry<{ readonly path: string; readonly instead: string | null }>({
    severity: "error",
    title: "A path that does not begin with a slash",
    message: ({ path }) => `"${path}" is no path: a path begins with / and has no spaces`,
    hint: ({ instead }) => (instead === null ? null : `write path: ${instead}`),
    explain: `The path is what a health check asks for, without host and port. Characters outside ASCII and
spaces are percent-encoded.

    healthChecks:
      web: { type: https, host: www.example.com, path: /healthz }`,
  }),
  "empty-mapping": entry<{ readonly owner: string; readonly example: string | null }>({
    severity: "error",
    title: "Nothing inside",
    message: ({ owner }) => `${capital(owner)}: there are none`,
    hint: ({ example }) => (example === null ? null : `write for example ${example}`),
    explain: `A policy needs at least one endpoint and one record, and a group at least one member.

    endpoints:
      web-a: { ipv4: 203.0.113.10 }
    records:
      www: { ttl: 30s, to: web-a }`,
  }),
  "item-twice": entry<{ readonly text: string }>({
    severity: "error",
    title: "The same value twice in a list",
    message: ({ text }) => `${text} stands in this list twice`,
    hint: () => "remove one of them",
    explain: `A list of record types or status codes names each value once.

    types: [A, AAAA]`,
  }),
  "group-size": entry<{
    readonly group: string;
    readonly count: number;
    readonly least: number;
    readonly most: number | null;
  }>({
    severity: "error",
    title: "A group with too few or too many members",
    message: ({ group, count, least, most }) =>
      most === null
        ? `"${group}" wants ${least} members or more, and has ${count}`
        : `"${group}" wants ${least} to ${most} members, and has ${count}`,
    hint: ({ group, count }) =>
      count === 1 ? `add a second member, or write the one without ${group}` : null,
    explain: `A failover of one member has nothing to fail over to, and a multivalue answer holds at most eight
addresses: that is what Route 53 returns, and what fits well into one DNS answer.

    to: { failover: [web-a, web-b] }`,
  }),
  "node-not-single": entry<{ readonly kinds: readonly string[] }>({
    severity: "error",
    title: "Several ways to choose at one place",
    message: ({ kinds }) =>
      `Exactly one way to choose belongs here, and these are ${kinds.length}: ${list(kinds, "and")}`,
    hint: ({ kinds }) =>
      `put one inside the other, for example { ${kinds[0] ?? ""}: [{ ${kinds[1] ?? ""}: … }, …] }`,
    explain: `Where a record points is an endpoint's name or a mapping with exactly one key. To do two things,
nest one in the other:

    to:
      failover:
        - weighted: { web-a: 90, web-b: 10 }
        - standby`,
  }),
  "node-empty": entry<NoArgs>({
    severity: "error",
    title: "No target",
    message: () => "Nothing is said about where this points",
    hint: () => "write an endpoint's name, or a mapping such as { failover: [web-a, web-b] }",
    explain: `Where a record points is an endpoint's name or a mapping that says how to choose.

${nodeExample}`,
  }),
  "node-list": entry<{ readonly example: string }>({
    severity: "error",
    title: "A list that does not say how to choose",
    message: () => "This list does not say how to choose between its members",
    hint: ({ example }) => `write ${example}, or weighted or multivalue instead of failover`,
    explain: `Several targets need a word for how one is chosen: failover takes the first healthy one, weighted
one by chance, multivalue answers all healthy ones together.

${nodeExample}`,
  }),
  "node-not-name": entry<{ readonly text: string }>({
    severity: "error",
    title: "A target that is neither a name nor a mapping",
    message: ({ text }) => `${text} is neither an endpoint's name nor a way to choose`,
    hint: () => "write an endpoint's name, in quotes when it has digits only",
    explain: `Where a record points is an endpoint's name or a mapping that says how to choose.

${nodeExample}`,
  }),
} as const;

function list(words: readonly string[], and: string): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${and} ${words.at(-1) ?? ""}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
