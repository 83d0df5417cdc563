/**
 * A policy as it is meant: every name looked up, every default filled in, nothing of YAML left.
 * Frozen; each part remembers where it was written.
 */
import type { Pointed } from "../diagnostic/diagnostic.ts";
import type { GuardLimits } from "./guards.ts";
import type { LintLevel, Traffic, Waiver } from "./settings.ts";
import type { WrittenAsker, WrittenNetwork, WrittenPlace, WrittenSpot } from "./written-place.ts";

declare const brand: unique symbol;
type Branded<B extends string> = string & { readonly [brand]: B };

/** Names that were checked against `[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?`. */
export type PolicyName = Branded<"PolicyName">;
export type EndpointName = Branded<"EndpointName">;
export type HealthCheckName = Branded<"HealthCheckName">;
export type PartName = Branded<"PartName">;
/** A fully qualified domain name: lower-case, no trailing dot, ASCII. */
export type DomainName = Branded<"DomainName">;

export const recordTypes = ["A", "AAAA", "CNAME"] as const;
export type RecordType = (typeof recordTypes)[number];

export const providerIds = ["route53", "cloudflare"] as const;
export type ProviderId = (typeof providerIds)[number];

/** Where an entity was written. */
export type Origin = Pointed;

export interface Policy {
  readonly name: PolicyName;
  /** Names that it had before. */
  readonly formerly: readonly PolicyName[];
  readonly zone: DomainName;
  readonly providers: ProviderSettings;
  readonly healthChecks: ReadonlyMap<HealthCheckName, HealthCheck>;
  readonly endpoints: ReadonlyMap<EndpointName, Endpoint>;
  readonly parts: ReadonlyMap<PartName, PolicyNode>;
  readonly records: readonly PolicyRecord[];
  readonly tests: readonly PolicyTest[];
  readonly guarantees: readonly Guarantee[];
  /** Null when nothing was said about it. */
  readonly traffic: Traffic | null;
  readonly guards: GuardLimits;
  /** By the code of a rule; rules that aren't named have their own severity. */
  readonly lint: ReadonlyMap<string, LintLevel>;
  readonly waivers: readonly Waiver[];
  readonly origin: Origin;
}

export interface ProviderSettings {
  readonly route53?: Route53Settings;
  readonly cloudflare?: CloudflareSettings;
}

export type CloudflarePlan = "free" | "pro" | "business" | "enterprise";

export interface CloudflareSettings {
  readonly zoneId: string | null;
  readonly accountId: string | null;
  /** Whether traffic goes through Cloudflare, which then answers with addresses of its own. */
  readonly proxied: boolean;
  /** Null: nothing is assumed. */
  readonly plan: CloudflarePlan | null;
  /** Whether the account may use pool sets. */
  readonly poolSets: boolean;
  /** `hostname`: an endpoint's two addresses stand under a helper name. Null: one family a name. */
  readonly dualStack: "hostname" | null;
  readonly locationStrategy: { readonly mode: string; readonly prefer_ecs: string };
  /** Null: Cloudflare's own choice. */
  readonly checkRegions: readonly string[] | null;
  /** Whether each list of countries ends in a last resort of its own, or all share one. */
  readonly lastResort: "own" | "shared";
  readonly origin: Origin;
}

export interface Route53Settings {
  readonly hostedZoneId: string | null;
  readonly origin: Origin;
}

export interface HealthCheck {
  readonly name: HealthCheckName;
  readonly type: "http" | "https" | "tcp";
  /** Null for tcp. */
  readonly path: string | null;
  readonly port: number;
  /** Host header and, on https, the SNI name. Null: the address itself. */
  readonly host: string | null;
  readonly interval: number;
  readonly unhealthyThreshold: number;
  readonly healthyThreshold: number;
  /** Null: the vendor's own. */
  readonly timeout: number | null;
  /** Null: the vendor's own notion of success. */
  readonly expectStatus: readonly number[] | null;
  readonly expectBody: string | null;
  /** Null: the vendor's own. */
  readonly verifyTls: boolean | null;
  readonly origin: Origin;
}

/** What a check does, whatever it is called. */
export type CheckSettings = Omit<HealthCheck, "name" | "origin">;

export interface Endpoint {
  readonly name: EndpointName;
  /** Canonical text forms. */
  readonly ipv4: string | null;
  readonly ipv6: string | null;
  /** Answered as a CNAME; canonical. */
  readonly hostname: string | null;
  /** An AWS service that Route 53 answers for, with addresses of both families. */
  readonly alias: ServiceAlias | null;
  /** Never answered, as if it weren't there. */
  readonly drained: boolean;
  readonly healthCheck: HealthCheckName | null;
  readonly origin: Origin;
}

export interface ServiceAlias {
  /** Canonical. */
  readonly dnsName: string;
  /** The service's, not the policy's zone. */
  readonly hostedZoneId: string;
}

export interface PolicyRecord {
  /** As written: "www", "@", "*.app". */
  readonly label: string;
  readonly name: DomainName;
  /** Seconds. */
  readonly ttl: number;
  /** In the order of `recordTypes`, at least one; every endpoint below `to` has an address for each. */
  readonly types: readonly RecordType[];
  /** Seconds in which a failover must have happened, null when nothing was promised. */
  readonly objective: { readonly failover: number; readonly origin: Origin } | null;
  /** Whether it is kept when it leaves the file. */
  readonly protect: boolean;
  readonly to: PolicyNode;
  readonly origin: Origin;
}

export type PolicyNode =
  | { readonly kind: "endpoint"; readonly endpoint: EndpointName; readonly origin: Origin }
  | { readonly kind: "use"; readonly part: PartName; readonly origin: Origin }
  | { readonly kind: "multivalue"; readonly members: readonly PolicyNode[]; readonly origin: Origin }
  | { readonly kind: "weighted"; readonly members: readonly WrittenShare[]; readonly origin: Origin }
  | { readonly kind: "failover"; readonly members: readonly PolicyNode[]; readonly origin: Origin }
  | { readonly kind: "geolocation"; readonly branches: readonly WrittenBranch[]; readonly origin: Origin }
  | { readonly kind: "latency"; readonly members: readonly WrittenRanked[]; readonly origin: Origin }
  | { readonly kind: "geoproximity"; readonly members: readonly WrittenRanked[]; readonly origin: Origin }
  | { readonly kind: "subnet"; readonly branches: readonly WrittenSubnet[]; readonly origin: Origin };

/** A member that is chosen by how near it is. */
export interface WrittenRanked {
  readonly at: WrittenSpot;
  /** −99 to 99; 0 for latency. */
  readonly bias: number;
  readonly to: PolicyNode;
  readonly origin: Origin;
}

export interface WrittenSubnet {
  readonly from: readonly WrittenNetwork[];
  readonly to: PolicyNode;
  readonly origin: Origin;
}

export interface WrittenShare {
  /** An integer ≥ 0; 0 is drained. */
  readonly weight: number;
  /** The member's own `name`, for stable identifiers. */
  readonly name: string | null;
  readonly to: PolicyNode;
  readonly origin: Origin;
}

export interface WrittenBranch {
  readonly from: readonly WrittenPlace[];
  readonly to: PolicyNode;
  readonly whenDown: "stay" | "fallThrough";
  readonly origin: Origin;
}

/** One example: who asks, what is down, and what must come out. */
export interface PolicyTest {
  readonly name: string;
  readonly record: DomainName;
  /** Null: every type of the record. */
  readonly type: RecordType | null;
  readonly from: WrittenAsker;
  /** The endpoints that are dead; of `up`, all others of the record. */
  readonly down: ReadonlySet<EndpointName>;
  /** By endpoint, in percent; those not named get nothing. Empty: no answer. */
  readonly expect: ReadonlyMap<EndpointName, number>;
  /** Percentage points. */
  readonly tolerance: number;
  readonly at: "policy" | ProviderId;
  /** The list's item, which is where a failure is shown. */
  readonly origin: Origin;
}

/** A sentence that must be true in every state of health, for every client that it is about. */
export interface Guarantee {
  readonly name: string;
  readonly record: DomainName;
  /** Empty: everybody. */
  readonly from: readonly WrittenPlace[];
  readonly promise: Promised;
  readonly origin: Origin;
}

export type Promised =
  /** Nothing but these is ever answered. */
  | { readonly kind: "only"; readonly endpoints: ReadonlySet<EndpointName> }
  /** None of these is ever answered. */
  | { readonly kind: "never"; readonly endpoints: ReadonlySet<EndpointName> }
  /** With any so many endpoints down, no client is sent to a dead one. */
  | { readonly kind: "survives"; readonly failures: number }
  /** A failover is over within so many seconds, at worst. */
  | { readonly kind: "failover"; readonly within: number }
  /** In percent: at most so much in every state; at least so much in every state in which the endpoint is up. */
  | {
      readonly kind: "share";
      readonly endpoint: EndpointName;
      readonly atMost: number | null;
      readonly atLeast: number | null;
    };
