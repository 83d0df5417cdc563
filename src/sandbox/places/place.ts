import type { Continent } from "../route53/places.ts";

/** A network of clients, or one client at its full length. */
export interface Subnet {
  readonly family: 4 | 6;
  /** Bits behind the length are 0. */
  readonly address: string;
  readonly length: number;
}

/** Where a client is, as far as anybody knows. */
export interface Place {
  readonly continent: Continent | null;
  readonly country: string | null;
  readonly subdivision: string | null;
  /** Degrees. */
  readonly coordinates: { readonly latitude: number; readonly longitude: number } | null;
}

export interface Located {
  readonly place: Place;
  /** The length of the network that the table has for the address: all of it is in the same place. */
  readonly length: number;
}

/** Looks the address of a subnet up. */
export type PlaceFinder = (subnet: Subnet) => Located;

export const nowhere: Place = { continent: null, country: null, subdivision: null, coordinates: null };

/** What resolvers send of a client's address (RFC 7871, section 11.1), and so what an answer is for. */
export const usualLengths = { 4: 24, 6: 56 } as const;
