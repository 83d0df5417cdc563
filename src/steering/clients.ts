/** The classes of clients: whom a tree can tell apart. Two clients of one class always get the same. */
import type { Client } from "./client.ts";
import { anywhere, clientAt, type Location, locationKey, locationsOf, nameOf } from "./geography.ts";
import type { RankedPlace } from "./ranking.ts";
import { type Network, representAddresses } from "./subnet.ts";
import type { SteeringNode } from "./tree.ts";
import { locationsNamedIn, networksNamedIn, placesRankedIn } from "./walk.ts";

/** Whom a tree, or a vendor's resources, can tell apart. */
export interface Distinctions {
  readonly locations: readonly Location[];
  readonly networks: readonly Network[];
  readonly ranked: readonly RankedPlace[];
  /**
   * Of somebody who knows clients by their country alone, what is done for each: countries with one text get the same.
   * The empty code stands for clients whose country nobody knows. Null: places are told apart as `locations` says, and a client may be known to be on a continent and no more.
   */
  readonly countries: ReadonlyMap<string, string> | null;
}

/** What a tree tells apart. */
export function distinctionsIn(tree: SteeringNode): Distinctions {
  return {
    locations: locationsNamedIn(tree),
    networks: networksNamedIn(tree),
    ranked: placesRankedIn(tree),
    countries: null,
  };
}

/** What either of two tells apart. */
export function joinDistinctions(one: Distinctions, other: Distinctions): Distinctions {
  return {
    locations: [...one.locations, ...other.locations],
    networks: [...one.networks, ...other.networks],
    ranked: [...one.ranked, ...other.ranked],
    countries: joinCountries(one.countries, other.countries),
  };
}

function joinCountries(
  one: Distinctions["countries"],
  other: Distinctions["countries"],
): Distinctions["countries"] {
  if (one === null || other === null) return one ?? other;
  return new Map([...one].map(([code, text]) => [code, `${text} | ${other.get(code) ?? ""}`]));
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
  countries: Distinctions["countries"] = null,
): readonly ClientClass[] {
  const places = countries === null ? classifyPlaces(named) : classifyCountries(named, countries);
  const addresses = [...representAddresses([...new Map(networks.map((one) => [one.text, one])).values()])];
  return places.flatMap((place) => [
    place,
    ...addresses.map(([network, address]) => ({
      location: place.location,
      client: { ...place.client, address },
      get name() {
        return places.length === 1 ? network : `${place.name}, ${network}`;
      },
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

/**
 * One country for all that lie in the same named place and are done the same for. Nobody is on a continent and in no
 * country.
 */
function classifyCountries(
  named: readonly Location[],
  countries: ReadonlyMap<string, string>,
): readonly ClientClass[] {
  const groups = new Map<string, Group>();
  const places = new Map(classifyPlaces(named).map((place) => [locationKey(place.location), place]));
  for (const [code, text] of countries) {
    const client = clientAt(code === "" ? anywhere : { kind: "country", country: code });
    const place = locationsOf(client)
      .map((one) => places.get(locationKey(one)))
      .find((one) => one !== undefined);
    const key = `${place === undefined ? "" : locationKey(place.location)} ${text}`;
    if (place === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { place, client, clients: [client] });
    else group.clients.push(client);
  }
  return [...places.values()].flatMap((place) => {
    // Who knows countries alone takes a state for its country.
    if (place.location.kind === "subdivision") return [place];
    const own = [...groups.values()].filter((group) => group.place === place);
    return own.map((group) => ({
      location: place.location,
      client: group.client,
      get name() {
        return nameGroup(group, own);
      },
    }));
  });
}

/** Clients in one place that are done the same for. */
interface Group {
  readonly place: ClientClass;
  /** The first of them. */
  readonly client: Client;
  readonly clients: Client[];
}

/**
 * Nothing may have named the places by which a vendor's resources tell clients apart: whole continents and a few
 * countries are called by their names all the same.
 *
 * @param own - all groups in the place
 */
function nameGroup({ place, client, clients }: Group, own: readonly Group[]): string {
  const { country } = client;
  if (own.length === 1) return place.name;
  if (country === null) return "everywhere else";
  if (clients.length <= mostNamed) return join(clients.map(nameCountry));
  const within = new Set(clients.map(({ continent }) => continent));
  const others = own.flatMap((group) => (group.client === client ? [] : group.clients));
  const isWhole = !others.some(({ continent }) => continent !== null && within.has(continent));
  if (isWhole) {
    return join(
      [...within].map((continent) => (continent === null ? "" : nameOf({ kind: "continent", continent }))),
    );
  }
  const whole = place.location.kind === "anywhere" ? "some countries" : place.name;
  return `${whole}, such as ${nameCountry(client)}`;
}

/** Countries that a row of a table has room for. */
const mostNamed = 3;

function nameCountry({ country }: Client): string {
  return country === null ? "" : nameOf({ kind: "country", country });
}

function join(names: readonly string[]): string {
  return names
    .filter((name) => name !== "")
    .sort()
    .join(", ");
}
