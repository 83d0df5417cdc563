/** Places, networks and clients as they are written. Whether they exist is the steering room's to say. */
import type { Pointed } from "../diagnostic/diagnostic.ts";

/** A place as written. `code` of a subdivision is "US-CA". */
export interface WrittenPlace {
  readonly kind: "continent" | "country" | "subdivision" | "anywhere";
  readonly code: string;
  readonly origin: Pointed;
}

/** Where something is, as written. */
export type WrittenSpot =
  | { readonly kind: "region"; readonly code: string; readonly origin: Pointed }
  | {
      readonly kind: "coordinates";
      readonly latitude: number;
      readonly longitude: number;
      readonly origin: Pointed;
    };

/** A network as written, or everybody else. */
export interface WrittenNetwork {
  readonly kind: "network" | "anywhere";
  readonly code: string;
  readonly origin: Pointed;
}

/** Anything of a node that has to be looked up in a table. */
export type WrittenLookup = WrittenPlace | WrittenSpot | WrittenNetwork;

/** Who asks, as written: somebody at a place, from an address, near something, or all of these. */
export interface WrittenAsker {
  /** Null: nobody knows where. */
  readonly place: WrittenPlace | null;
  readonly address: WrittenAddress | null;
  readonly near: WrittenSpot | null;
}

/** An address that somebody asks from, canonical. */
export interface WrittenAddress {
  readonly kind: "address";
  readonly code: string;
  readonly origin: Pointed;
}
