import { entry } from "./entry.ts";

export interface ForCheck {
  readonly check: string;
}

/** What Route 53 can't hold. */
export const route53Entries = {
  "route53-interval": entry<ForCheck & { readonly interval: number }>({
    severity: "error",
    title: "interval that Route 53 lacks",
    message: ({ check, interval }) =>
      `Route 53 can't run ${check} each ${interval} s: it checks each 10 or 30 seconds`,
    hint: () => "write interval: 10s (a paid option) or interval: 30s",
    explain: `Route 53 health checks run each 30 seconds, or each 10 for an extra charge. Signpost doesn't round: the
interval decides how long a failover takes.`,
  }),
  "route53-thresholds": entry<ForCheck & { readonly unhealthy: number; readonly healthy: number }>({
    severity: "error",
    title: "thresholds that Route 53 can't tell apart",
    message: ({ check, unhealthy, healthy }) =>
      `Route 53 has one threshold for both ways, and ${check} asks for ${unhealthy} to fail and ${healthy} to recover`,
    hint: ({ unhealthy }) => `write healthyThreshold: ${unhealthy}, or leave it out`,
    explain: `A Route 53 health check changes its mind after FailureThreshold results in a row, in either direction.`,
  }),
  "route53-threshold-range": entry<ForCheck & { readonly threshold: number }>({
    severity: "error",
    title: "threshold out of range",
    message: ({ check, threshold }) =>
      `Route 53 takes a threshold from 1 to 10, and ${check} has ${threshold}`,
    hint: () => "write unhealthyThreshold: 3",
    explain: `FailureThreshold of a Route 53 health check is 1 to 10.`,
  }),
  "route53-timeout": entry<ForCheck & { readonly timeout: number; readonly fixed: number }>({
    severity: "error",
    title: "timeout that Route 53 can't change",
    message: ({ check, timeout, fixed }) =>
      `Route 53 waits ${fixed} s for ${check} and can't be told to wait ${timeout} s`,
    hint: () => "leave timeout out",
    explain: `Route 53's timeouts are fixed: 4 s to connect and 2 s for the status on http and https, 2 s more for a
body, 10 s to connect on tcp.`,
  }),
  "route53-status": entry<ForCheck & { readonly status: string }>({
    severity: "error",
    title: "status codes that Route 53 can't tell apart",
    message: ({ check, status }) =>
      `Route 53 takes every 2xx and 3xx for healthy, and ${check} expects ${status}`,
    hint: () => "leave expect.status out, or look for a text with expect.body",
    explain: `A Route 53 http or https check is healthy on any status from 200 to 399; the codes can't be chosen.`,
  }),
  "route53-tls": entry<ForCheck>({
    severity: "error",
    title: "certificates that Route 53 doesn't verify",
    message: ({ check }) => `Route 53 doesn't verify certificates, and ${check} asks for it`,
    hint: () => "leave tls.verify out",
    explain: `Route 53's https checks accept any certificate, expired and self-signed ones included.`,
  }),
  "route53-body": entry<ForCheck & { readonly length: number }>({
    severity: "error",
    title: "expected text too long",
    message: ({ check, length }) =>
      `Route 53 looks for at most 255 characters, and ${check} expects ${length}`,
    hint: () => "shorten expect.body",
    explain: `SearchString of a Route 53 health check is at most 255 characters, looked for in the first 5,120 bytes.`,
  }),
  "route53-unreachable": entry<{ readonly endpoints: readonly string[] }>({
    severity: "note",
    title: "addresses that Route 53 can't reach",
    message: ({ endpoints }) =>
      `Route 53 can't check ${endpoints.join(", ")}: private addresses, or reserved for documentation`,
    hint: () => "fine in the sandbox; a real zone needs public addresses under a check",
    explain: `Route 53's checkers are on the public internet, and AWS refuses a health check of an address that is
private or reserved. In the sandbox such addresses are allowed, so that examples run anywhere; applying to a real
zone stops before the first write.`,
  }),
  "route53-hops": entry<{ readonly record: string; readonly hops: number }>({
    severity: "warning",
    title: "deep chain of aliases",
    message: ({ record, hops }) => `${record} takes ${hops} aliases to reach an address; AWS documents three`,
    hint: () => "nest fewer policies, or fewer failover members",
    explain: `Each nested group is reached by one alias, and a failover of more than two members nests once for each.
AWS documents three levels; more have been seen to work.`,
  }),
  "route53-weight-skewed": entry<{ readonly points: number }>({
    severity: "warning",
    title: "weights rounded",
    message: ({ points }) =>
      `Route 53 weights end at 255; scaled down, a share moves by ${points.toFixed(2)} percentage points`,
    hint: () => "write smaller weights",
    explain: `A Route 53 weight is 0 to 255. Larger weights are divided by what they have in common, and when that isn't
enough they are scaled and rounded.`,
  }),
  "route53-weight-vanished": entry<{ readonly weight: number; readonly largest: number }>({
    severity: "error",
    title: "weight too small beside the others",
    message: ({ weight, largest }) =>
      `A weight of ${weight} beside ${largest} can't be held: Route 53 weights end at 255 and it would round to none`,
    hint: () => "keep the weights within a factor of 255 of each other",
    explain: `A Route 53 weight is a whole number from 0 to 255, so no share can be smaller than 1 in 256.`,
  }),
  "route53-group-size": entry<{ readonly members: number; readonly largest: number }>({
    severity: "error",
    title: "group too large",
    message: ({ members, largest }) =>
      `This becomes a group of ${members} record sets; Route 53 takes ${largest} with one name and type`,
    hint: () => "split it into nested groups",
    explain: `Route 53 holds at most 100 record sets of one name and type, counting one for each place of a geolocation.`,
  }),
  "route53-collection-size": entry<{ readonly blocks: number; readonly usual: number }>({
    severity: "warning",
    title: "more networks than a CIDR collection usually holds",
    message: ({ blocks, usual }) =>
      `The records of this policy name ${blocks} networks; Route 53 takes ${usual} in a CIDR collection`,
    hint: () =>
      "write wider networks, split the policy, or have the quota raised (AWS Service Quotas) before you apply",
    explain: `All networks that the subnet nodes of a policy name are in one CIDR collection. Route 53 takes 1,000
blocks in one unless AWS raised it for your account, and no call tells whether it did: that is why this is a
warning. Beyond the quota, an apply stops while it fills the new collection, and no record has changed.

Several networks next to each other are one wider network: 10.0.0.0/24 and 10.0.1.0/24 are 10.0.0.0/23.`,
  }),
  "route53-host": entry<
    ForCheck & { readonly endpoint: string; readonly host: string; readonly own: string }
  >({
    severity: "error",
    title: "host beside a name",
    message: ({ check, endpoint, host, own }) =>
      `Route 53 checks ${endpoint} by its name and sends ${own} as the host; ${check} asks for ${host}`,
    hint: () => "give it a check of its own without host",
    explain: `A Route 53 check has an address and a host, or a name that is both. An endpoint with a host name or an
alias is checked by its name, so no other Host header can be sent.`,
  }),
  "route53-alias-own-zone": entry<{ readonly endpoint: string; readonly dnsName: string }>({
    severity: "error",
    title: "alias into the policy's own zone",
    message: ({ endpoint, dnsName }) =>
      `The alias of ${endpoint} leads to ${dnsName}, in the policy's own zone`,
    hint: () => "use an endpoint with the addresses, or a part that both records use",
    explain: `An alias endpoint stands for an AWS service, which answers by itself. A name of the same zone is steered by a
policy: give both records the same part instead.

    policies:
      web: { weighted: { web-a: 50, web-b: 50 } }
    records:
      www: { ttl: 30s, to: { use: web } }
      shop: { ttl: 30s, to: { use: web } }`,
  }),
  "route53-multivalue-alias": entry<Readonly<Record<never, never>>>({
    severity: "error",
    title: "AWS services answered together",
    message: () => "Route 53 can't answer AWS services together: a multivalue record set is no alias",
    hint: () => "use weighted with equal weights",
    explain: `Multivalue answer record sets hold values. An alias to an AWS service can be weighted, or a member of a
failover or a geolocation.`,
  }),
  "route53-prefix": entry<{ readonly network: string; readonly longest: number }>({
    severity: "error",
    title: "network that a CIDR collection can't hold",
    message: ({ network, longest }) =>
      `Route 53 takes prefixes from /1 to /${longest}, and this is ${network}`,
    hint: ({ network, longest }) =>
      network.endsWith("/0") ? "write from: anywhere" : `write a network of /${longest} or wider`,
    explain: `Resolvers pass on at most the first 24 bits of a client's IPv4 address and 48 or 56 of its IPv6 address, so
Route 53's CIDR collections hold IPv4 networks from /1 to /24 and IPv6 networks from /1 to /48. Everybody is
\`anywhere\`.`,
  }),
  "route53-name-length": entry<{
    readonly name: string;
    readonly length: number;
    readonly longest: number;
  }>({
    severity: "error",
    title: "name too long",
    message: ({ name, length, longest }) => `${name} would have ${length} characters; ${longest} is the most`,
    hint: () => "shorten the record's name or the names of its parts",
    explain: `The ownership marker and nested groups stand at names of their own below the record's name, and a domain
name takes at most 255 octets on the wire, which is 253 characters of text.`,
  }),
} as const;
