/** A record's load balancer and its pools. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { CloudflareSettings, Policy, PolicyRecord } from "../../policy/policy.ts";
import { placeKeyOf, type RankedPlace } from "../../steering/ranking.ts";
import { locateRegion } from "../../steering/regions.ts";
import type { Resource } from "../resource.ts";
import { chooseRegions } from "./check-regions.ts";
import { fitShares, fitWeights } from "./fit-weights.ts";
import { type BalancerLayout, poolsOf, type Steering } from "./layout.ts";
import { nameMonitor, namePools } from "./names.ts";
import { type LoadBalancer, type Pool, type PoolSet, refTo } from "./objects.ts";
import type { Reach } from "./origin-address.ts";
import { contentOf, type PoolSpec } from "./pool-spec.ts";
import { describeLoadBalancer, describePool } from "./resource.ts";

interface Emitting {
  readonly policy: Policy;
  readonly settings: CloudflareSettings;
  readonly record: PolicyRecord;
  readonly layout: BalancerLayout;
  readonly reach: Reach;
}

export interface EmittedBalancer {
  readonly resources: readonly Resource[];
  /** By how much rounding moves shares, in percentage points. */
  readonly skew: number;
  readonly diagnostics: readonly Diagnostic[];
}

export function emitBalancer(emitting: Emitting): EmittedBalancer {
  const { policy, record, layout } = emitting;
  const pools = poolsOf(layout);
  const names = namePools({ zone: policy.zone, policy: policy.name, record: record.name }, pools);
  const nameOf = (pool: PoolSpec) => names.get(contentOf(pool)) ?? "";
  const isDrained = (pool: PoolSpec) => {
    const at = layout.everywhere.pools.indexOf(pool);
    return layout.everywhere.policy === "random" && at >= 0 && layout.everywhere.weights[at] === 0;
  };
  const fitted = pools.map((pool) => {
    const toHold = pool.isLastResort ? fitShares : fitWeights;
    return { pool, ...toHold(pool.members.map(({ weight }) => weight)) };
  });
  const steerings = [layout.everywhere, ...layout.countries.map(({ steering }) => steering)];
  const drawn = steerings.map((steering) => fitWeights(steering.weights));
  const resources = fitted.map(({ pool, weights }) =>
    describePool(
      emitPool(emitting, pool, { name: nameOf(pool), weights, enabled: !isDrained(pool) }),
      record.name,
      pool.origin,
    ),
  );
  const balancer = emitLoadBalancer(emitting, nameOf);
  // Where a last resort is off, the proof says so.
  const promised = [...fitted.filter(({ pool }) => !pool.isLastResort), ...drawn];
  const vanished = promised.flatMap((one) => one.vanished);
  return {
    resources: [...resources, describeLoadBalancer(balancer, record.origin)],
    skew: promised.reduce((sum, { skew }) => sum + skew, 0),
    diagnostics: vanished.map((weight) =>
      diagnose("cloudflare-weight-vanished", { record: record.label, weight }, record.origin),
    ),
  };
}

interface Emitted {
  readonly name: string;
  readonly weights: readonly number[];
  readonly enabled: boolean;
}

function emitPool(
  { policy, settings, layout, reach }: Emitting,
  pool: PoolSpec,
  { name, weights, enabled }: Emitted,
): Pool {
  const at = pool.place?.kind === "distance" ? coordinatesOf(pool.place) : null;
  const origins = pool.members.map(({ endpoint, weight }, position) => ({
    name: endpoint.name,
    address: reach.addressOf(endpoint),
    // Weight 0 would still count for the pool's health.
    enabled: weight > 0,
    weight: weight > 0 ? Math.max(weights[position] ?? 0, 0.01) : 1,
  }));
  return {
    name,
    enabled,
    minimum_origins: 1,
    monitor: pool.check === null ? null : refTo(nameMonitor(policy, pool.check.name)),
    check_regions: chooseRegions(settings, layout.everywhere.policy),
    latitude: at?.latitude ?? null,
    longitude: at?.longitude ?? null,
    origin_steering: { policy: "random" },
    // As the API returns them.
    origins: origins.sort((one, other) => (one.name < other.name ? -1 : 1)),
    ...(pool.place === null ? {} : { place: placeKeyOf(pool.place) }),
  };
}

function coordinatesOf(place: RankedPlace & { readonly kind: "distance" }) {
  return "region" in place.at ? locateRegion(place.at.region) : place.at;
}

function emitLoadBalancer(
  { settings, record, layout }: Emitting,
  nameOf: (pool: PoolSpec) => string,
): LoadBalancer {
  const { everywhere, countries, fallback } = layout;
  const listOf = ({ pools }: Steering) => pools.map((pool) => refTo(nameOf(pool)));
  const isGeo = countries.length > 0;
  const needsSets = [everywhere, ...countries.map(({ steering }) => steering)].some(
    ({ policy }) => policy !== "off",
  );
  const inSets = isGeo && needsSets;
  return {
    name: record.name,
    enabled: true,
    proxied: settings.proxied,
    ...(settings.proxied ? {} : { ttl: record.ttl }),
    // Countries, in lists or in sets, are told by the client's place only under this policy.
    steering_policy: isGeo ? "geo" : everywhere.policy,
    default_pools: listOf(everywhere),
    fallback_pool: refTo(nameOf(fallback)),
    country_pools: inSets
      ? {}
      : Object.fromEntries(
          countries.flatMap(({ codes, steering }) => codes.map((code) => [code, listOf(steering)])),
        ),
    region_pools: {},
    pop_pools: {},
    random_steering: {
      default_weight: 1,
      pool_weights: inSets || everywhere.policy !== "random" ? {} : weightsOf(everywhere, nameOf),
    },
    location_strategy: settings.locationStrategy,
    session_affinity: "none",
    rules: [],
    ...(inSets ? { pool_sets: emitSets(layout, nameOf) } : {}),
  };
}

function weightsOf(
  steering: Steering,
  nameOf: (pool: PoolSpec) => string,
): { readonly [pool: string]: number } {
  const { weights } = fitWeights(steering.weights);
  return Object.fromEntries(
    steering.pools.map((pool, position) => [refTo(nameOf(pool)), weights[position] ?? 0]),
  );
}

/** A set for each list of countries, then one for everybody else. */
function emitSets(
  { countries, everywhere, fallback }: BalancerLayout,
  nameOf: (pool: PoolSpec) => string,
): readonly PoolSet[] {
  const overridesOf = (steering: Steering, resort: PoolSpec): PoolSet["overrides"] => ({
    pools: steering.pools.map((pool) => refTo(nameOf(pool))),
    steering_policy: steering.policy,
    pool_weights: steering.policy === "random" ? weightsOf(steering, nameOf) : {},
    pool_default_weight: 1,
    fallback_pool: refTo(nameOf(resort)),
  });
  return [
    ...countries.map(({ codes, steering }) => ({
      name: codes.slice(0, 20).join(" "),
      disabled: false,
      match: { topology: { countries: codes } },
      overrides: overridesOf(steering, steering.fallback ?? fallback),
    })),
    {
      name: "everywhere else",
      disabled: false,
      match: { default: true },
      overrides: overridesOf(everywhere, fallback),
    },
  ];
}
