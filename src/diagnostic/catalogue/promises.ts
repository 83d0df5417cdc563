import { entry, type NoArgs } from "./entry.ts";

/** What is said about tests and guarantees that can't be judged as they are written. */
export const promisesEntries = {
  "unknown-record": entry<{ readonly name: string; readonly suggestion: string | null }>({
    severity: "error",
    title: "A record that is not in the policy",
    message: ({ name }) => `There is no record "${name}"`,
    hint: ({ suggestion }) =>
      suggestion === null
        ? "write a name that stands under records, in the same way"
        : `did you mean ${suggestion}?`,
    explain: `Tests and guarantees speak of one record each, by the name under which it stands: www, "@" for the
zone itself, "*.app" for a wildcard. The full name does too.

    records:
      www: { ttl: 30s, to: web-a }
    tests:
      - { name: everybody gets web-a, record: www, expect: { web-a: 100 } }`,
  }),
  "endpoint-elsewhere": entry<{
    readonly endpoint: string;
    readonly record: string;
    readonly below: readonly string[];
  }>({
    severity: "error",
    title: "An endpoint that the record doesn't have",
    message: ({ endpoint, record }) => `"${endpoint}" is no endpoint of ${record}`,
    hint: ({ below, record }) => `${record} has ${list(below)}`,
    explain: `A test or a guarantee about an endpoint that its record never answers would say nothing: it would
hold, or fail, whatever the policy does. Name endpoints that stand below the record, straight or in a part.`,
  }),
  "promise-named-twice": entry<{
    readonly sort: "test" | "guarantee";
    readonly name: string;
    readonly line: number;
  }>({
    severity: "error",
    title: "Two tests or two guarantees with one name",
    message: ({ sort, name, line }) => `Another ${sort}, on line ${line}, has the name "${name}" already`,
    hint: ({ sort }) => `give each ${sort} a name of its own`,
    explain: `Reports go by the names of tests and guarantees, so each has one of its own. Say what is different
about it: who asks, or what is down.`,
  }),
  "test-type-missing": entry<{
    readonly record: string;
    readonly type: string;
    readonly types: readonly string[];
  }>({
    severity: "error",
    title: "A test of a type that the record doesn't have",
    message: ({ record, type, types }) => `${record} has no ${type}: it has ${types.join(" and ")}`,
    hint: ({ types }) => `write type: ${types[0] ?? "A"}, or leave type out to test every type`,
    explain: `A record has the types of its endpoints' addresses, or those that it names under types. A test without
a type is run for each of them.`,
  }),
  "test-down-and-up": entry<NoArgs>({
    severity: "error",
    title: "A test with down and up",
    message: () => "A test says either what is down or what is up, and this says both",
    hint: () => "keep down: the others are up; or keep up: the others are down",
    explain: `With down, all other endpoints of the record are up. With up, all others are dead.

    down: [eu-a, eu-b]
    up: [eu-dr]           # everything else is down`,
  }),
  "test-expects-drained": entry<{ readonly endpoint: string }>({
    severity: "error",
    title: "A test that expects a drained endpoint",
    message: ({ endpoint }) => `"${endpoint}" is drained, so it is never answered`,
    hint: () => "expect what takes its place, or take drained: true off the endpoint",
    explain: `\`drained: true\` takes an endpoint out of every answer. A test may say so, with a share of 0:

    expect: { web-b: 100, web-a: 0 }`,
  }),
  "test-shares-not-whole": entry<{ readonly sum: number }>({
    severity: "error",
    title: "Expected shares that aren't 100 %",
    message: ({ sum }) => `The expected shares add up to ${sum} %, and an answer has 100 %`,
    hint: ({ sum }) =>
      sum === 0
        ? "write expect: none where no answer is expected"
        : sum < 100
          ? "name every endpoint that gets a share"
          : "lower them to 100 % in all",
    explain: `Shares are in percent, and every query gets an answer or none. Endpoints that aren't named get nothing.

    expect: { eu-a: 90, eu-b: 10 }
    expect: none                      # no answer at all`,
  }),
  "test-provider-missing": entry<{ readonly provider: string }>({
    severity: "error",
    title: "A test at a provider that the policy doesn't go to",
    message: ({ provider }) => `This policy doesn't go to ${provider}`,
    hint: ({ provider }) => `add ${provider}: {} under providers, or leave at out`,
    explain: `at: route53 asks what Route 53 would answer with what is compiled for it, so the policy has to name it
under providers. Without at the policy itself is asked, which is what every provider is held against anyway.`,
  }),
  "asker-in-several-places": entry<{ readonly keys: readonly string[] }>({
    severity: "error",
    title: "A client in several places",
    message: ({ keys }) => `A client is in one place, and this one has ${keys.join(" and ")}`,
    hint: ({ keys }) =>
      `keep ${keys[0] ?? "country"}: it says the most, and what lies around it follows from it`,
    explain: `A test asks for one client. Its state says which country it is in, and its country which continent.

    from: { subdivision: US-CA }
    from: { country: DE }
    from: { continent: EU }          # somewhere in Europe, nobody knows where`,
  }),
  "asker-no-address": entry<{ readonly text: string }>({
    severity: "error",
    title: "A client's address that is none",
    message: ({ text }) => `"${text}" is no IP address`,
    hint: ({ text }) =>
      text.includes("/")
        ? `one client has one address: write ${text.split("/")[0] ?? ""}`
        : "write an address such as 203.0.113.7",
    explain: `A test asks for one client, so it has one address: IPv4 or IPv6, without a port or a prefix. It decides
which branch of a subnet the client finds.

    from: { ip: 203.0.113.7 }`,
  }),
  "guarantee-not-single": entry<{ readonly kinds: readonly string[] }>({
    severity: "error",
    title: "A guarantee with none or several promises",
    message: ({ kinds }) =>
      kinds.length === 0
        ? "This guarantee promises nothing"
        : `This guarantee promises several things: ${kinds.join(" and ")}`,
    hint: ({ kinds }) =>
      kinds.length === 0
        ? "add one of only, never, survives, failover and share"
        : "make a guarantee of each, with a name of its own",
    explain: `A guarantee holds one promise, so that its name says what was broken:

    only: [eu-a, eu-b]                       # nothing else is ever answered
    never: [us-a]                            # this is never answered
    survives: 1                              # any one endpoint may die
    failover: { within: 75s }                # at worst
    share: { endpoint: eu-b, atMost: 50 }    # in percent, whatever is down`,
  }),
  "guarantee-from-useless": entry<NoArgs>({
    severity: "error",
    title: "Clients of a failover time",
    message: () => "How long a failover takes is promised for the whole record, not for some of its clients",
    hint: () => "take from out of this guarantee",
    explain: `The time of a failover is that of the slowest health check of the record and of its TTL. The TTL is the
same for everybody, so the promise is one for the record:

    - { name: fast enough, record: www, failover: { within: 75s } }`,
  }),
  "guarantee-survives-all": entry<{
    readonly record: string;
    readonly failures: number;
    readonly endpoints: number;
  }>({
    severity: "error",
    title: "A guarantee that nothing could keep",
    message: ({ record, failures, endpoints }) =>
      `${record} has ${endpoints} ${endpoints === 1 ? "endpoint" : "endpoints"}, so with ${failures} down none is left`,
    hint: ({ endpoints }) =>
      endpoints > 1
        ? `promise ${endpoints - 1} at most, or add endpoints`
        : "add a second endpoint, or take the guarantee out",
    explain: `survives: 1 says that no client is sent to a dead endpoint while any one endpoint is down. Something
else has to be left to send it to.`,
  }),
  "guarantee-share-impossible": entry<{ readonly atMost: number; readonly atLeast: number }>({
    severity: "error",
    title: "A share with its limits crossed",
    message: ({ atMost, atLeast }) =>
      `No share is at least ${atLeast} % and at most ${atMost} % at the same time`,
    hint: ({ atMost, atLeast }) => `did you mean { atLeast: ${atMost}, atMost: ${atLeast} }?`,
    explain: `atMost holds in every state of health, atLeast in every state in which the endpoint itself is up.

    share: { endpoint: eu-b, atLeast: 5, atMost: 50 }`,
  }),
  "waiver-not-single": entry<{ readonly both: boolean }>({
    severity: "error",
    title: "A waiver of nothing, or of two things",
    message: ({ both }) =>
      both
        ? "A waiver is for a rule or for a guard, and this is for both"
        : "This waiver says neither rule nor guard",
    hint: ({ both }) =>
      both ? "make a waiver of each" : "write for example rule: failover-unchecked, the code in brackets",
    explain: `A waiver accepts one finding about one thing until a day.

    waivers:
      - rule: failover-unchecked
        target: www
        until: 2026-12-31
        reason: the check comes with the next release`,
  }),
  "bad-date": entry<{ readonly text: string }>({
    severity: "error",
    title: "A day that the calendar doesn't have",
    message: ({ text }) => `There is no day ${text}`,
    hint: () => "write year, month and day, such as 2026-12-31",
    explain: `Days are written as in ISO 8601: year, month and day with dashes, in this order.`,
  }),
} as const;

/** The first few names of many. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, 8);
  return names.length > shown.length ? `${shown.join(", ")} and ${names.length - 8} more` : shown.join(", ");
}
