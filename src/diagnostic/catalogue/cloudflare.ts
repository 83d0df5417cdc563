import { entry } from "./entry.ts";
import type { ForCheck } from "./route53.ts";

export interface ForRecord {
  readonly record: string;
}

/** As Cloudflare's own page for tokens calls them. */
const permissions = {
  zone: "Zone: Zone",
  dns: "Zone: DNS",
  "load balancers": "Zone: Load Balancers",
  pools: "Account: Load Balancing: Monitors and Pools",
} as const;

/** How a policy takes less of an account. */
const saveOf = {
  "load balancers": "let records without checks stay plain",
  pools: "steer fewer places and sets",
  endpoints: "put several machines behind one address",
} as const;

/** What Cloudflare can't hold beside trees, and what it says itself. */
export const cloudflareEntries = {
  "cloudflare-interval": entry<
    ForCheck & {
      readonly interval: number;
      readonly shortest: number;
      readonly longest: number;
      readonly plan: string | null;
    }
  >({
    severity: "error",
    title: "interval that Cloudflare doesn't offer",
    message: ({ check, interval, shortest, longest, plan }) =>
      `Cloudflare checks each ${shortest} to ${longest} seconds${plan === null ? "" : ` on the ${plan} plan`}, and ${check} asks for ${interval} s`,
    hint: ({ interval, shortest, longest }) => `write interval: ${interval < shortest ? shortest : longest}s`,
    explain: `Monitors run each 15 seconds to each hour, on Enterprise from each 10 seconds. Signpost doesn't round: the
interval decides how long a failover takes.`,
  }),
  "cloudflare-timeout-interval": entry<
    ForCheck & { readonly interval: number; readonly timeout: number; readonly needed: number }
  >({
    severity: "error",
    title: "interval shorter than a probe may take",
    message: ({ check, interval, timeout, needed }) =>
      `Cloudflare wants more than ${needed} s between checks (two tries of ${timeout} s), and ${check} has ${interval} s`,
    hint: ({ interval }) =>
      `write timeout: ${Math.max(1, Math.ceil(interval / 2) - 1)}s, or a longer interval`,
    explain: `A probe that fails is tried once more before it counts, so the interval must be longer than two timeouts.`,
  }),
  "cloudflare-timeout": entry<ForCheck & { readonly timeout: number }>({
    severity: "error",
    title: "timeout out of range",
    message: ({ check, timeout }) =>
      `Cloudflare waits 1 to 10 s for an answer, and ${check} asks for ${timeout} s`,
    hint: () => "write timeout: 5s",
    explain: `The timeout of a Cloudflare monitor is 1 to 10 seconds.`,
  }),
  "cloudflare-status": entry<ForCheck & { readonly status: string }>({
    severity: "error",
    title: "several status codes",
    message: ({ check, status }) =>
      `Cloudflare expects one status code or all of 2xx, and ${check} expects ${status}`,
    hint: () => "name one code, or leave expect.status out, which takes every 2xx",
    explain: `A monitor's expected_codes is one code or a range such as 2xx.`,
  }),
  "cloudflare-alias": entry<{ readonly endpoint: string }>({
    severity: "error",
    title: "alias to an AWS service",
    message: ({ endpoint }) => `${endpoint} is an alias, which only Route 53 has`,
    hint: () => "give the endpoint the service's hostname in a policy of its own for Cloudflare",
    explain: `An alias is answered by Route 53 with the addresses of an AWS service. Cloudflare knows addresses and host
names.`,
  }),
  "cloudflare-ttl-unused": entry<ForRecord>({
    severity: "note",
    title: "TTL of a proxied name",
    message: ({ record }) => `Cloudflare answers ${record} with a TTL of its own, since it is proxied`,
    hint: () => "nothing to do: a failover shows within seconds, whatever the TTL",
    explain: `Proxied names answer with Cloudflare's addresses. Which endpoint is dialled is decided for each request, so
that the TTL has no say in how long a failover takes.`,
  }),
  "cloudflare-ttl": entry<
    ForRecord & { readonly ttl: number; readonly shortest: number; readonly longest: number }
  >({
    severity: "error",
    title: "TTL out of range",
    message: ({ record, ttl, shortest, longest }) =>
      `Cloudflare takes a TTL of ${shortest} to ${longest} s here, and ${record} has ${ttl} s`,
    hint: ({ ttl, shortest, longest }) => `write ttl: ${ttl < shortest ? shortest : longest}s`,
    explain: `Records take 60 to 86,400 seconds (30 on Enterprise), DNS-only load balancers 30 to 86,400.`,
  }),
  "cloudflare-two-families": entry<ForRecord>({
    severity: "error",
    title: "A and AAAA of a DNS-only name",
    message: ({ record }) =>
      `${record} has A and AAAA, and a DNS-only load balancer answers with the family of its origin's address`,
    hint: () => "write types: [A], or proxied: true, or dualStack: hostname",
    explain: `Origins of a pool have one address each. Proxied, Cloudflare answers both families by itself. DNS-only,
\`dualStack: hostname\` gives each endpoint a helper name with both addresses, and the origin that name.`,
  }),
  "cloudflare-quota": entry<{
    /** Of what there is too much, at least one. */
    readonly crossed: readonly {
      readonly what: "load balancers" | "pools" | "endpoints";
      readonly count: number;
      readonly most: number;
    }[];
    /** Pools that are there for when nothing is healthy. */
    readonly lastResorts: number;
    readonly plan: string;
  }>({
    severity: "error",
    title: "more than the plan has",
    message: ({ crossed, plan }) =>
      `the ${plan} plan has ${crossed.map(({ what, most }) => `${most} ${what}`).join(" and ")} for the whole account, and this policy takes ${crossed
        .map(({ what, count }) =>
          what === "endpoints" ? `${count} (an endpoint counts in each of its pools)` : count,
        )
        .join(" and ")}`,
    hint: ({ crossed, lastResorts }) => {
      const pools = `${lastResorts} pool${lastResorts === 1 ? "" : "s"}`;
      const ways = [
        ...(lastResorts > 0 ? [`write lastResort: shared, which saves up to ${pools}`] : []),
        ...crossed.map(({ what }) => saveOf[what]),
        "split the policy over accounts",
      ];
      return `${ways.join("; or ")}. What others take of the account counts too, and isn't known offline; with plan: enterprise no limit is assumed`;
    },
    explain: `Accounts that aren't Enterprise have 20 load balancers, 20 pools and 20 endpoints. Each record that needs
steering takes one load balancer; a record without checks and with one address or several takes none. Each
weighted set and each endpoint that stands alone is a pool of its record, and each place with a last resort of
its own takes one more; an endpoint counts in each pool that holds it. Other policies of the account count too,
which only the API knows.`,
  }),
  "cloudflare-traffic-steering": entry<ForRecord & { readonly policy: string; readonly plan: string }>({
    severity: "warning",
    title: "Traffic Steering has to be bought",
    message: ({ record, policy, plan }) =>
      `${record} takes the steering policy ${policy}, which the ${plan} plan has only with Traffic Steering`,
    hint: () => "turn Traffic Steering on under Load Balancing, or use failover and weighted alone",
    explain: `Accounts that aren't Enterprise steer by failover order (off) and by weight (random). Geolocation, latency
and proximity are part of Traffic Steering, which is bought beside Load Balancing.`,
  }),
  "cloudflare-place-of-data-centre": entry<
    ForRecord & { readonly by: "data centre" | "resolver"; readonly proxied: boolean }
  >({
    severity: "warning",
    title: "a place that isn't the client's",
    message: ({ record, by }) =>
      by === "resolver"
        ? `Cloudflare takes the place of ${record}'s clients to be that of their resolver, whatever subnet it tells`
        : `Cloudflare takes the place of ${record}'s clients to be that of the data centre which they reach`,
    hint: ({ by, proxied }) =>
      proxied
        ? "who is routed to a data centre abroad gets that country's answer: where it matters, leave proxied out, which goes by client subnet or resolver"
        : by === "resolver"
          ? "write locationStrategy: { mode: resolver_ip, preferEcs: geo }, or leave it out, which says the same"
          : "leave locationStrategy out, which goes by client subnet, else by resolver",
    explain: `Geolocation asks where the client is. A DNS-only load balancer with \`locationStrategy: { mode: resolver_ip,
preferEcs: geo }\`, which is what Signpost sends by itself, takes the client subnet that a resolver tells, else
the resolver's own address. With \`mode: pop\` it takes the data centre that answers, and with a \`preferEcs\`
other than geo or always the resolver alone. Proxied, it is the data centre that the request arrives at.
Networks route to data centres by their own ideas, which now and then lie in another country, so promises of
residency are only as good as this.`,
  }),
  "cloudflare-flattened": entry<ForRecord>({
    severity: "note",
    title: "CNAME that is answered as addresses",
    message: ({ record }) => `Cloudflare answers ${record} with the addresses of its hosts, not with a CNAME`,
    hint: () => "nothing to do, unless something must see the CNAME itself",
    explain: `A load balancer resolves an origin's host name and answers with its addresses.`,
  }),
  "cloudflare-add-on": entry<{ readonly detail: string }>({
    severity: "error",
    title: "Load Balancing isn't bought",
    message: ({ detail }) => `this Cloudflare account has no Load Balancing: ${detail}`,
    hint: () => "turn the Load Balancing add-on on in the dashboard, under Traffic, and run it again",
    explain: `Load Balancing is a paid add-on. Without it every quota is zero, and the API answers with sentences such
as "must be in range [1, 0]" or "interval is not in range [0, 0]".`,
  }),
  "cloudflare-token": entry<{ readonly detail: string }>({
    severity: "error",
    title: "a Cloudflare token that isn't known",
    message: ({ detail }) => `Cloudflare doesn't accept the credentials: ${detail}`,
    hint: () => "make a token under My Profile, API Tokens, and put it into CLOUDFLARE_API_TOKEN",
    explain: `The token comes from CLOUDFLARE_API_TOKEN, or a key from CLOUDFLARE_API_KEY with CLOUDFLARE_EMAIL. It is
expired, was revoked, or was copied in part.`,
  }),
  "cloudflare-token-missing": entry<{ readonly variable: string }>({
    severity: "error",
    title: "no Cloudflare token",
    message: ({ variable }) => `there are no credentials for Cloudflare: ${variable} isn't set`,
    hint: () =>
      "make a token with Account: Load Balancing: Monitors and Pools (Edit) and Zone: Zone (Read), DNS (Edit), Load Balancers (Edit), and export CLOUDFLARE_API_TOKEN; --sandbox needs none",
    explain: `Credentials come from the environment alone: CLOUDFLARE_API_TOKEN, or CLOUDFLARE_API_KEY together with
CLOUDFLARE_EMAIL. To plan, Read will do for all four permissions.`,
  }),
  "cloudflare-token-malformed": entry<{ readonly variable: string }>({
    severity: "error",
    title: "not a Cloudflare token",
    message: ({ variable }) => `${variable} holds spaces, line breaks or letters that no token has`,
    hint: ({ variable }) => `set ${variable} again, without quotes and in one line`,
    explain: `Tokens and keys are letters, digits and signs of ASCII without spaces. A line break in the middle comes
from copying, a quotation mark from a file of variables. The value isn't shown, so that no log holds it.`,
  }),
  "cloudflare-permission": entry<{
    readonly detail: string;
    readonly permission: keyof typeof permissions;
    readonly access: "Read" | "Edit";
  }>({
    severity: "error",
    title: "a permission that the Cloudflare token lacks",
    message: ({ detail, permission, access }) =>
      `the Cloudflare token lacks a permission, ${permissions[permission]} (${access}): ${detail}`,
    hint: ({ permission }) =>
      permission === "dns"
        ? 'add it to the token; the template "Edit load balancing configuration" lacks DNS'
        : "add it to the token under My Profile, API Tokens, for this account and zone",
    explain: `A token needs four permissions: on the account, Load Balancing: Monitors and Pools; on the zone, Zone, DNS and
Load Balancers. To plan, Read will do; to apply, Edit, but for Zone. The message names the one that was asked
for when Cloudflare refused. It may also be there, but for another account or zone.`,
  }),
  "cloudflare-range": entry<{ readonly detail: string }>({
    severity: "error",
    title: "more than the Cloudflare account has",
    message: ({ detail }) => `Cloudflare refuses a number: ${detail}`,
    hint: () =>
      "the last number is what this account has of it: ask for less, or have Cloudflare raise it; with providers.cloudflare.plan Signpost knows most limits beforehand",
    explain: `Intervals, numbers of pools, endpoints and monitors depend on the plan and on what was bought. Cloudflare
tells them as a range when one is crossed. What was written before is kept, and applying again goes on from there.`,
  }),
  "cloudflare-latency-regions": entry<ForRecord & { readonly missing: readonly string[] }>({
    severity: "warning",
    title: "latency that isn't measured everywhere",
    message: ({ record, missing }) =>
      `${record} chooses by latency, and checkRegions leaves out ${missing.join(", ")}: nothing is measured from there`,
    hint: () =>
      "leave checkRegions out, which checks such records from all regions, or accept that clients there get the first healthy pool",
    explain: `Cloudflare knows the latency between a region and a pool from the probes that it sends from there. Where it
has none, it takes pools in the order in which they are written (Cloudflare docs, "Dynamic steering").`,
  }),
  "cloudflare-health-unknown": entry<{
    readonly pools: readonly string[];
    readonly seconds: number;
    readonly isDown: boolean;
  }>({
    severity: "error",
    title: "pools that weren't checked in time",
    message: ({ pools, seconds, isDown }) =>
      `after ${seconds} s Cloudflare has not yet checked ${pools.join(", ")}; ${
        isDown
          ? "a pool whose check changed counts as down until then, and the others of its name stand in for it"
          : "nothing that answers was taken away or pointed elsewhere"
      }`,
    hint: ({ isDown }) =>
      isDown
        ? "look at the pool's health in the dashboard, then apply again: it waits, and goes on with the pools that are left; the way back is the former check in the policy"
        : "apply again in a minute: what was made is kept, and it goes on from there; --wait none takes the step without knowing",
    explain: `A pool whose health is unknown counts as down, and so does an origin: a load balancer that used it
would answer with something else. Signpost waits until Cloudflare has looked at them before it points a name at
new pools, before it takes a former address out of a pool, and after the check of a pool became another one. It
never waits without end: what was written until then is kept, and the next apply goes on from there.`,
  }),
  "cloudflare-object-moved": entry<{ readonly what: string }>({
    severity: "error",
    title: "somebody else changed it",
    message: ({ what }) => `${what} was made or changed at Cloudflare since the zone was read`,
    hint: () => "plan again to see both changes; nothing was overwritten",
    explain: `Cloudflare has no compare-and-swap. Right before each change Signpost reads the object again and compares it
with what the plan was made from.`,
  }),
  "cloudflare-not-kept": entry<{ readonly what: string; readonly fields: readonly string[] }>({
    severity: "error",
    title: "a change that wasn't kept",
    message: ({ what, fields }) =>
      `Cloudflare took the change of ${what} and kept something else: ${fields.join(", ")}`,
    hint: () =>
      "look at the object in the dashboard; an entitlement may be missing, or somebody changed it just now",
    explain: `After each write Signpost reads the object again. What came back differs from what was sent.`,
  }),
};
