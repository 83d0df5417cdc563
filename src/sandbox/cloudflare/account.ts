/** What the account has bought and what its token may do. */
import { CloudflareApiError, invalid } from "./api-error.ts";

/** A permission of an API token. Who may write may read. */
export type Permission =
  | "Zone Read"
  | "DNS Read"
  | "DNS Write"
  | "Load Balancers Read"
  | "Load Balancers Write"
  | "Load Balancing: Monitors and Pools Read"
  | "Load Balancing: Monitors and Pools Write";

/** Limits of Load Balancing (Cloudflare docs, "Limitations"). */
export interface LoadBalancingLimits {
  readonly loadBalancers: number;
  readonly pools: number;
  /** Of all pools together. */
  readonly endpoints: number;
  readonly monitors: number;
  /** Seconds. */
  readonly leastInterval: number;
  /** Whether policies other than `off` and `random` were bought. */
  readonly trafficSteering: boolean;
  /** Pool sets, data centres, all regions, TTLs down to 30 s. */
  readonly enterprise: boolean;
}

export interface AccountOptions {
  /** False: the add-on isn't bought. Everything by default. */
  readonly loadBalancing?: false | Partial<LoadBalancingLimits>;
  /** All of them by default. */
  readonly permissions?: readonly Permission[];
  /** Changes in one batch of DNS records; 3,500 by default, 200 on the free plan. */
  readonly recordsPerBatch?: number;
  /** False: lists but those of records and zones answer everything whatever page is asked for. */
  readonly paging?: boolean;
}

export interface Account {
  readonly limits: LoadBalancingLimits;
  readonly isBought: boolean;
  readonly permissions: ReadonlySet<string> | null;
  readonly recordsPerBatch: number;
  readonly paging: boolean;
}

const everything: LoadBalancingLimits = {
  loadBalancers: 10_000,
  pools: 10_000,
  endpoints: 100_000,
  monitors: 15_000,
  leastInterval: 10,
  trafficSteering: true,
  enterprise: true,
};

export function describeAccount(options: AccountOptions): Account {
  const { loadBalancing = {}, permissions, recordsPerBatch = 3500, paging = true } = options;
  return {
    limits: { ...everything, ...(loadBalancing === false ? {} : loadBalancing) },
    isBought: loadBalancing !== false,
    permissions: permissions === undefined ? null : new Set(permissions),
    recordsPerBatch,
    paging,
  };
}

/** What a request touches, as permissions call it. */
export type Subject = "Zone" | "DNS" | "Load Balancers" | "Load Balancing: Monitors and Pools";

/** 403: the token lacks the permission. Cloudflare doesn't say which. */
export function checkPermission({ permissions }: Account, subject: Subject, writes: boolean): void {
  if (permissions === null || permissions.has(`${subject} Write`)) return;
  if (!writes && permissions.has(`${subject} Read`)) return;
  throw new CloudflareApiError(403, 10_000, "Authentication error");
}

/** Refuses one more than the account may have. */
export function checkQuota(what: string, count: number, most: number): void {
  if (count > most) throw invalid(`number of ${what} must be in range [1, ${most}]`);
}
