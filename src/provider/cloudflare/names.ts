/** Names of pools, which all policies and zones of an account share, and of the helper names of endpoints. */
import type { Policy } from "../../policy/policy.ts";
import { shortHash } from "../short-hash.ts";
import { contentOf, type PoolSpec } from "./pool-spec.ts";

/** No limit is published; this leaves room in every view of the dashboard. */
const longestPool = 120;

/** Whose pools they are. */
export interface PoolOwner {
  readonly zone: string;
  readonly policy: string;
  /** The record's fully qualified name. */
  readonly record: string;
}

/** The names of a record's pools by their content. Two that came to one slug get a hash of what they hold. */
export function namePools(owner: PoolOwner, pools: readonly PoolSpec[]): ReadonlyMap<string, string> {
  const slugs = pools.map(({ slug }) => slug);
  return new Map(
    pools.map((pool): [string, string] => {
      const isAlone = slugs.indexOf(pool.slug) === slugs.lastIndexOf(pool.slug);
      const slug = isAlone ? pool.slug : `${pool.slug}-${shortHash(contentOf(pool), 4)}`;
      return [contentOf(pool), namePool(owner, slug)];
    }),
  );
}

/** What the names of all pools of a policy in a zone begin with. */
export function poolPrefix(zone: string, policy: string): string {
  return `${zone.replaceAll(".", "_")}_${policy}_`;
}

/** `example_com_web-edge_www_europe`: dots and stars may not stand in a pool's name. */
function namePool({ zone, policy, record }: PoolOwner, slug: string): string {
  const label = record === zone ? "apex" : record.slice(0, -zone.length - 1);
  const plain = `${poolPrefix(zone, policy)}${label.replaceAll(".", "_").replaceAll("*", "any")}_${slug}`;
  const isExact = !/[_*]/u.test(label) && label !== "any" && record !== zone && !zone.includes("_");
  const name = isExact || record === zone ? plain : `${plain}_${shortHash(record, 4)}`;
  if (name.length <= longestPool) return name;
  return `${name.slice(0, longestPool - 9)}_${shortHash(`${zone} ${policy} ${record} ${slug}`, 8)}`;
}

/** A name with both addresses of an endpoint, for load balancers that answer both families. */
export function helperName(record: string, endpoint: string): string {
  return record.startsWith("*.")
    ? `_signpost_wildcard-${endpoint}.${record.slice(2)}`
    : `_signpost-${endpoint}.${record}`;
}

/** The public name that a helper name belongs to; null for any other name. */
export function ownerOfHelperName(name: string): string | null {
  const [label = "", ...rest] = name.split(".");
  if (label.startsWith("_signpost_wildcard-")) return `*.${rest.join(".")}`;
  return label.startsWith("_signpost-") ? rest.join(".") : null;
}

/** Monitors have no names; this one stands in the description. */
export function nameMonitor({ zone, name }: Policy, check: string): string {
  return `${zone}/${name}/${check}`;
}
