/** What of a record Cloudflare, or the plan that somebody has there, can't hold. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { CloudflareSettings, PolicyRecord } from "../../policy/policy.ts";
import type { SteeredRecord } from "../../steering/tree.ts";
import { endpointsOf } from "../../steering/walk.ts";
import type { Resource } from "../resource.ts";
import { regionsMissingFrom } from "./check-regions.ts";
import type { BalancerLayout, Layout } from "./layout.ts";
import { isLoadBalancer, isPool } from "./objects.ts";
import { placeOf } from "./placing.ts";

/** Seconds. Cloudflare docs, "Time to Live (TTL)": 60 to 86,400, from 30 on Enterprise. */
const shortestTtl = { enterprise: 30, others: 60 } as const;
/** Seconds; not published for load balancers, whose default is 30. */
const shortestBalancerTtl = 30;
const longestTtl = 86_400;
/** Cloudflare docs, "Limitations": of an account that isn't Enterprise. */
const mostPools = 20;
const mostLoadBalancers = 20;
const mostEndpoints = 20;
/** Steering policies that need no Traffic Steering. */
const boughtWithBase: ReadonlySet<string> = new Set(["off", "random"]);

/** What is wrong with a record beside its tree. */
export function judgeRecord(
  { record, tree }: SteeredRecord,
  kind: Layout["kind"],
  settings: CloudflareSettings,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const place = record.origin;
  const { label } = record;
  const alias = endpointsOf(tree).find((endpoint) => endpoint.alias !== null);
  if (alias !== undefined) {
    found.push(diagnose("cloudflare-alias", { endpoint: alias.name }, alias.origin));
  }
  if (settings.proxied) {
    found.push(diagnose("cloudflare-ttl-unused", { record: label }, place));
  } else {
    const shortest =
      kind === "balancer"
        ? shortestBalancerTtl
        : settings.plan === "enterprise"
          ? shortestTtl.enterprise
          : shortestTtl.others;
    if (record.ttl < shortest || record.ttl > longestTtl) {
      const args = { record: label, ttl: record.ttl, shortest, longest: longestTtl };
      found.push(diagnose("cloudflare-ttl", args, { ...place, pointer: `${place.pointer}/ttl` }));
    }
  }
  const isSplit = record.types.length > 1 && settings.dualStack !== "hostname";
  if (kind === "balancer" && !settings.proxied && isSplit) {
    found.push(diagnose("cloudflare-two-families", { record: label }, place));
  }
  return found;
}

/** What is to be known of a record's load balancer. */
export function judgeBalancer(
  { label, types, origin }: PolicyRecord,
  { countries, everywhere }: BalancerLayout,
  settings: CloudflareSettings,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const policy = countries.length > 0 ? "geo" : everywhere.policy;
  if (settings.plan !== null && settings.plan !== "enterprise" && !boughtWithBase.has(policy)) {
    const args = { record: label, policy, plan: settings.plan };
    found.push(diagnose("cloudflare-traffic-steering", args, origin));
  }
  if (policy === "geo") {
    const { proxied, locationStrategy } = settings;
    const by = placeOf({ proxied, steering_policy: policy, location_strategy: locationStrategy });
    if (by !== "subnet or resolver") {
      found.push(diagnose("cloudflare-place-of-data-centre", { record: label, by, proxied }, origin));
    }
  }
  const { checkRegions } = settings;
  const missing = checkRegions === null ? [] : regionsMissingFrom(checkRegions);
  if (policy === "dynamic_latency" && missing.length > 0) {
    found.push(diagnose("cloudflare-latency-regions", { record: label, missing }, settings.origin));
  }
  if (types.includes("CNAME") && !settings.proxied) {
    found.push(diagnose("cloudflare-flattened", { record: label }, origin));
  }
  return found;
}

/**
 * What the whole policy takes of an account that has limits. Others in the account aren't known here. Monitors, of which
 * there may be half as many again as pools, are never more than the pools that they watch.
 *
 * @param lastResorts - how many of the pools are there for when nothing is healthy
 */
export function judgeQuotas(
  { plan, origin }: CloudflareSettings,
  resources: readonly Resource[],
  lastResorts: number,
): readonly Diagnostic[] {
  if (plan === null || plan === "enterprise") return [];
  const balancers = resources.filter(({ attributes }) => isLoadBalancer(attributes)).length;
  const pools = resources.flatMap(({ attributes }) => (isPool(attributes) ? [attributes] : []));
  // An endpoint counts in each pool that holds it.
  const endpoints = pools.reduce((sum, { origins }) => sum + origins.length, 0);
  const counts = [
    { what: "load balancers", count: balancers, most: mostLoadBalancers },
    { what: "pools", count: pools.length, most: mostPools },
    { what: "endpoints", count: endpoints, most: mostEndpoints },
  ] as const;
  const crossed = counts.filter(({ count, most }) => count > most);
  return crossed.length === 0 ? [] : [diagnose("cloudflare-quota", { crossed, lastResorts, plan }, origin)];
}
