/** Places that are ranked for each client: by latency, which the vendor measures, or by distance and bias. */
import { type Coordinates, locateRegion, spellDegrees } from "./regions.ts";

export type RankedPlace =
  | { readonly kind: "latency"; readonly region: string }
  | {
      readonly kind: "distance";
      readonly at: { readonly region: string } | Coordinates;
      /** −99 to 99; above 0 the place draws clients from further away. */
      readonly bias: number;
    };

/** How far a place is from a client, in any measure: the smaller, the earlier. */
export type Rank = (place: RankedPlace) => number;

/** The same text for the same place; coordinates to two decimals, which is what Route 53 keeps. */
export function placeKeyOf(place: RankedPlace): string {
  if (place.kind === "latency") return `latency ${place.region}`;
  const at =
    "region" in place.at
      ? place.at.region
      : `${spellDegrees(place.at.latitude)},${spellDegrees(place.at.longitude)}`;
  return `distance ${at} ${place.bias}`;
}

/** The place that `placeKeyOf` made this text of; null for any other text. */
export function readPlaceKey(text: string): RankedPlace | null {
  const [kind, at = "", bias = ""] = text.split(" ");
  if (kind === "latency") return { kind, region: at };
  if (kind !== "distance" || !Number.isInteger(Number(bias))) return null;
  const [latitude, longitude] = at.split(",").map(Number);
  if (longitude === undefined) return { kind, at: { region: at }, bias: Number(bias) };
  if (latitude === undefined || !Number.isFinite(latitude) || !Number.isFinite(longitude)) return null;
  return { kind, at: { latitude, longitude }, bias: Number(bias) };
}

/** A name for people: "eu-west-1" or "48.86, 2.35". */
export function describePlace(place: RankedPlace): string {
  if (place.kind === "latency") return place.region;
  return "region" in place.at ? place.at.region : `${place.at.latitude}, ${place.at.longitude}`;
}

/** In the order of a client; places that it finds equally far stay as they stand. */
export function sortByRank<T extends { readonly place: RankedPlace }>(
  members: readonly T[],
  rank: Rank | undefined,
): readonly T[] {
  if (rank === undefined) return members;
  const known = orders.get(rank)?.get(members);
  const order = known ?? orderOf(members, rank);
  return order.flatMap((position) => members[position] ?? []);
}

/** A proof asks for the same order in every state of health. */
const orders = new WeakMap<Rank, WeakMap<readonly unknown[], readonly number[]>>();

function orderOf(members: readonly { readonly place: RankedPlace }[], rank: Rank): readonly number[] {
  const order = members
    .map(({ place }, position) => ({ position, far: rank(place) }))
    .sort((one, other) => one.far - other.far)
    .map(({ position }) => position);
  const known = orders.get(rank) ?? new WeakMap<readonly unknown[], readonly number[]>();
  orders.set(rank, known.set(members, order));
  return order;
}

/** Up to this many places every order is tried. */
const mostPermuted = 4;

/**
 * The orders in which a proof ranks places. Which is nearest is the vendor's to measure, so any order must give
 * the same on both sides: all orders of up to 4 places; of more, every pair of a first and a second.
 */
export function enumerateRanks(places: readonly RankedPlace[]): readonly (Rank | undefined)[] {
  const keys = [...new Set(places.map(placeKeyOf))].sort();
  if (keys.length === 0) return [undefined];
  const orders =
    keys.length <= mostPermuted
      ? permute(keys)
      : keys.flatMap((first) =>
          keys
            .filter((second) => second !== first)
            .map((second) => [first, second, ...keys.filter((key) => key !== first && key !== second)]),
        );
  return orders.map((order): Rank => {
    const positions = new Map(order.map((key, position) => [key, position]));
    // A place that the policy doesn't know is nobody's nearest.
    return (place) => positions.get(placeKeyOf(place)) ?? Number.POSITIVE_INFINITY;
  });
}

function permute(keys: readonly string[]): readonly (readonly string[])[] {
  if (keys.length <= 1) return [keys];
  return keys.flatMap((first) =>
    permute(keys.filter((key) => key !== first)).map((rest) => [first, ...rest]),
  );
}

const earthRadius = 6371;

/** Kilometres along the great circle. */
function distanceBetween(one: Coordinates, other: Coordinates): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [north, east] = [radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)];
  const chord =
    Math.sin(north / 2) ** 2 +
    Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(east / 2) ** 2;
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/**
 * An estimate of a client's ranking from where it is. Latency is taken for distance. Bias as Route 53 documents it:
 * d × (1 − bias/100) above 0, d ÷ (1 + bias/100) below (Developer Guide, "Geoproximity routing").
 */
export function rankFrom(client: Coordinates): Rank {
  return (place) => {
    if (place.kind === "latency") return distanceBetween(client, locateRegion(place.region));
    const at = "region" in place.at ? locateRegion(place.at.region) : place.at;
    const distance = distanceBetween(client, at);
    return place.bias >= 0 ? distance * (1 - place.bias / 100) : distance / (1 + place.bias / 100);
  };
}
