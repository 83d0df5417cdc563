/** The classes of clients: whom a tree can tell apart. Two clients of one class always get the same. */
import type { Client } from "./client.ts";
import { anywhere, clientAt, type Location, locationKey, nameOf } from "./geography.ts";
import type { RankedPlace } from "./ranking.ts";
import { type Network, representAddresses } from "./subnet.ts";
import type { SteeringNode } from "./tree.ts";
import { locationsNamedIn, networksNamedIn, placesRankedIn } from "./walk.ts";

/** Whom a tree, or a vendor's resources, can tell apart. */
export interface Distinctions {
  readonly locations: readonly Location[];
  readonly networks: readonly Network[];
  readonly ranked: readonly RankedPlace[];
}

/** What a tree tells apart. */
export function distinctionsIn(tree: SteeringNode): Distinctions {
  return {
    locations: locationsNamedIn(tree),
    networks: networksNamedIn(tree),
    ranked: placesRankedIn(tree),
  };
}

/** What either of two tells apart. */
export function joinDistinctions(one: Distinctions, other: Distinctions): Distinctions {
  return {
    locations: [...one.locations, ...other.locations],
    networks: [...one.networks, ...other.networks],
    ranked: [...one.ranked, ...other.ranked],
  };
}

export interface ClientClass {
  /** The most specific named place that holds these clients. */
  readonly location: Location;
  /** One of them, about whom nothing more is known. */
  readonly client: Client;
  /** For people: "Europe", "Germany", "everywhere else". */
  readonly name: string;
}

const specificity: Readonly<Record<Location["kind"], number>> = {
  anywhere: 0,
  continent: 1,
  country: 2,
  subdivision: 3,
};

/** Orders places from the general to the specific, then by code. */
function compareLocations(one: Location, other: Location): number {
  const bySpecificity = specificity[one.kind] - specificity[other.kind];
  if (bySpecificity !== 0) return bySpecificity;
  return locationKey(one) < locationKey(other) ? -1 : 1;
}

/**
 * One class for each named place (those there and in no more specific named place) and one for everybody
 * else, from the general to the specific.
 */
export function classifyClients(
  named: readonly Location[],
  networks: readonly Network[] = [],
): readonly ClientClass[] {
  const places = classifyPlaces(named);
  const addresses = [...representAddresses([...new Map(networks.map((one) => [one.text, one])).values()])];
  return places.flatMap((place) => [
    place,
    ...addresses.map(([network, address]) => ({
      ...place,
      client: { ...place.client, address },
      name: places.length === 1 ? network : `${place.name}, ${network}`,
    })),
  ]);
}

function classifyPlaces(named: readonly Location[]): readonly ClientClass[] {
  const locations = new Map([anywhere, ...named].map((location) => [locationKey(location), location]));
  return [...locations.values()].sort(compareLocations).map((location) => ({
    location,
    client: clientAt(location),
    // Asked for when something is told of it; the names of countries cost more than a proof.
    get name() {
      if (location.kind !== "anywhere") return nameOf(location);
      return named.length > 0 ? "everywhere else" : "everywhere";
    },
  }));
}
