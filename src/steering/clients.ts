/** The classes of clients: whom a tree can tell apart. Two clients of one class always get the same. */
import { anywhere, type ClientPlace, clientAt, type Location, locationKey, nameOf } from "./geography.ts";

export interface ClientClass {
  /** The most specific named place that holds these clients. */
  readonly location: Location;
  /** One of them, about whom nothing more is known. */
  readonly client: ClientPlace;
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
export function compareLocations(one: Location, other: Location): number {
  const bySpecificity = specificity[one.kind] - specificity[other.kind];
  if (bySpecificity !== 0) return bySpecificity;
  return locationKey(one) < locationKey(other) ? -1 : 1;
}

/**
 * One class for each named place (those there and in no more specific named place) and one for everybody
 * else, from the general to the specific.
 */
export function classifyClients(named: readonly Location[]): readonly ClientClass[] {
  const locations = new Map([anywhere, ...named].map((location) => [locationKey(location), location]));
  return [...locations.values()].sort(compareLocations).map((location) => ({
    location,
    client: clientAt(location),
    name:
      location.kind === "anywhere" ? (named.length > 0 ? "everywhere else" : "everywhere") : nameOf(location),
  }));
}
