import { entry } from "./entry.ts";
import { type Difference, list } from "./equivalence.ts";

export interface OfName {
  /** As it is written under `records`. */
  readonly name: string;
}

export interface OfCheck extends OfName {
  readonly check: string;
}

/** What an import can't say in a policy, or says in another way. */
export const importEntries = {
  "import-check-lost": entry<OfCheck & { readonly reason: string }>({
    severity: "warning",
    title: "check that can't be imported",
    message: ({ name, check, reason }) =>
      `${name}: the check ${check} isn't part of the policy, because ${reason}; what it watches counts as healthy always`,
    hint: () => "give the endpoint a check of its own under healthChecks before you adopt the name",
    explain: `A check of a policy watches one endpoint, over http, https or tcp, and says that it is down when it fails.
A check that is computed from others or from an alarm, that is inverted or disabled, or that watches something
else than what is answered has no counterpart. The imported endpoint has no check, so nothing turns away from it.`,
  }),
  "import-check-changed": entry<OfCheck & { readonly fields: readonly string[] }>({
    severity: "warning",
    title: "check that would be another one",
    message: ({ name, check, fields }) =>
      `${name}: a policy doesn't say ${list(fields)} of the check ${check}; an apply makes a check with its own`,
    explain: `A policy has one way to say when an endpoint is down. What a check does beside that, such as the regions from
which it probes, is the provider's usual once the policy is applied. Who is answered while the check passes or
fails is the same.`,
  }),
  "import-ttl": entry<OfName & { readonly ttls: readonly number[]; readonly ttl: number }>({
    severity: "warning",
    title: "several TTLs below one name",
    message: ({ name, ttls, ttl }) =>
      `${name}: its answers have TTLs of ${list(ttls.map(String))} s; all get ${ttl} s`,
    explain: `A record of a policy has one TTL. The shortest is taken, so that no failover takes longer than now; it makes
for more queries.`,
  }),
  "import-families": entry<OfName & { readonly kept: string; readonly left: readonly string[] }>({
    severity: "warning",
    title: "types that lead to different trees",
    message: ({ name, kept, left }) =>
      `${name}: ${list(left)} is chosen in another way than ${kept}, so only ${kept} is part of the policy`,
    hint: ({ name }) => `leave ${name} unadopted until both are built alike`,
    explain: `A record of a policy has one tree, whose endpoints have an address for each of its types. Where IPv4 and IPv6
are steered differently, the other type stays in the zone as it is, and is nobody's.`,
  }),
  "import-left-out": entry<OfName & { readonly what: string; readonly reason: string }>({
    severity: "warning",
    title: "part of a tree that is left out",
    message: ({ name, what, reason }) => `${name}: ${what} is left out, because ${reason}`,
    explain: `The policy answers as if this part weren't there. Whether that moves an answer is told by what is said of the
proof: import compares the policy with the zone for every client in every state of health.`,
  }),
  "import-standby": entry<OfName>({
    severity: "note",
    title: "weight 0 as a standby",
    message: ({ name }) =>
      `${name}: Route 53 answers members of weight 0 when no other is healthy; that is written as a failover`,
    explain: `In a policy a member of weight 0 is drained, which means that it is never answered. Route 53 answers it as a
last standby. A failover from the others to these says exactly that.`,
  }),
  "import-service-health": entry<OfName & { readonly service: string }>({
    severity: "warning",
    title: "health of an AWS service that isn't evaluated",
    message: ({ name, service }) =>
      `${name}: its alias evaluates the health of ${service}, which a policy doesn't; the service counts as healthy`,
    hint: () => "give the endpoint a health check",
    explain: `An alias with EvaluateTargetHealth turns away from a load balancer that has no healthy target. A policy knows
an endpoint's health by its check alone.`,
  }),
  "import-subnet-health": entry<OfName>({
    severity: "warning",
    title: "networks whose health decides",
    message: ({ name }) =>
      `${name}: what Route 53 answers to a network whose record set isn't healthy is not documented; by the policy nobody leaves it`,
    hint: () => "write { failover: [it, another] } in the network's branch to say where its clients go",
    explain: `The CIDR record set of a client's network has a check, or is an alias that evaluates its target. AWS doesn't
say who answers while it is unhealthy.`,
  }),
  "import-setting": entry<OfName & { readonly setting: string }>({
    severity: "warning",
    title: "setting that no policy says",
    message: ({ name, setting }) => `${name}: ${setting} is no part of a policy, and isn't imported`,
    hint: () => "an apply may take it away; leave the name unadopted if you rely on it",
    explain: `Load balancers can do more than choose where a name leads. What Signpost has no word for isn't in the file.`,
  }),
  "import-region": entry<OfName & { readonly pool: string; readonly region: string }>({
    severity: "note",
    title: "pool that was given a region",
    message: ({ name, pool, region }) =>
      `${name}: pool ${pool} is called ${region}, the region nearest to its coordinates`,
    explain: `Cloudflare measures latency to pools and has no name for where they are. A policy names a region, which only
serves estimates.`,
  }),
  "import-mixed-proxy": entry<OfName & { readonly proxied: boolean }>({
    severity: "warning",
    title: "proxied and not proxied names together",
    message: ({ name, proxied }) =>
      `${name} isn't imported: it is ${proxied ? "" : "not "}proxied, unlike most of the others, and a policy is one or the other`,
    hint: ({ name }) =>
      `import it into a file of its own: signpost import <zone> ${name} --provider cloudflare`,
    explain: `\`providers: { cloudflare: { proxied } }\` holds for a whole policy.`,
  }),
  "import-not-said": entry<OfName>({
    severity: "warning",
    title: "name that can't be imported",
    message: ({ name }) => `${name} isn't imported: nothing of it can be said in a policy`,
    explain: `The remarks beside it say why. The name stays as it is.`,
  }),
  "import-broken": entry<{ readonly problem: string }>({
    severity: "warning",
    title: "imported policy that has a mistake",
    message: ({ problem }) => `The policy can't be compiled as it is: ${problem}`,
    hint: () => "correct it, then look at signpost validate",
    explain: `What stands in the zone can't be held by a policy in this form. The file is written all the same, as a
beginning; nothing was proved about it.`,
  }),
  "import-differs": entry<Difference>({
    severity: "warning",
    title: "imported policy that answers something else",
    message: ({ client, down, record, type, wanted, actual }) =>
      `${record} ${type}, client in ${client}${down.length > 0 ? `, ${list(down)} down` : ""}: the policy answers ${wanted}, the zone answers ${actual} now`,
    hint: ({ record }) =>
      `change ${record} in the file until it means what you want; adopting it moves traffic`,
    explain: `Every imported name is held against the zone as it is now, for each class of clients in each state of health.
This is the smallest difference that was found.`,
  }),
  "import-last-resort": entry<Difference>({
    severity: "warning",
    title: "imported policy that answers something else when nothing is healthy",
    message: ({ client, record, type, wanted, actual }) =>
      `${record} ${type}, client in ${client}, when nothing for it is healthy: the policy answers ${wanted}, the zone answers ${actual} now`,
    explain: `Both answers are dead endpoints then. In every other state of health the policy answers as the zone does.`,
  }),
  "import-name-missing": entry<OfName & { readonly zone: string }>({
    severity: "error",
    title: "name that isn't there",
    message: ({ name, zone }) => `${zone} has no A, AAAA or CNAME at ${name}`,
    hint: () => "names are relative to the zone, or written in full; @ is the zone itself",
    explain: `Only names that stand in the zone can be imported. Nothing was written.`,
  }),
  "import-nothing": entry<{ readonly zone: string; readonly plain: number }>({
    severity: "error",
    title: "nothing to import",
    message: ({ zone, plain }) =>
      `Nothing of ${zone} was imported${plain > 0 ? `: ${plain === 1 ? "its one name steers" : `its ${plain} names steer`} nothing` : ""}`,
    hint: () => "name what you want: signpost import <zone> www",
    explain: `Without names, import takes those that are steered: record sets with a routing policy, aliases within the zone,
load balancers. Plain records stay where they are unless they are named.`,
  }),
} as const;
