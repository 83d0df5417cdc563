import type { ForRecord } from "./cloudflare.ts";
import { entry } from "./entry.ts";

/** Of a tree that Cloudflare doesn't hold. */
export interface ForTree extends ForRecord {
  /** Of a set that would be one pool if it had one check: its checks. Else empty. */
  readonly checks: readonly string[];
  /** The nearest tree that is held, proved, as `to` is written; null where it is told elsewhere or none is known. */
  readonly nearest: string | null;
  /** Whether pool sets hold the tree as it is. */
  readonly poolSets: boolean;
}

/** What the nearest tree gives up, and the tree. */
function instead({ nearest, poolSets }: ForTree, given: string, otherwise: string): string {
  const sets = poolSets
    ? "poolSets: true (Enterprise with Traffic Steering) holds it as it is; without, "
    : "";
  return nearest === null ? `${sets}${otherwise}` : `${sets}${given}: write to: ${nearest}`;
}

/** The same for a set whose endpoints have several checks. */
function oneCheck({ checks }: ForTree): string {
  return checks.length > 1 ? `give all of the set one check (it has ${checks.join(", ")}); or ` : "";
}

/** Trees that Cloudflare can't hold. */
export const cloudflareTreeEntries = {
  "cloudflare-weight-vanished": entry<
    ForRecord & { readonly weight: number; readonly nearest?: string | null }
  >({
    severity: "error",
    title: "weight too small to be held",
    message: ({ record, weight }) =>
      `Cloudflare holds weights in steps of a hundredth, and the weight ${weight} of ${record} would become 0`,
    hint: ({ nearest }) =>
      `write a larger share, at least a hundredth of the largest${nearest === null || nearest === undefined ? "" : `: write to: ${nearest}`}`,
    explain: `Weights of pools and origins go from 0 to 1 in steps of 0.01. Larger ratios than 100 to 1 can't be held.`,
  }),
  "cloudflare-weight-skewed": entry<ForRecord & { readonly points: number }>({
    severity: "warning",
    title: "weights rounded",
    message: ({ record, points }) =>
      `Cloudflare holds weights in steps of a hundredth; rounded, a share of ${record} moves by ${points.toFixed(2)} percentage points`,
    hint: () => "write weights up to 100",
    explain: `Weights of pools and origins go from 0 to 1 in steps of 0.01. Weights up to 100 are held exactly, and so
are larger ones that come to 100 or less once they are divided by what they have in common. Others are scaled and
rounded. The warning tells the most that a share moves in any state of health.`,
  }),
  "cloudflare-multivalue": entry<ForTree>({
    severity: "error",
    title: "several addresses in one answer",
    message: ({ record }) =>
      `Cloudflare can't leave dead addresses out of an answer with several, as ${record} asks`,
    hint: (args) =>
      instead(
        args,
        "one address at a time instead of all, each as often",
        "use weighted with equal weights, or endpoints without a check at the record itself",
      ),
    explain: `A load balancer answers with one endpoint of a pool. Plain records answer with all addresses, and nothing
checks them. So \`multivalue\` goes to Cloudflare only at the root of a record and without checks.`,
  }),
  "cloudflare-subnet": entry<ForTree>({
    severity: "error",
    title: "steering by network",
    message: ({ record }) => `Cloudflare can't steer ${record} by the client's network`,
    hint: (args) =>
      instead(
        args,
        "everybody gets what other networks get",
        "use geolocation by country, or keep this record on Route 53",
      ),
    explain: `Load balancers choose by country, region or data centre. Networks take rules, one on most plans, which can't
be combined with geo steering.`,
  }),
  "cloudflare-subdivision": entry<ForTree>({
    severity: "error",
    title: "steering by state",
    message: ({ record }) =>
      `Cloudflare can't steer ${record} by state: countries are the smallest places it knows`,
    hint: (args) =>
      instead(
        args,
        "the whole country instead of the state, or the country's own branch",
        "write countries: [US] instead, or keep this record on Route 53",
      ),
    explain: `Load balancers know countries. For the United States and Canada there are two regions, east and west, of the
data centre that answers, which is not where the client is.`,
  }),
  "cloudflare-bias": entry<ForTree>({
    severity: "error",
    title: "bias",
    message: ({ record }) => `Cloudflare has no bias, which ${record} asks for`,
    hint: (args) => instead(args, "the same without bias", "leave bias out, or move the place's coordinates"),
    explain: `Proximity steering goes by the distance between the client and a pool's coordinates alone.`,
  }),
  "cloudflare-ranked-below": entry<ForTree>({
    severity: "error",
    title: "latency or geoproximity inside something else",
    message: ({ record }) =>
      `Cloudflare chooses by latency or distance only at the root of a record, not inside ${record}`,
    hint: (args) =>
      instead(
        args,
        "by rank at the root alone, in a fixed order elsewhere",
        "put latency or geoproximity outermost, with a weighted choice or an endpoint in each place",
      ),
    explain: `A load balancer has one steering policy. Geolocation with a choice by latency in each place can't be held.`,
  }),
  "cloudflare-no-anywhere": entry<ForTree>({
    severity: "error",
    title: "geolocation without anywhere",
    message: ({ record }) => `Cloudflare answers everybody, and ${record} has no branch for anywhere`,
    hint: (args) =>
      instead(
        args,
        "everybody else gets what the first branch gives",
        "add - from: anywhere with what everybody else shall get",
      ),
    explain: `A load balancer must have default pools, which answer clients of all places that have no list.`,
  }),
  "cloudflare-weights-in-place": entry<ForTree>({
    severity: "error",
    title: "a choice among pools in a place",
    message: ({ record }) =>
      `Cloudflare can't draw by weight among several pools for the clients of one place, as ${record} asks`,
    hint: (args) =>
      oneCheck(args) +
      instead(
        args,
        "pools one after the other, standbys behind all of a set",
        "in each place use one weighted set of endpoints under one check, or failover among such sets",
      ),
    explain: `Geo steering gives each country a list of pools, of which the first healthy one answers. A weighted choice is
made inside a pool, whose endpoints share one check. Pool sets, an Enterprise feature, have a policy for each
list.`,
  }),
  "cloudflare-weights-in-failover": entry<ForTree>({
    severity: "error",
    title: "a choice among pools in a failover",
    message: ({ record, checks }) =>
      checks.length > 1
        ? `Cloudflare draws by weight inside a failover among endpoints under one check, and a set of ${record} has several: ${checks.join(", ")}`
        : `Cloudflare draws by weight inside a failover among endpoints alone, and a set of ${record} holds more than endpoints`,
    hint: (args) =>
      oneCheck(args) +
      instead(
        args,
        "pools one after the other, standbys behind all of a set",
        "use weighted sets of endpoints under one check inside failover",
      ),
    explain: `A failover is a list of pools, of which the first healthy one answers. A weighted choice is made inside a
pool, whose endpoints share one check. A load balancer draws among pools only where it does nothing else.`,
  }),
  "cloudflare-too-deep": entry<ForTree>({
    severity: "error",
    title: "weights inside weights",
    message: ({ record }) =>
      `Cloudflare holds a weighted choice of weighted sets, and ${record} nests deeper`,
    hint: (args) =>
      instead(
        args,
        "weights multiplied out",
        "multiply the weights out, so that endpoints or sets of endpoints are the members",
      ),
    explain: `A load balancer draws among pools, and a pool among its endpoints; there is no third level.`,
  }),
};
