/** What a month costs before and after a plan: the other side of a short TTL and of a quick check. An estimate. */
import type { Policy } from "../policy/policy.ts";
import type { AskedName, Provider } from "../provider/provider.ts";
import type { Resource } from "../provider/resource.ts";

export interface CostEstimate {
  readonly currency: string;
  /** The month of the price list; null when none is known, or the policy names all its prices itself. */
  readonly asOf: string | null;
  /** Per month, of all names together. */
  readonly queries: { readonly before: MonthlyCost; readonly after: MonthlyCost };
  /** What the checks are counted in. */
  readonly checked: Provider["prices"]["checked"];
  readonly checks: { readonly before: MonthlyCost; readonly after: MonthlyCost };
}

export interface MonthlyCost {
  readonly count: number;
  /** Null when no price is known. */
  readonly cost: number | null;
}

/** Of a name: for how long its answers are kept. */
export interface CostedName {
  readonly name: string;
  /** Seconds; null when it left the policy. */
  readonly ttl: number | null;
  readonly before: { readonly ttl: number | null } | null;
  readonly status: "new" | "changed" | "unchanged" | "removed";
}

interface Side {
  readonly resources: readonly Resource[];
  readonly reach: (name: string) => readonly Resource[];
}

/** 365.25 days by twelve. */
const secondsPerMonth = (365.25 / 12) * 24 * 60 * 60;

/**
 * Estimates what a month costs before and after. Null when the policy doesn't say how much it is asked.
 *
 * `queriesPerSecond` is what arrives at the provider today; each name is taken to get the same part of it. Resolvers ask
 * again when an answer has run out, so that half the TTL gives up to twice the queries, and twice the TTL down to half.
 */
export function estimateCost(
  { traffic, records }: Pick<Policy, "traffic" | "records">,
  names: readonly CostedName[],
  provider: Pick<Provider, "prices">,
  live: Side,
  desired: Side,
): CostEstimate | null {
  if (traffic === null || traffic.queriesPerSecond === null || records.length === 0) return null;
  const { prices } = provider;
  const own = traffic.prices;
  const each = (traffic.queriesPerSecond * secondsPerMonth) / records.length;
  const before: AskedName[] = [];
  const after: AskedName[] = [];
  for (const { name, ttl, before: was, status } of names) {
    const kept = was?.ttl ?? (status === "new" ? null : ttl);
    if (kept !== null) before.push({ count: each, resources: live.reach(name) });
    if (ttl === null) continue;
    // A name that isn't there yet is asked as often as it is said to be.
    const count = each * (Math.max(kept ?? ttl, 1) / Math.max(ttl, 1));
    after.push({ count, resources: desired.reach(name) });
  }
  const sum = (asked: readonly AskedName[]): MonthlyCost => ({
    count: asked.reduce((total, { count }) => total + count, 0),
    cost: prices.queries(asked, own),
  });
  const isOwn =
    own !== null &&
    own.perMillionQueries !== null &&
    own.perHealthCheck !== null &&
    own.perHealthCheckOption !== null;
  return {
    currency: own?.currency ?? prices.currency,
    asOf: isOwn ? null : prices.asOf,
    queries: { before: sum(before), after: sum(after) },
    checked: prices.checked,
    checks: { before: prices.checks(live.resources, own), after: prices.checks(desired.resources, own) },
  };
}
