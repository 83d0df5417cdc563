/**
 * What Route 53 costs, by the AWS price list of August 2026, in US dollars. What it is for a name of several sorts of
 * routing was not found; the dearest sort that it uses is taken.
 */
import type { Prices } from "../provider.ts";
import type { Resource } from "../resource.ts";
import type { HealthCheckConfig } from "./health-check.ts";
import { isRecordSet, type RecordSet, thisZone } from "./record-set.ts";
import { configOf } from "./wanted.ts";

/** Per million queries: the first thousand million of a month, and those beyond. */
interface Tiers {
  readonly first: number;
  readonly beyond: number;
}

const standard: Tiers = { first: 0.4, beyond: 0.2 };
const latency: Tiers = { first: 0.6, beyond: 0.3 };
const geography: Tiers = { first: 0.7, beyond: 0.35 };
const network: Tiers = { first: 0.8, beyond: 0.4 };
const firstTier = 1e9;

/** Per month, of an endpoint outside AWS: whether one is inside, an address doesn't tell. */
const check = { basic: 0.75, option: 2 };

export const prices: Prices = {
  asOf: "2026-08",
  currency: "USD",
  checked: "health check",
  queries(asked, own) {
    const flat = own?.perMillionQueries ?? null;
    const counts = new Map<Tiers, number>();
    for (const { count, resources } of asked) {
      const tiers = tiersOfName(resources);
      if (tiers !== null) counts.set(tiers, (counts.get(tiers) ?? 0) + count);
    }
    // The tiers are of all queries of a sort together, in all zones of an account; others' are not known here.
    return [...counts].reduce((sum, [{ first, beyond }, count]) => {
      const within = Math.min(count, firstTier);
      const listed = within * first + (count - within) * beyond;
      return sum + (flat === null ? listed : count * flat) / 1e6;
    }, 0);
  },
  checks(resources, own) {
    const configs = resources.flatMap((resource) => configOf(resource) ?? []);
    const basic = own?.perHealthCheck ?? check.basic;
    const option = own?.perHealthCheckOption ?? check.option;
    const cost = configs.reduce((sum, config) => sum + basic + option * countOptions(config), 0);
    return { count: configs.length, cost };
  },
};

/** Those of the dearest sort of routing that a name uses; null where nothing is paid for. */
function tiersOfName(resources: readonly Resource[]): Tiers | null {
  const sets = resources.flatMap(({ attributes }) => (isRecordSet(attributes) ? [attributes] : []));
  if (sets.length > 0 && sets.every(isServiceAlias)) return null;
  return sets.map(tiersOf).reduce((one, other) => (other.first > one.first ? other : one), standard);
}

/** Questions that an alias to an AWS service answers are free; aliases within the zone lead to what is paid for. */
function isServiceAlias({ AliasTarget: alias }: RecordSet): boolean {
  return alias !== undefined && alias.HostedZoneId !== thisZone;
}

function tiersOf(set: RecordSet): Tiers {
  if (set.CidrRoutingConfig !== undefined) return network;
  if (set.GeoLocation !== undefined || set.GeoProximityLocation !== undefined) return geography;
  return set.Region === undefined ? standard : latency;
}

/** Https, a text to look for, ten seconds instead of thirty, and latency graphs are paid for one by one. */
function countOptions({ Type: type, RequestInterval: interval, MeasureLatency }: HealthCheckConfig): number {
  const options = [type.startsWith("HTTPS"), type.endsWith("_STR_MATCH"), interval < 30, MeasureLatency];
  return options.filter(Boolean).length;
}
