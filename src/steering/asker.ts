/** From who asks, as written, to a client. */
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { WrittenAsker, WrittenPlace } from "../policy/written-place.ts";
import type { Client } from "./client.ts";
import { withEstimatedRank } from "./estimate.ts";
import { type ClientPlace, clientAt, nameOf } from "./geography.ts";
import { judgePlaces, readPlace } from "./place.ts";
import { rankFrom } from "./ranking.ts";
import { locateRegion, spellDegrees } from "./regions.ts";

export interface NamedClient {
  /** For people: "Germany", "203.0.113.7", "anywhere". */
  readonly name: string;
  readonly at: Client;
}

/** The client that was meant; a place or a region that the tables lack is a diagnostic. */
export function readAsker({ place, address, near }: WrittenAsker): NamedClient | Diagnostic {
  const placed =
    place === null ? { name: () => null, at: clientAt({ kind: "anywhere" }) } : readClientPlace(place);
  if ("code" in placed) return placed;
  const [lost] = near === null ? [] : judgePlaces([near]);
  if (lost !== undefined) return lost;
  const spot = near === null ? null : near.kind === "region" ? locateRegion(near.code) : near;
  const nearby =
    near === null
      ? null
      : near.kind === "region"
        ? near.code
        : `${spellDegrees(near.latitude)}, ${spellDegrees(near.longitude)}`;
  return {
    // Asked for when something is told of it; the names of countries cost more than a proof.
    get name() {
      return [placed.name(), address?.code, nearby].filter((word) => word).join(", ") || "anywhere";
    },
    at: withEstimatedRank({
      ...placed.at,
      ...(address === null ? {} : { address: address.code }),
      ...(spot === null ? {} : { rank: rankFrom(spot) }),
    }),
  };
}

function readClientPlace(
  written: WrittenPlace,
): { readonly name: () => string; readonly at: ClientPlace } | Diagnostic {
  const place = readPlace(written);
  if (!("code" in place)) return { name: () => nameOf(place), at: clientAt(place) };
  // A country that no vendor has a location for is a client like any other: it is `anywhere`.
  if (place.code === "unsupported-country") {
    return { name: () => written.code, at: { continent: null, country: written.code, subdivision: null } };
  }
  return place;
}
