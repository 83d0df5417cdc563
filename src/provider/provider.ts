/**
 * What every provider must be able to do. A provider is one folder and one line in the registry; nothing
 * outside its folder knows the vendor.
 */
import type { HealthCheck, Policy, PolicyRecord, ProviderId, RecordType } from "../policy/policy.ts";
import type { OwnPrices } from "../policy/settings.ts";
import type { Client } from "../steering/client.ts";
import type { Distinctions } from "../steering/clients.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import type { Access, AccessIds, Trust, TrustedWorkflow } from "./access.ts";
import type { Connection, ConnectOptions, Reading } from "./connection.ts";
import type { Examined } from "./examination.ts";
import type { FoundZone } from "./imported.ts";
import type { Compiled, JsonObject, Resource, WrittenResource } from "./resource.ts";

/** A check as an evaluator meets it. */
export interface Watched {
  /** The key of its resource, null when it is not among those evaluated. */
  readonly key: string | null;
  readonly address: string | null;
}

export interface Question {
  readonly name: string;
  readonly type: RecordType;
  readonly client: Client;
}

/** One thing that the vendor may answer. No values: an empty answer. */
export interface VendorOutcome {
  /** Sorted. */
  readonly values: readonly string[];
  readonly share: number;
  /** Seconds, null for an empty answer. */
  readonly ttl: number | null;
  /** Said where it rests on something that the vendor's documents don't say. */
  readonly isUndocumented?: boolean;
}

/**
 * Answers as the vendor would, by its documented algorithm, from its resources alone. Null: the resources route
 * in a way that this evaluator doesn't know.
 *
 * `isDown` is a state of health, and all that may be known of it is what is asked: a proof looks once at all states that
 * agree on that. So ask no more than the answer needs, and keep nothing from one call to the next.
 */
export type Evaluator = (
  question: Question,
  isDown: (watched: Watched) => boolean,
) => readonly VendorOutcome[] | null;

/** How long a live check takes to notice a failure, and for how long clients keep what it watches. All in seconds. */
export interface Detection {
  /** What its resource is called. */
  readonly check: string;
  readonly threshold: number;
  readonly interval: number;
  readonly ttl: number;
  /** The longest that a probe which hangs takes to fail. */
  readonly probe: number;
}

/** How a vendor learns where a client is, and what is near: what no comparison of answers shows. */
export interface Placing {
  /** Null where all clients get the same. */
  readonly place: "subnet or resolver" | "resolver" | "data centre" | null;
  /** Null where nothing is chosen by how near it is. */
  readonly nearness: "measured latency" | "distance" | "round trips from data centres" | null;
}

/** How a vendor's name servers answer for a record. */
export interface Shown {
  /** `behind`: with addresses of the vendor's own, behind which it chooses. */
  readonly choice: "in the answer" | "behind the answer";
  /** Seconds. */
  readonly ttl: number;
}

export interface AskedName {
  /** Queries per month. */
  readonly count: number;
  readonly resources: readonly Resource[];
}

/** What is paid for in a month, by the vendor's list prices or by those that a policy names. */
export interface Prices {
  /** The month of the list, as 2026-08; null where no list is known, so that only a policy's own prices count. */
  readonly asOf: string | null;
  /** Of the list, and of own prices that name none. */
  readonly currency: string;
  /** What is paid for where endpoints are checked. */
  readonly checked: "health check" | "endpoint";
  /** Per month, of names with these resources that are asked so often; null where no price is known. */
  queries(asked: readonly AskedName[], own: OwnPrices | null): number | null;
  /** The checks among these resources, and what they cost per month; null where no price is known. */
  checks(
    resources: readonly Resource[],
    own: OwnPrices | null,
  ): { readonly count: number; readonly cost: number | null };
}

export interface Provider {
  readonly id: ProviderId;
  /** The vendor's name for people: "Route 53". */
  readonly title: string;
  /** Pure. The records must have been steered without errors. */
  compile(policy: Policy, records: readonly SteeredRecord[]): Compiled;
  /** The exact payloads, for `signpost compile`. */
  describePayloads(compiled: Compiled): JsonObject;
  evaluate(resources: readonly Resource[]): Evaluator;
  /** Whom these resources tell apart. */
  distinctionsIn(resources: readonly Resource[]): Distinctions;
  /**
   * What answers for a name, whoever made it: its own resources or a wildcard's, what these lead to within the zone,
   * and what they refer to.
   */
  indexReach(resources: readonly Resource[]): (name: string) => readonly Resource[];
  /**
   * What stands in a zone, as trees that know no vendor.
   *
   * @param zone - its name
   * @param names - in full; null: all that steer and that no policy holds
   */
  importNames(resources: readonly Resource[], zone: string, names: readonly string[] | null): FoundZone;
  /**
   * What of a resource of ours sends clients somewhere and can be added by hand: each by what it is and where it
   * stands, the same for what is desired and what is live.
   *
   * @param own - all of ours at the name
   */
  membersOf(resource: Resource, own: readonly Resource[]): readonly string[];
  /** How soon each check among these resources notices; null when one notices in a way that has no fixed time. */
  detectionsIn(resources: readonly Resource[]): readonly Detection[] | null;
  /** The resource of which this was written down; null when it is none of this vendor's. May throw a `TypeError` too. */
  reviveResource(written: WrittenResource): Resource | null;
  /** Whether all changes to a name are written at once, or in an order that never leaves it without its answer. */
  readonly writes: "at once" | "in order";
  /**
   * Whether a policy's new name is written into markers alone, or changes what its objects are called as well, which no
   * rollback takes back.
   */
  readonly renames: "in its markers" | "with its objects";
  /** Seconds for which clients keep what was chosen for them: the TTL, unless the vendor stands in between. */
  keptSeconds(record: PolicyRecord, policy: Pick<Policy, "providers">): number;
  /** What a record's name servers let be seen of what was chosen for a client. */
  shows(record: SteeredRecord, policy: Pick<Policy, "providers">): Shown;
  /** How a name with these resources learns whom it answers. */
  placingIn(resources: readonly Resource[]): Placing;
  /** Seconds that a probe which hangs takes to fail. */
  probeSeconds(check: HealthCheck): number;
  /** The shortest interval, in seconds, at which it checks. */
  readonly shortestInterval: number;
  readonly prices: Prices;
  /** The address that the environment names instead of the vendor's own, null when it names none. */
  endpointIn(env: Readonly<Record<string, string | undefined>>): string | null;
  /** Where the sandbox serves this vendor's API, below its address. */
  readonly sandboxPath: string;
  /** The policy without ids that only the real account knows. */
  withoutIds(policy: Policy): Policy;
  /** The least that whoever plans and applies all of these policies has to be allowed. Pure. */
  describeAccess(policies: readonly Policy[], ids: AccessIds): Access;
  /** What lets a GitHub workflow take a role; null where the vendor knows no such thing. Pure. */
  readonly describeTrust: ((workflow: TrustedWorkflow) => Trust) | null;
  /** Looks at credentials, zone, permissions and clock, and writes nothing. Throws `ProviderError` when interrupted. */
  examine(policy: Policy, options: ConnectOptions): Promise<readonly Examined[]>;
  /** Finds the policy's zone, to look at it alone: what it returns has no way to write. Throws `ProviderError`. */
  openReading(policy: Policy, options: ConnectOptions): Promise<Reading>;
  /** Finds the policy's zone. Throws `ProviderError`. */
  connect(policy: Policy, options: ConnectOptions): Promise<Connection>;
}
