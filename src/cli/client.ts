/** Where a simulated client is, from `--from`. */
import ipaddr from "ipaddr.js";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { WrittenAsker, WrittenSpot } from "../policy/written-place.ts";
import { type NamedClient, readAsker } from "../steering/asker.ts";
import { isRegion } from "../steering/regions.ts";
import { UsageError } from "./usage-error.ts";

const placeKinds = ["subdivision", "country", "continent"] as const;
const known = new Set<string>([...placeKinds, "ip", "region", "latitude", "longitude"]);
const origin = { file: "--from", pointer: "", on: "value" } as const;

/**
 * Reads `anywhere`, or one or more of `country=DE`, `continent=EU`, `subdivision=US-CA`, `ip=203.0.113.7`,
 * `region=eu-west-1` and `latitude=48.9,longitude=2.4`, separated by commas.
 */
export function parseClient(text: string): NamedClient | Diagnostic {
  if (text === "anywhere") return readAsker({ place: null, address: null, near: null });
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
  const kind = placeKinds.find((candidate) => given.has(candidate));
  const place = kind === undefined ? null : { kind, code: (given.get(kind) ?? "").toUpperCase(), origin };
  const read = readAsker({ place, address: readClientAddress(given.get("ip")), near: readNear(given) });
  return "code" in read ? { ...read, place: null } : read;
}

function readClientAddress(text: string | undefined): WrittenAsker["address"] {
  if (text === undefined) return null;
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text))
    throw new UsageError(`--from ip=${text} is no IP address`);
  return { kind: "address", code: ipaddr.parse(text).toString(), origin };
}

function readNear(given: ReadonlyMap<string, string>): WrittenSpot | null {
  const code = given.get("region");
  if (code !== undefined) {
    if (!isRegion(code)) throw new UsageError(`--from region=${code} is no AWS region`);
    return { kind: "region", code, origin };
  }
  if (!given.has("latitude") && !given.has("longitude")) return null;
  const latitude = Number(given.get("latitude"));
  const longitude = Number(given.get("longitude"));
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
    throw new UsageError("--from wants both latitude (−90 to 90) and longitude (−180 to 180)");
  }
  return { kind: "coordinates", latitude, longitude, origin };
}
