/** What of a record Cloudflare, or the plan that somebody has there, can't hold. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { CloudflareSettings } from "../../policy/policy.ts";
import type { SteeredRecord } from "../../steering/tree.ts";
import { endpointsOf } from "../../steering/walk.ts";
import type { Resource } from "../resource.ts";
import { regionsMissingFrom } from "./check-regions.ts";
import { type BalancerLayout, poolsOf, type RecordsLayout } from "./layout.ts";
import { isLoadBalancer, isPool } from "./objects.ts";

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

export function judgeRecord(
  { record, tree }: SteeredRecord,
  layout: BalancerLayout | RecordsLayout,
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
      layout.kind === "balancer"
        ? shortestBalancerTtl
        : settings.plan === "enterprise"
          ? shortestTtl.enterprise
          : shortestTtl.others;
    if (record.ttl < shortest || record.ttl > longestTtl) {
      const args = { record: label, ttl: record.ttl, shortest, longest: longestTtl };
      found.push(diagnose("cloudflare-ttl", args, { ...place, pointer: `${place.pointer}/ttl` }));
    }
  }
  if (layout.kind === "records") return found;
  if (!settings.proxied && record.types.length > 1 && settings.dualStack !== "hostname") {
    found.push(diagnose("cloudflare-two-families", { record: label }, place));
  }
  const pools = poolsOf(layout).length;
  if (settings.plan !== null && settings.plan !== "enterprise" && pools > mostPools) {
    found.push(
      diagnose("cloudflare-pools", { record: label, pools, most: mostPools, plan: settings.plan }, place),
    );
  }
  const { policy } = layout.countries.length > 0 ? { policy: "geo" } : layout.everywhere;
  if (settings.plan !== null && settings.plan !== "enterprise" && !boughtWithBase.has(policy)) {
    const args = { record: label, policy, plan: settings.plan };
    found.push(diagnose("cloudflare-traffic-steering", args, place));
  }
  const { checkRegions } = settings;
  const missing = checkRegions === null ? [] : regionsMissingFrom(checkRegions);
  if (layout.everywhere.policy === "dynamic_latency" && missing.length > 0) {
    found.push(diagnose("cloudflare-latency-regions", { record: label, missing }, settings.origin));
  }
  const names = record.types.includes("CNAME");
  if (names && !settings.proxied) found.push(diagnose("cloudflare-flattened", { record: label }, place));
  return found;
}

/** What the whole policy takes of an account that has limits. Others in the account aren't known here. */
export function judgeQuotas(
  { plan, origin }: CloudflareSettings,
  resources: readonly Resource[],
): readonly Diagnostic[] {
  if (plan === null || plan === "enterprise") return [];
  const balancers = resources.filter(({ attributes }) => isLoadBalancer(attributes)).length;
  const addresses = resources.flatMap(({ attributes }) =>
    isPool(attributes) ? attributes.origins.map(({ address }) => address) : [],
  );
  const counts = [
    { what: "load balancers", count: balancers, most: mostLoadBalancers },
    { what: "endpoints", count: new Set(addresses).size, most: mostEndpoints },
  ] as const;
  return counts
    .filter(({ count, most }) => count > most)
    .map((one) => diagnose("cloudflare-quota", { ...one, plan }, origin));
}
