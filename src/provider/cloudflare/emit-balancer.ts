/** A record's load balancer and its pools. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { CloudflareSettings, Policy, PolicyRecord } from "../../policy/policy.ts";
import { placeKeyOf, type RankedPlace } from "../../steering/ranking.ts";
import { locateRegion } from "../../steering/regions.ts";
import type { Resource } from "../resource.ts";
import { silentMove } from "../rounding.ts";
import { chooseRegions } from "./check-regions.ts";
import { type Settled, settleDrained } from "./drained-pools.ts";
import { type FittedWeights, fitShares, fitWeights } from "./fit-weights.ts";
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
  /** The same with weights as they are written; null where nothing is rounded. */
  readonly unrounded: readonly Resource[] | null;
  /** The most by which rounding moves the shares of an answer, in percentage points. */
  readonly skew: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** The weights of a pool's origins, or of a list's pools, in their order. */
type Weigh = (of: PoolSpec | Steering) => readonly number[];

export function emitBalancer(given: Emitting): EmittedBalancer {
  const emitting = { ...given, ...settleDrained(given.layout) };
  const { record, layout, reach } = emitting;
  const asWritten: Weigh = (of) =>
    "members" in of ? originsOf(of, reach).map(({ weight }) => weight) : of.weights;
  // What nothing watches is drawn from whole, always.
  const pools = poolsOf(layout).map((pool): Fitted => {
    const weights = asWritten(pool);
    return { ...(pool.check === null ? fitShares(weights) : fitWeights(weights)), of: pool };
  });
  const lists = steeringsOf(layout).map((list): Fitted => ({ ...fitWeights(list.weights), of: list }));
  const held = new Map([...pools, ...lists].map(({ of, weights }) => [of, weights]));
  const most = (all: readonly Fitted[]) => all.reduce((skew, one) => Math.max(skew, one.skew), 0);
  // An answer passes one list, and then one pool or, each for its own part of the answer, several.
  const skew = most(lists) + most(pools);
  return {
    resources: emitObjects(emitting, (of) => held.get(of) ?? []),
    unrounded: skew === 0 ? null : emitObjects(emitting, asWritten),
    skew,
    diagnostics: judgeRounding(record, [...pools, ...lists]),
  };
}

interface Fitted extends FittedWeights {
  readonly of: PoolSpec | Steering;
}

/** Weights that can't be held; else those that move a share, once where each is written. */
function judgeRounding({ label: record, origin }: PolicyRecord, fitted: readonly Fitted[]) {
  // Of a last resort nothing is refused: it is told how far off it is.
  const promised = fitted.filter(({ of }) => !("members" in of && of.isLastResort));
  const vanished = promised.flatMap((one) => one.vanished);
  if (vanished.length > 0) {
    return vanished.map((weight) => diagnose("cloudflare-weight-vanished", { record, weight }, origin));
  }
  const furthest = new Map<string, Fitted>();
  for (const one of fitted) {
    const place = JSON.stringify(one.of.origin);
    if (one.skew > (furthest.get(place)?.skew ?? silentMove)) furthest.set(place, one);
  }
  return [...furthest.values()].map(({ skew, of }) =>
    diagnose("cloudflare-weight-skewed", { record, points: skew }, of.origin),
  );
}

function steeringsOf({ everywhere, countries }: BalancerLayout): readonly Steering[] {
  return [everywhere, ...countries.map(({ steering }) => steering)];
}

/** The pools of a load balancer, and the load balancer itself. */
function emitObjects(emitting: Emitting & Settled, weigh: Weigh): readonly Resource[] {
  const { policy, record, layout, isDrained } = emitting;
  const pools = poolsOf(layout);
  const names = namePools({ zone: policy.zone, policy: policy.name, record: record.name }, pools);
  const nameOf = (pool: PoolSpec) => names.get(contentOf(pool)) ?? "";
  const emitted = pools.map((pool) => {
    const own = { name: nameOf(pool), enabled: !isDrained(pool), weights: weigh(pool) };
    return describePool(emitPool(emitting, pool, own), record.name, pool.origin);
  });
  return [...emitted, describeLoadBalancer(emitLoadBalancer(emitting, nameOf, weigh), record.origin)];
}

interface WeightedOrigin {
  readonly name: string;
  readonly address: string;
  readonly weight: number;
}

/** A pool takes an address once ("origin addresses must be unique"): endpoints that have one are one origin of it. */
function originsOf({ members }: PoolSpec, { addressOf }: Reach): readonly WeightedOrigin[] {
  const byAddress = new Map<string, WeightedOrigin>();
  for (const { endpoint, weight } of members) {
    const address = addressOf(endpoint);
    const known = byAddress.get(address);
    const name = known === undefined || endpoint.name < known.name ? endpoint.name : known.name;
    byAddress.set(address, { name, address, weight: weight + (known?.weight ?? 0) });
  }
  return [...byAddress.values()];
}

function emitPool(
  { policy, settings, layout, reach }: Emitting,
  pool: PoolSpec,
  { name, enabled, weights }: Pick<Pool, "name" | "enabled"> & { readonly weights: readonly number[] },
): Pool {
  const at = pool.place?.kind === "distance" ? coordinatesOf(pool.place) : null;
  const origins = originsOf(pool, reach).map(({ weight, ...origin }, position) => ({
    ...origin,
    // Weight 0 would still count for the pool's health.
    enabled: weight > 0,
    weight: weight > 0 ? (weights[position] ?? 0) : 1,
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
  weigh: Weigh,
): LoadBalancer {
  const { everywhere, countries, fallback } = layout;
  const listOf = ({ pools }: Steering) => pools.map((pool) => refTo(nameOf(pool)));
  const isGeo = countries.length > 0;
  const needsSets = steeringsOf(layout).some(({ policy }) => policy !== "off");
  const weightsOf = (list: Steering) => {
    const weights = weigh(list);
    return Object.fromEntries(
      list.pools.map((pool, position) => [refTo(nameOf(pool)), weights[position] ?? 0]),
    );
  };
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
      pool_weights: inSets || everywhere.policy !== "random" ? {} : weightsOf(everywhere),
    },
    location_strategy: settings.locationStrategy,
    session_affinity: "none",
    rules: [],
    ...(inSets ? { pool_sets: emitSets(layout, nameOf, weightsOf) } : {}),
  };
}

/** A set for each list of countries, then one for everybody else. */
function emitSets(
  { countries, everywhere, fallback }: BalancerLayout,
  nameOf: (pool: PoolSpec) => string,
  weightsOf: (list: Steering) => { readonly [pool: string]: number },
): readonly PoolSet[] {
  const overridesOf = (steering: Steering, resort: PoolSpec): PoolSet["overrides"] => ({
    pools: steering.pools.map((pool) => refTo(nameOf(pool))),
    steering_policy: steering.policy,
    pool_weights: steering.policy === "random" ? weightsOf(steering) : {},
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
