/** The steering tree: what a record means, with every name replaced by what it names. */
import type { Endpoint, HealthCheck, Origin, PolicyRecord } from "../policy/policy.ts";
import type { Location } from "./geography.ts";

/** An endpoint with the check that watches it. */
export interface SteeredEndpoint extends Omit<Endpoint, "healthCheck"> {
  readonly check: HealthCheck | null;
}

interface Written {
  readonly origin: Origin;
  /** The name of the `use` that led here, for names that people recognise. */
  readonly part: string | null;
}

export interface EndpointNode extends Written {
  readonly kind: "endpoint";
  readonly endpoint: SteeredEndpoint;
}

/** All healthy members together, else all. */
export interface MultivalueNode extends Written {
  readonly kind: "multivalue";
  readonly members: readonly EndpointNode[];
}

export interface Share<N> {
  readonly weight: number;
  readonly name: string | null;
  readonly to: N;
  readonly origin: Origin;
}

/** One healthy member, with probability proportional to its weight. Weight 0 is drained: never answered. */
export interface WeightedNode<N> extends Written {
  readonly kind: "weighted";
  readonly members: readonly Share<N>[];
}

/** The first healthy member, else the first. */
export interface FailoverNode<N> extends Written {
  readonly kind: "failover";
  readonly members: readonly N[];
}

/** Counts as healthy always: whoever is sent here stays here. Made of `whenDown: stay`; never written as such. */
export interface StayNode<N> extends Written {
  readonly kind: "stay";
  readonly to: N;
}

export interface Branch<N> {
  readonly from: readonly Location[];
  readonly to: N;
  readonly whenDown: "stay" | "fallThrough";
  readonly origin: Origin;
}

/** By the client's place: the most specific healthy candidate, else the most specific. */
export interface GeolocationNode<N> extends Written {
  readonly kind: "geolocation";
  readonly branches: readonly Branch<N>[];
}

/** A tree whose meaning does not depend on who asks. */
export type PlainNode =
  | EndpointNode
  | MultivalueNode
  | WeightedNode<PlainNode>
  | FailoverNode<PlainNode>
  | StayNode<PlainNode>;

/** A tree as people write it. */
export type SteeringNode =
  | EndpointNode
  | MultivalueNode
  | WeightedNode<SteeringNode>
  | FailoverNode<SteeringNode>
  | StayNode<SteeringNode>
  | GeolocationNode<SteeringNode>;

/** The normal form: geolocation at the root or nowhere. */
export type NormalNode = PlainNode | GeolocationNode<PlainNode>;

/** A record of a policy with its tree. */
export interface SteeredRecord {
  readonly record: PolicyRecord;
  readonly tree: SteeringNode;
}
