import { continentOf, countries, states } from "../route53/places.ts";
import { type Located, nowhere, type Place, type Subnet, usualLengths } from "./place.ts";

/** One line of the table. */
export interface BuiltInPlace {
  /** A /24 out of 198.18.0.0/15, which is set aside for benchmarks (RFC 2544): nobody is there for real. */
  readonly network: string;
  readonly country: string;
  readonly subdivision: string | null;
}

/**
 * Every country that Route 53 knows has a /24: 198.18.1.0/24 and on in the order of their codes. The states of
 * the US follow from 198.19.1.0/24. Anything else is nowhere.
 */
export const builtInPlaces: readonly BuiltInPlace[] = [
  ...[...countries].sort().map((country, at) => ({
    network: `198.18.${at + 1}.0/24`,
    country,
    subdivision: null,
  })),
  ...[...states].sort().map((subdivision, at) => ({
    network: `198.19.${at + 1}.0/24`,
    country: "US",
    subdivision,
  })),
];

const byPrefix: ReadonlyMap<string, Place> = new Map(
  builtInPlaces.map(({ network, country, subdivision }) => [
    prefixOf(network),
    { continent: continentOf(country), country, subdivision, coordinates: null },
  ]),
);

/** Looks a client up in the table. */
export function findBuiltIn({ family, address }: Subnet): Located {
  const place = family === 4 ? byPrefix.get(prefixOf(address)) : undefined;
  return { place: place ?? nowhere, length: usualLengths[family] };
}

function prefixOf(address: string): string {
  return address.split(".").slice(0, 3).join(".");
}
