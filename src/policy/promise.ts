/** What a policy says of itself, to be held against its meaning: tests by example, guarantees in every state. */
import type {
  DomainName,
  EndpointName,
  Origin,
  ProviderId,
  RecordType,
  WrittenPlace,
  WrittenSpot,
} from "./policy.ts";

/** Who asks, as written: somebody at a place, from an address, or near something. */
export type WrittenAsker = WrittenPlace | WrittenAddress | WrittenSpot;

/** An address that somebody asks from, canonical. */
export interface WrittenAddress {
  readonly kind: "address";
  readonly code: string;
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
