/**
 * Cloudflare's objects under its own field names, as they are compared: every managed field said, references as
 * `ref:<ref>` (a pool's ref is its name), origins sorted by name, which is how the API returns them.
 */
import type { JsonObject } from "../resource.ts";

export type Monitor = {
  readonly type: "http" | "https" | "tcp";
  readonly interval: number;
  readonly timeout: number;
  readonly retries: number;
  readonly consecutive_up: number;
  readonly consecutive_down: number;
  readonly port: number;
  readonly method: string;
  /** The rest is left out for tcp. */
  readonly path?: string;
  readonly header?: { readonly [name: string]: readonly string[] };
  readonly expected_codes?: string;
  readonly expected_body?: string;
  readonly follow_redirects?: boolean;
  readonly allow_insecure?: boolean;
};

export type CloudflareOrigin = {
  readonly name: string;
  readonly address: string;
  readonly enabled: boolean;
  /** 0 to 1 in steps of 0.01. */
  readonly weight: number;
};

export type Pool = {
  readonly name: string;
  readonly enabled: boolean;
  readonly minimum_origins: number;
  /** Null: never unhealthy. */
  readonly monitor: string | null;
  /** Null, which is only ever found: every data centre. */
  readonly check_regions: readonly string[] | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly origin_steering: { readonly policy: string };
  readonly origins: readonly CloudflareOrigin[];
  /**
   * The region that clients of a latency pool are taken to be near, kept in the description: Cloudflare measures, and
   * has no name for what it measures to.
   */
  readonly place?: string;
};

/** References to pools in the order in which they are tried. */
export type PoolList = readonly string[];

export type LoadBalancer = {
  readonly name: string;
  readonly enabled: boolean;
  readonly proxied: boolean;
  /** Absent when proxied: Cloudflare forces its own. */
  readonly ttl?: number;
  readonly steering_policy: string;
  readonly default_pools: PoolList;
  readonly fallback_pool: string;
  readonly country_pools: { readonly [country: string]: PoolList };
  readonly region_pools: { readonly [region: string]: PoolList };
  readonly pop_pools: { readonly [pop: string]: PoolList };
  readonly random_steering: {
    readonly default_weight: number;
    readonly pool_weights: { readonly [pool: string]: number };
  };
  readonly location_strategy: { readonly mode: string; readonly prefer_ecs: string };
  readonly session_affinity: string;
  readonly rules: readonly JsonObject[];
  /** Left out when there are none: not every account may say that. */
  readonly pool_sets?: readonly PoolSet[];
};

/** A list of its own, with a policy and a last resort of its own, for some countries. */
export type PoolSet = {
  readonly name: string;
  readonly disabled: boolean;
  readonly match: {
    readonly default?: boolean;
    readonly topology?: { readonly countries: readonly string[] };
  };
  readonly overrides: {
    readonly pools: PoolList;
    readonly steering_policy: string;
    readonly pool_weights: { readonly [pool: string]: number };
    readonly pool_default_weight: number;
    readonly fallback_pool: string;
  };
};

export type DnsRecord = {
  readonly name: string;
  readonly type: string;
  readonly content: string;
  /** 1: Cloudflare's own choice, 300 s. */
  readonly ttl: number;
  readonly proxied: boolean;
};

export function isMonitor(attributes: object): attributes is Monitor {
  return "consecutive_down" in attributes && "retries" in attributes;
}

export function isPool(attributes: object): attributes is Pool {
  return "origins" in attributes && "minimum_origins" in attributes;
}

export function isLoadBalancer(attributes: object): attributes is LoadBalancer {
  return "default_pools" in attributes && "fallback_pool" in attributes;
}

export function isDnsRecord(attributes: object): attributes is DnsRecord {
  return "content" in attributes && "proxied" in attributes;
}

/** How one object refers to another. */
export function refTo(name: string): string {
  return `ref:${name}`;
}

/** What a reference names. */
export function nameIn(ref: string): string {
  return ref.replace(/^ref:/u, "");
}
