/** Networks of which it is known where they are: named by the user, found in a database, or the sandbox's own. */
import { resolve } from "node:path";
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { BuiltInPlace } from "../../sandbox/places/built-in.ts";
import type { PlaceFinder } from "../../sandbox/places/place.ts";
import { type ClientPlace, clientAt } from "../../steering/geography.ts";
import { addressIn, longestMatch, type Network, parseNetwork } from "../../steering/subnet.ts";
import { type Locate, usualLengths, type Vantage } from "../../verify/clients.ts";

export interface KnownPlaces {
  readonly vantages: Iterable<Vantage>;
  readonly locate: Locate;
}

export interface PlaceOptions {
  readonly place?: readonly Vantage[];
  readonly mmdb?: string;
  readonly sandbox?: boolean;
}

/** As `knowPlaces`; a file that is no database is a diagnostic. */
export async function readPlaces(folder: string, options: PlaceOptions): Promise<KnownPlaces | Diagnostic> {
  try {
    return await knowPlaces(folder, options);
  } catch (error) {
    if (!(error instanceof Error && error.name === "PlacesUnreadable" && "reason" in error)) throw error;
    return diagnose("places-unreadable", { path: options.mmdb ?? "", detail: String(error.reason) }, null);
  }
}

/** Throws `PlacesUnreadable` for a file that is no database. What the user names comes first. */
export async function knowPlaces(
  folder: string,
  { place = [], mmdb, sandbox }: PlaceOptions,
): Promise<KnownPlaces> {
  const named = place.map(({ network }) => network);
  const locateNamed: Locate = (network) => {
    const found = longestMatch(named, addressIn(network));
    return place.find((one) => one.network === found)?.place ?? null;
  };
  if (mmdb !== undefined) {
    const { openMmdb } = await import("../../sandbox/places/mmdb.ts");
    const find = openMmdb(resolve(folder, mmdb));
    return {
      vantages: remember(chain(place, walk(find))),
      locate: (network) => locateNamed(network) ?? placeOf(find, network),
    };
  }
  if (sandbox === true) {
    const { builtInPlaces, findBuiltIn } = await import("../../sandbox/places/built-in.ts");
    return {
      vantages: [...place, ...builtInPlaces.flatMap(readBuiltIn)],
      locate: (network) => locateNamed(network) ?? placeOf(findBuiltIn, network),
    };
  }
  return { vantages: place, locate: locateNamed };
}

function readBuiltIn({ network: text, country, subdivision }: BuiltInPlace): readonly Vantage[] {
  const read = parseNetwork(text);
  if (read === null) return [];
  const place =
    subdivision === null
      ? ({ kind: "country", country } as const)
      : ({ kind: "subdivision", country, subdivision } as const);
  return [{ network: read.network, place: clientAt(place) }];
}

function placeOf(find: PlaceFinder, network: Network): ClientPlace {
  const { continent, country, subdivision } = find({
    family: network.family === "ipv4" ? 4 : 6,
    address: addressIn(network),
    length: network.prefix,
  }).place;
  return { continent, country, subdivision };
}

/** A network that is smaller isn't asked as. */
const usualLength = usualLengths.ipv4;
const first = 2 ** 24;
const end = 224 * 2 ** 24;

/**
 * One network of each place that the database knows: its IPv4 addresses are walked from one of its networks to the next.
 * Behind them one that it knows nothing of.
 */
function* walk(find: PlaceFinder): Generator<Vantage> {
  const seen = new Set<string>();
  for (let at = first; at < end; ) {
    const address = spell(at);
    const { place, length } = find({ family: 4, address, length: 32 });
    const { continent, country, subdivision } = place;
    const key = `${continent} ${country} ${subdivision}`;
    const read = parseNetwork(`${address}/${usualLength}`);
    if (continent !== null && length <= usualLength && read?.exact && !seen.has(key)) {
      seen.add(key);
      yield { network: read.network, place: { continent, country, subdivision } };
    }
    const size = 2 ** (32 - Math.min(32, Math.max(8, length)));
    at = at - (at % size) + size;
  }
  const nobodys = parseNetwork("192.0.2.0/24");
  if (nobodys !== null) yield { network: nobodys.network, place: placeOf(find, nobodys.network) };
}

function spell(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}

/** Takes no more from the source than is looked at, and nothing twice: a large database has millions of networks. */
function remember<T>(source: Iterator<T>): Iterable<T> {
  const taken: T[] = [];
  return {
    *[Symbol.iterator]() {
      for (let at = 0; ; at++) {
        if (at === taken.length) {
          const next = source.next();
          if (next.done === true) return;
          taken.push(next.value);
        }
        const item = taken[at];
        if (item !== undefined) yield item;
      }
    },
  };
}

function* chain<T>(...lists: readonly Iterable<T>[]): Generator<T> {
  for (const list of lists) yield* list;
}
