/** Where a simulated client is, from `--from`. */
import ipaddr from "ipaddr.js";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { WrittenPlace } from "../policy/written-place.ts";
import type { Client } from "../steering/client.ts";
import { withEstimatedRank } from "../steering/estimate.ts";
import { type ClientPlace, clientAt, nameOf } from "../steering/geography.ts";
import { readPlace } from "../steering/place.ts";
import { rankFrom } from "../steering/ranking.ts";
import { type Coordinates, isRegion, locateRegion } from "../steering/regions.ts";
import { UsageError } from "./usage-error.ts";

export interface SimulatedClient {
  /** For people. */
  readonly name: string;
  readonly at: Client;
}

const placeKinds = ["subdivision", "country", "continent"] as const;
const known = new Set<string>([...placeKinds, "ip", "region", "latitude", "longitude"]);

/**
 * Reads `anywhere`, or one or more of `country=DE`, `continent=EU`, `subdivision=US-CA`, `ip=203.0.113.7`,
 * `region=eu-west-1` and `latitude=48.9,longitude=2.4`, separated by commas.
 */
export function parseClient(text: string): SimulatedClient | Diagnostic {
  if (text === "anywhere") return { name: "anywhere", at: clientAt({ kind: "anywhere" }) };
  const given = new Map<string, string>();
  for (const part of text.split(",")) {
    const [key = "", value = ""] = part.split("=");
    if (!known.has(key) || value === "") {
      throw new UsageError(
        `--from ${text} is no client: write country=DE, continent=EU, subdivision=US-CA, ip=203.0.113.7, region=eu-west-1, latitude=48.9,longitude=2.4 or anywhere`,
      );
    }
    given.set(key, value);
  }
  const place = readClientPlace(given);
  if ("code" in place) return place;
  const address = readClientAddress(given.get("ip"));
  const near = readCoordinates(given);
  const client: Client = {
    ...place.at,
    ...(address === null ? {} : { address }),
    ...(near === null ? {} : { rank: rankFrom(near) }),
  };
  return {
    name: [place.name, address, given.get("region")].filter((word) => word).join(", ") || text,
    at: withEstimatedRank(client),
  };
}

function readClientPlace(
  given: ReadonlyMap<string, string>,
): { readonly name: string | null; readonly at: ClientPlace } | Diagnostic {
  const kind = placeKinds.find((candidate) => given.has(candidate));
  if (kind === undefined) return { name: null, at: clientAt({ kind: "anywhere" }) };
  const written: WrittenPlace = {
    kind,
    code: (given.get(kind) ?? "").toUpperCase(),
    origin: { file: "--from", pointer: "", on: "value" },
  };
  const place = readPlace(written);
  if (!("code" in place)) return { name: nameOf(place), at: clientAt(place) };
  // A country that no vendor has a location for is a client like any other: it is `anywhere`.
  if (place.code === "unsupported-country") {
    return { name: written.code, at: { continent: null, country: written.code, subdivision: null } };
  }
  return { ...place, place: null };
}

function readClientAddress(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text))
    throw new UsageError(`--from ip=${text} is no IP address`);
  return ipaddr.parse(text).toString();
}

function readCoordinates(given: ReadonlyMap<string, string>): Coordinates | null {
  const region = given.get("region");
  if (region !== undefined) {
    if (!isRegion(region)) throw new UsageError(`--from region=${region} is no AWS region`);
    return locateRegion(region);
  }
  if (!given.has("latitude") && !given.has("longitude")) return null;
  const latitude = Number(given.get("latitude"));
  const longitude = Number(given.get("longitude"));
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
    throw new UsageError("--from wants both latitude (−90 to 90) and longitude (−180 to 180)");
  }
  return { latitude, longitude };
}
