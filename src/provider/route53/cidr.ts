/**
 * CIDR collections. One holds all networks of a policy, each at a location of its own, since two records may group
 * the same networks differently.
 *
 * Route 53 looks for the longest block *of the collection*, not of the record. So a record needs a set for every
 * block of the collection that lies within one of its own networks, or clients there would get its default.
 */
import { longestMatch, type Network, parseNetwork } from "../../steering/subnet.ts";
import { shortHash } from "../short-hash.ts";

/** Where Route 53 puts clients that are in no block of the collection. */
export const defaultLocation = "*";

/** Location names have at most 16 of the characters 0-9, A-Z, a-z, _ and - (API reference, CidrLocationName). */
export function locationOf(network: Network): string {
  const readable = network.text.replaceAll(".", "-").replace("/", "_");
  return network.family === "ipv4" ? readable : `v6-${shortHash(network.text, 13)}`;
}

/** A collection's content in canonical form, under AWS's own field names. */
export type CidrCollection = {
  readonly Locations: readonly { readonly LocationName: string; readonly CidrList: readonly string[] }[];
};

/** The collection that holds these networks. */
export function collectNetworks(networks: readonly Network[]): CidrCollection {
  const locations = networks.map((network) => ({
    LocationName: locationOf(network),
    CidrList: [network.text],
  }));
  return { Locations: locations.sort((one, other) => (one.LocationName < other.LocationName ? -1 : 1)) };
}

/** A name for the content: collections are never changed while records use them, but replaced. */
export function refOfCollection(collection: CidrCollection): string {
  return shortHash(JSON.stringify(collection), 16);
}

export function isCidrCollection(attributes: object): attributes is CidrCollection {
  return "Locations" in attributes;
}

/** Of the networks of a collection, those that lie within one of these, each with the longest one that holds it. */
export function coverNetworks(
  own: readonly Network[],
  collection: readonly Network[],
): readonly { readonly network: Network; readonly within: Network }[] {
  const noLonger = new Map<number, readonly Network[]>();
  return collection.flatMap((network) => {
    const wider = noLonger.get(network.prefix) ?? own.filter(({ prefix }) => prefix <= network.prefix);
    noLonger.set(network.prefix, wider);
    const [base = ""] = network.text.split("/");
    const within = longestMatch(wider, base);
    return within === null ? [] : [{ network, within }];
  });
}

/** The location of an address in a collection: that of the longest block, else the default. */
export function locateAddress(collection: CidrCollection, address: string | undefined): string {
  if (address === undefined) return defaultLocation;
  const { networks, locations } = blocksOf(collection);
  const match = longestMatch(networks, address);
  return (match === null ? undefined : locations.get(match)) ?? defaultLocation;
}

interface Blocks {
  readonly networks: readonly Network[];
  readonly locations: ReadonlyMap<Network, string>;
}

const blocks = new WeakMap<CidrCollection, Blocks>();

/** The blocks with their locations; read once, since a proof asks again and again. */
function blocksOf(collection: CidrCollection): Blocks {
  const known = blocks.get(collection);
  if (known !== undefined) return known;
  const locations = new Map<Network, string>();
  for (const { LocationName, CidrList } of collection.Locations) {
    for (const text of CidrList) {
      const network = parseNetwork(text)?.network;
      if (network !== undefined) locations.set(network, LocationName);
    }
  }
  const read = { networks: [...locations.keys()], locations };
  blocks.set(collection, read);
  return read;
}

/** One spelling for each block. */
export function canonicalNetwork(text: string): string {
  return parseNetwork(text)?.network.text ?? text;
}
