import { entry } from "./entry.ts";

/** A member of a group, as far as it can be named. */
export interface NamedMember {
  readonly kind: string;
  /** Of the endpoint or the part; null for a group that has no name. */
  readonly name: string | null;
}

/** What lint rules say. The code is the rule's id. */
export const lintEntries = {
  "failover-unchecked": entry<{ readonly member: NamedMember }>({
    severity: "warning",
    title: "A failover member that is never left",
    message: ({ member }) =>
      `${nameMember(member)} has no health check, so it never counts as down and the members after it are never answered`,
    hint: () => "give its endpoint a healthCheck",
    explain: `Only an endpoint with a health check is noticed to be down. A failover member without one counts as healthy
always, so the members behind it stand by in vain. The last member needs no check.

    endpoints:
      web-a: { ipv4: 203.0.113.10, healthCheck: web }
      web-b: { ipv4: 203.0.113.11 }
    records:
      www: { ttl: 30s, to: { failover: [web-a, web-b] } }`,
  }),
  "failover-unreachable": entry<{ readonly member: NamedMember; readonly blocker: NamedMember }>({
    severity: "warning",
    title: "A failover member that is never reached",
    message: ({ member, blocker }) =>
      `${nameMember(member)} is never answered: ${nameMember(blocker)} before it always counts as healthy`,
    hint: () => "remove it, or give every endpoint before it a healthCheck",
    explain: `Failover takes the first healthy member. What stands behind a member that always counts as healthy, such as a
branch that stays, is never answered.`,
  }),
  "unused-endpoint": entry<{ readonly name: string }>({
    severity: "warning",
    title: "An endpoint that nothing points at",
    message: ({ name }) => `No record points at the endpoint "${name}"`,
    hint: () => "remove it, or use it in a record",
    explain: `An endpoint that no record reaches gets no traffic and no health check. It may be left over from an earlier
version, or a record may have forgotten it.`,
  }),
  "unused-health-check": entry<{ readonly name: string }>({
    severity: "warning",
    title: "A health check that watches nothing",
    message: ({ name }) => `No endpoint names the health check "${name}"`,
    hint: ({ name }) => `remove it, or write healthCheck: ${name} at the endpoints that it should watch`,
    explain: `A check that is declared watches only the endpoints that name it. Without a check an endpoint never counts as
down.

    endpoints:
      web-a: { ipv4: 203.0.113.10, healthCheck: web }`,
  }),
  "unused-part": entry<{ readonly name: string }>({
    severity: "warning",
    title: "A part that nothing uses",
    message: ({ name }) => `No record uses the part "${name}"`,
    hint: ({ name }) => `remove it, or write { use: ${name} } where it belongs`,
    explain: `A part under policies has an effect only where { use: name } stands.`,
  }),
  "round-robin-unchecked": entry<{ readonly endpoints: readonly string[] }>({
    severity: "warning",
    title: "Round robin that keeps dead addresses",
    message: ({ endpoints: [first = "", ...others] }) =>
      others.length === 0
        ? `"${first}" has no health check, so it stays in the answer while it is down`
        : `"${first}" and ${others.length} more have no health check, so they stay in the answer while they are down`,
    hint: () => "give each of them a healthCheck",
    explain: `A multivalue node answers all healthy addresses together. What nobody checks counts as healthy, so its share
of the clients goes on dialling it while it is down. Some clients try the next address; most wait first.

    to: { multivalue: [api-a, api-b] }     # both with a healthCheck`,
  }),
  "round-robin-large": entry<{ readonly kind: string; readonly servers: number; readonly most: number }>({
    severity: "warning",
    title: "Many single servers in one group",
    message: ({ kind, servers, most }) =>
      `This ${kind} group answers ${servers} single servers, more than ${most}: a virtual address in front of them would do`,
    hint: () => "put a load balancer in front of each site, and steer between the sites",
    explain: `DNS shares clients out coarsely, since each answer is kept in caches and used by many. Between a few sites
that is enough. Between many servers of a site it is not: there a load balancer with one virtual address
shares each connection, and notices a dead server in a second. Each address here also costs a health check.`,
  }),
  "check-flaps": entry<{ readonly check: string }>({
    severity: "warning",
    title: "A health check that one lost probe turns",
    message: ({ check }) => `One failed probe is enough for "${check}" to count as down`,
    hint: () => "write unhealthyThreshold: 2 or 3, and a shorter interval if it has to be quick",
    explain: `Single probes get lost. With a threshold of 1 each lost probe moves all clients away and back again, and
caches carry the move on for a whole TTL.

    healthChecks:
      web: { type: https, path: /healthz, host: www.example.com, interval: 10s, unhealthyThreshold: 3 }`,
  }),
  "check-lax": entry<{ readonly check: string; readonly threshold: number; readonly interval: number }>({
    severity: "warning",
    title: "A health check that takes long to notice",
    message: ({ check, threshold, interval }) =>
      `"${check}" notices a failure after ${threshold} × ${interval} s = ${threshold * interval} s`,
    hint: () => "lower the unhealthyThreshold to 2 or 3, or the interval",
    explain: `Until a check has failed so often in a row, clients are sent to a dead endpoint. Ten failures or more, or over
five minutes, is longer than most people wait.`,
  }),
  "check-path-root": entry<{ readonly check: string }>({
    severity: "warning",
    title: "A health check that asks for the home page",
    message: ({ check }) => `"${check}" asks for /, which says little about the health of what is behind it`,
    hint: () =>
      "write a path that is there for checks, such as /healthz, and answers 200 only while all is well",
    explain: `The home page is often cached, redirected, or served by something that runs on while the application is down.
A page for checks looks at what the endpoint needs to do its work.

    healthChecks:
      web: { type: https, path: /healthz, host: www.example.com }`,
  }),
  "check-https-without-host": entry<{ readonly check: string; readonly endpoint: string }>({
    severity: "warning",
    title: "An https check without a host name",
    message: ({ check, endpoint }) =>
      `"${check}" speaks https to the address of "${endpoint}" without saying for which host`,
    hint: () => "add host, the name under which clients ask, such as host: www.example.com",
    explain: `A server picks its certificate and its site by the name that the client sends (SNI and the Host header). An
endpoint with an address has no name of its own, so without host none is sent, and many servers refuse that.

    healthChecks:
      web: { type: https, path: /healthz, host: www.example.com }`,
  }),
  "check-across-places": entry<{ readonly check: string; readonly endpoint: string; readonly other: string }>(
    {
      severity: "warning",
      title: "One check for endpoints in different places",
      message: ({ check, endpoint, other }) =>
        `"${endpoint}" and "${other}" stand for different places, but "${check}" probes one address for both: they go down together`,
      hint: () => "give each its own address, or write one endpoint if it is one",
      explain: `Endpoints with the same address and the same check are probed once, and are up or down together. As the
branches of a geolocation, or as regions, they are meant to take over for one another, and never can. Sharing
the configuration of a check between endpoints with different addresses is fine: each address is probed.`,
    },
  ),
  "ttl-long": entry<{ readonly record: string; readonly ttl: number }>({
    severity: "warning",
    title: "A TTL that delays the failover",
    message: ({ record, ttl }) =>
      `Clients of ${record} keep a dead endpoint for up to ${ttl} s after it was noticed`,
    hint: () => "write ttl: 60s or less; 30s is usual",
    explain: `A health check takes an endpoint out of new answers. Resolvers go on giving out the old one until its TTL is
over, so the TTL is part of every failover. Where a failure changes the answers, 30 to 60 s is usual.`,
  }),
  "ttl-short": entry<{ readonly record: string; readonly ttl: number }>({
    severity: "warning",
    title: "A TTL that resolvers don't keep to",
    message: ({ record, ttl }) =>
      `Many resolvers keep the answers of ${record} for 30 s or longer, whatever a TTL of ${ttl} s says`,
    hint: () => "write ttl: 30s, and count with it",
    explain: `Resolvers have a floor, often of 30 s and sometimes of 60 s, below which they don't go. A shorter TTL doesn't
make a failover quicker for their clients; it only makes the queries of all others more, and dearer.`,
  }),
  "ttl-short-plain": entry<{ readonly record: string; readonly ttl: number }>({
    severity: "warning",
    title: "A short TTL on a record that steers nothing",
    message: ({ record, ttl }) =>
      `${record} answers everybody the same in every state of health, and is asked for again each ${ttl} s`,
    hint: () => "write ttl: 5m or more; lower it before a planned move",
    explain: `A short TTL is the price of quick changes. A record that never changes by itself pays it for nothing: with
each query that a cache could have answered, and with an outage when the DNS can't be reached for a minute.`,
  }),
  "no-anywhere": entry<{ readonly kind: string }>({
    severity: "warning",
    title: "Clients without an answer",
    message: ({ kind }) =>
      `Clients outside the ${kind === "subnet" ? "networks" : "places"} of this ${kind} get no answer at all`,
    hint: () => "add a branch with from: anywhere",
    explain: `Not every address can be placed, and not every client is where you think. Without a branch for \`anywhere\`
the name has no address for them.

    geolocation:
      - { from: { continents: [EU] }, to: eu }
      - { from: anywhere, to: us }`,
  }),
  "branches-identical": entry<{ readonly places: string; readonly others: string; readonly around: boolean }>(
    {
      severity: "warning",
      title: "Branches that lead to the same",
      message: ({ places, others, around }) =>
        around
          ? `The branch for ${places} changes nothing: the one for ${others}, around it, leads to the same`
          : `The branches for ${places} and for ${others} lead to the same`,
      hint: ({ around }) => (around ? "leave it out" : "write one branch with the places of both"),
      explain: `Two branches that lead to the same are mostly a copy in which something was forgotten. If not, one branch says
it too: \`from: { countries: [DE, FR] }\`.`,
    },
  ),
  "latency-for-residency": entry<{
    readonly guarantee: string;
    readonly kind: string;
    readonly endpoint: string;
  }>({
    severity: "warning",
    title: "Latency where residency was asked for",
    message: ({ guarantee, kind, endpoint }) =>
      `"${guarantee}" is about where clients may be sent, but ${kind} chooses here, and may choose "${endpoint}"`,
    hint: () =>
      "choose by place first: geolocation with whenDown: stay, and below it what may be chosen from",
    explain: `Latency and distance aren't borders. A client in Lisbon may be nearer to Virginia than to Stockholm on some
days, and when the nearest place is down, the next one may be anywhere. Who has to stay in a region is kept
there by geolocation with \`whenDown: stay\`.`,
  }),
  "weight-tiny": entry<{ readonly member: NamedMember; readonly weight: number; readonly total: number }>({
    severity: "warning",
    title: "A weight that caches drown",
    message: ({ member, weight, total }) =>
      `${nameMember(member)} has ${weight} of ${total}, less than one answer in a hundred`,
    hint: () => "give it 1 % at least, or 0 to drain it",
    explain: `Each answer is kept by a resolver for a whole TTL and given to all of its clients, from one to millions. A
share below 1 % is some hours nothing and some hours a whole provider's customers.`,
  }),
  "drained-for-good": entry<{ readonly member: NamedMember; readonly endpoints: readonly string[] }>({
    severity: "warning",
    title: "A weight of 0 everywhere",
    message: ({ member, endpoints: [first = "", ...others] }) =>
      member.kind === "endpoint"
        ? `${nameMember(member)} has the weight 0 wherever it stands, so it is never answered`
        : `${nameMember(member)} has the weight 0, and nothing else leads to "${first}"${others.length > 0 ? ` and ${others.length} more` : ""}: never answered`,
    hint: () =>
      "remove it if it is gone for good; else give it a name of its own to be tried at, or waive this until it is back",
    explain: `Weight 0 is drained: never answered, whatever fails. Something that is drained in every record serves nobody,
but its health checks are paid for. If it waits for its turn, as with blue and green, a record of its own lets
you try it before the switch.

    records:
      www: { ttl: 30s, to: { weighted: { blue: 100, green: 0 } } }
      green: { ttl: 5m, to: green }`,
  }),
} as const;

function nameMember({ kind, name }: NamedMember): string {
  if (name === null) return kind === "stay" ? "a branch that stays" : `the ${kind} group`;
  return kind === "endpoint" ? `"${name}"` : `the part "${name}"`;
}
