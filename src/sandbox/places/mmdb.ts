import { readFileSync } from "node:fs";
import { Reader, type Response } from "mmdb-lib";
import { continentOf, continents } from "../route53/places.ts";
import { nowhere, type Place, type PlaceFinder } from "./place.ts";

/** A file that was named for places isn't a MaxMind database with countries in it. */
export class PlacesUnreadable extends Error {
  override readonly name = "PlacesUnreadable";
  readonly reason: string;

  constructor(file: string, reason: string) {
    super(`${file} can't say where addresses are: ${reason}`);
    this.reason = reason;
  }
}

/**
 * Reads places from a MaxMind database (GeoLite2 Country or City, or one of the same shape).
 * @throws PlacesUnreadable.
 */
export function openMmdb(file: string): PlaceFinder {
  const reader = openReader(file);
  const sixOnly = reader.metadata.ipVersion === 6;
  return ({ family, address }) => {
    if (family === 6 && !sixOnly) return { place: nowhere, length: 0 };
    const [record, length] = reader.getWithPrefixLength(address);
    return { place: readPlace(record), length };
  };
}

function openReader(file: string): Reader<Response> {
  try {
    return new Reader(readFileSync(file));
  } catch (error) {
    const isSystem = error instanceof Error && "syscall" in error;
    throw new PlacesUnreadable(file, isSystem ? "it can't be read" : "it is no MaxMind database (.mmdb)");
  }
}

/** The country decides about the continent: Route 53 counts some countries to another one than MaxMind does. */
function readPlace(record: unknown): Place {
  const country = readText(readMember(record, "country"), "iso_code");
  const continent = readText(readMember(record, "continent"), "code");
  const subdivisions = readMember(record, "subdivisions");
  const subdivision = Array.isArray(subdivisions) ? readText(subdivisions[0], "iso_code") : null;
  const known = continents.find((code) => code === continent) ?? null;
  return {
    continent: country === null ? known : continentOf(country),
    country,
    subdivision: country === "US" ? subdivision : null,
    coordinates: readCoordinates(readMember(record, "location")),
  };
}

function readCoordinates(location: unknown): Place["coordinates"] {
  const latitude = readMember(location, "latitude");
  const longitude = readMember(location, "longitude");
  return typeof latitude === "number" && typeof longitude === "number" ? { latitude, longitude } : null;
}

function readText(value: unknown, name: string): string | null {
  const text = readMember(value, name);
  return typeof text === "string" && text !== "" ? text : null;
}

function readMember(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
