/** As whom the servers are asked: for each class of clients that a name tells apart, a network in which one is. */

import type { Client } from "../steering/client.ts";
import { type ClientClass, classifyClients, type Distinctions } from "../steering/clients.ts";
import { type ClientPlace, locationKey, locationsOf } from "../steering/geography.ts";
import { addressIn, longestMatch, type Network, parseNetwork } from "../steering/subnet.ts";

/** A network of which it is known where it is. */
export interface Vantage {
  readonly network: Network;
  readonly place: ClientPlace;
}

/** A class, and as whom it is asked. */
export interface AskedAs {
  /** For people: "Europe", "everywhere else". */
  readonly name: string;
  readonly client: Client;
  /** Null: no subnet is sent, since everybody gets the same. */
  readonly subnet: Network | null;
}

export interface Unasked {
  readonly name: string;
  readonly reason: "no network known" | "place of network unknown";
}

export interface Askable {
  readonly asked: readonly AskedAs[];
  readonly unasked: readonly Unasked[];
}

/** Where a network is; null when nobody knows. */
export type Locate = (network: Network) => ClientPlace | null;

/**
 * Chooses a network for each class.
 *
 * @param sameFor - whether these clients get the same, so that it doesn't matter which of them one is
 */
export function chooseNetworks(
  { locations, networks, countries }: Distinctions,
  vantages: Iterable<Vantage>,
  locate: Locate,
  sameFor: (clients: readonly Client[]) => boolean,
): Askable {
  const places = classifyClients(locations, [], countries);
  const named = new Set(["anywhere", ...locations.map(locationKey)]);
  const asked: AskedAs[] = [];
  const unasked: Unasked[] = [];
  const isIn = (one: ClientClass, place: ClientPlace) => {
    const own = locationsOf(place)
      .map(locationKey)
      .find((key) => named.has(key));
    if (own !== locationKey(one.location)) return false;
    if (countries === null) return true;
    const alike = places.filter(({ location }) => locationKey(location) === own);
    if (place.country === null || alike.length === 1) return alike.length === 1;
    return countries.get(place.country) === countries.get(one.client.country ?? "");
  };
  for (const one of places) {
    // Without networks or other places there is nobody to be told from.
    if (places.length === 1 && networks.length === 0) {
      asked.push({ name: one.name, client: one.client, subnet: null });
      continue;
    }
    const found = findFirst(
      vantages,
      ({ network, place }) => isIn(one, place) && !overlaps(network, networks),
    );
    // Where places don't count, anybody outside of the networks will do.
    const outside =
      places.length === 1 ? (nobodys.find((network) => !overlaps(network, networks)) ?? null) : null;
    if (found !== undefined)
      asked.push({ name: one.name, client: clientIn(found.network, found.place), subnet: found.network });
    else if (outside !== null)
      asked.push({ name: one.name, client: clientIn(outside, one.client), subnet: outside });
    else unasked.push({ name: one.name, reason: "no network known" });
  }
  for (const { client, name } of classifyClients([], networks)) {
    if (client.address === undefined) continue;
    const subnet = narrow(client.address, longestMatch(networks, client.address));
    if (subnet === null) continue;
    const place = locate(subnet);
    const candidates = places.map((one): Client => ({ ...one.client, address: addressIn(subnet) }));
    if (place !== null) asked.push({ name, client: clientIn(subnet, place), subnet });
    else if (candidates[0] !== undefined && sameFor(candidates))
      asked.push({ name, client: candidates[0], subnet });
    else unasked.push({ name, reason: "place of network unknown" });
  }
  return { asked, unasked };
}

function findFirst<T>(items: Iterable<T>, isWanted: (item: T) => boolean): T | undefined {
  for (const item of items) if (isWanted(item)) return item;
  return undefined;
}

/** Set aside for documentation (RFC 5737). */
const nobodys = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"].flatMap(
  (text) => parseNetwork(text)?.network ?? [],
);

/** Whether one of these holds the network or lies in it. */
function overlaps(network: Network, networks: readonly Network[]): boolean {
  return networks.some(
    (other) =>
      longestMatch([other], addressIn(network)) !== null ||
      longestMatch([network], addressIn(other)) !== null,
  );
}

function clientIn(network: Network, place: ClientPlace): Client {
  return { ...place, address: addressIn(network) };
}

/** What resolvers send of a client's address (RFC 7871, section 11.1). The sandbox has its own, as it shares no code. */
export const usualLengths = { ipv4: 24, ipv6: 56 } as const;

/**
 * The network around an address that is as long as resolvers send it, or as it must be so that it lies in this one and
 * its address is its first.
 */
function narrow(address: string, within: Network | null): Network | null {
  const family = address.includes(":") ? "ipv6" : "ipv4";
  const longest = family === "ipv4" ? 32 : 128;
  for (let length = Math.max(usualLengths[family], within?.prefix ?? 0); length <= longest; length++) {
    const read = parseNetwork(`${address}/${length}`);
    if (read?.exact) return read.network;
  }
  return null;
}
