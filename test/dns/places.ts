/** Where the questions come from: a network for each place, and a database that tells the servers where it is. */
import { type ClientPlace, clientAt } from "../../src/steering/geography.ts";
import { makeMmdb } from "../sandbox/make-mmdb.ts";

export interface Asker {
  readonly name: string;
  /** A /24, sent as the client subnet. */
  readonly network: string;
  readonly client: ClientPlace;
}

export const askers: readonly Asker[] = [
  { name: "Germany", network: "198.18.1.0/24", client: clientAt({ kind: "country", country: "DE" }) },
  { name: "France", network: "198.18.2.0/24", client: clientAt({ kind: "country", country: "FR" }) },
  {
    name: "California",
    network: "198.18.3.0/24",
    client: clientAt({ kind: "subdivision", country: "US", subdivision: "CA" }),
  },
  {
    name: "New York",
    network: "198.18.4.0/24",
    client: clientAt({ kind: "subdivision", country: "US", subdivision: "NY" }),
  },
  { name: "Japan", network: "198.18.5.0/24", client: clientAt({ kind: "country", country: "JP" }) },
  { name: "Brazil", network: "198.18.6.0/24", client: clientAt({ kind: "country", country: "BR" }) },
  { name: "nowhere known", network: "198.18.99.0/24", client: clientAt({ kind: "anywhere" }) },
];

/** In the form of MaxMind's databases of cities. */
export function describePlaces(): Buffer {
  return makeMmdb(
    askers.flatMap(({ network, client: { continent, country, subdivision } }) =>
      continent === null || country === null
        ? []
        : [
            {
              network,
              record: {
                continent: { code: continent },
                country: { iso_code: country },
                ...(subdivision === null ? {} : { subdivisions: [{ iso_code: subdivision }] }),
                location: { latitude: 0, longitude: 0 },
              },
            },
          ],
    ),
  );
}
