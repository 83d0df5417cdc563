/** The steering tree: what a record means, with every name replaced by what it names. */
import type { Endpoint, HealthCheck, Origin, PolicyRecord } from "../policy/policy.ts";
import type { Location } from "./geography.ts";
import type { RankedPlace } from "./ranking.ts";
import type { Network } from "./subnet.ts";

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

export interface RankedMember<N> {
  readonly place: RankedPlace;
  readonly to: N;
  readonly origin: Origin;
}

/** The nearest healthy member, by latency or by distance; else the nearest. */
export interface RankedNode<N> extends Written {
  readonly kind: "latency" | "geoproximity";
  readonly members: readonly RankedMember<N>[];
}

export interface SubnetBranch<N> {
  /** Empty: everybody else. */
  readonly from: readonly Network[];
  readonly to: N;
  readonly origin: Origin;
}

/** By the client's address: the branch with the longest network that holds it, whatever its health. */
export interface SubnetNode<N> extends Written {
  readonly kind: "subnet";
  readonly branches: readonly SubnetBranch<N>[];
}

/** A tree whose health does not depend on who asks: what is chosen may. */
export type PlainNode =
  | EndpointNode
  | MultivalueNode
  | WeightedNode<PlainNode>
  | FailoverNode<PlainNode>
  | StayNode<PlainNode>
  | RankedNode<PlainNode>
  | SubnetNode<PlainNode>;

/** A tree as people write it. */
export type SteeringNode =
  | EndpointNode
  | MultivalueNode
  | WeightedNode<SteeringNode>
  | FailoverNode<SteeringNode>
  | StayNode<SteeringNode>
  | RankedNode<SteeringNode>
  | SubnetNode<SteeringNode>
  | GeolocationNode<SteeringNode>;

/** The normal form: geolocation at the root or nowhere. */
export type NormalNode = PlainNode | GeolocationNode<PlainNode>;

/** A record of a policy with its tree. */
export interface SteeredRecord {
  readonly record: PolicyRecord;
  readonly tree: SteeringNode;
  /** Endpoints that were drained out of the tree; their checks stay. */
  readonly idle: readonly SteeredEndpoint[];
}
