import { invalidInput } from "./api-error.ts";
import {
  constraint,
  type Fields,
  readBoolean,
  readFields,
  readInteger,
  readText,
  readWord,
  requireText,
} from "./fields.ts";
import { awsRegions, continents, countries, states } from "./places.ts";
import type { GeoProximityPlace, Routing } from "./record-set.ts";
import type { XmlElement } from "./xml.ts";

/**
 * Reads the routing policy of a record set: at most one kind may be given.
 * @throws ApiError InvalidInput; `where` ends the message.
 */
export function readRouting(fields: Fields, where: string): Routing {
  const found = [
    readWeighted(fields),
    readLatency(fields),
    readFailover(fields),
    readGeolocation(fields.get("GeoLocation")),
    readMultivalue(fields),
    readCidr(fields.get("CidrRoutingConfig")),
    readGeoproximity(fields.get("GeoProximityLocation")),
  ].filter((routing) => routing !== null);
  if (found.length > 1) {
    throw invalidInput(
      `Invalid request: Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig], but found more than one ${where}`,
    );
  }
  return found[0] ?? { kind: "simple" };
}

function readWeighted(fields: Fields): Routing | null {
  const weight = readInteger(fields, "Weight", 0, 255);
  return weight === null ? null : { kind: "weighted", weight };
}

function readLatency(fields: Fields): Routing | null {
  const region = readWord(fields, "Region", awsRegions);
  return region === null ? null : { kind: "latency", region };
}

function readFailover(fields: Fields): Routing | null {
  const role = readWord(fields, "Failover", ["PRIMARY", "SECONDARY"]);
  return role === null ? null : { kind: "failover", role };
}

function readMultivalue(fields: Fields): Routing | null {
  return readBoolean(fields, "MultiValueAnswer") === true ? { kind: "multivalue" } : null;
}

/** A continent or a country, never both; a subdivision only within the United States. */
function readGeolocation(element: XmlElement | undefined): Routing | null {
  if (element === undefined) return null;
  const fields = readFields(element, ["ContinentCode", "CountryCode", "SubdivisionCode"]);
  const continent = readText(fields, "ContinentCode", { min: 2, max: 2 });
  const country = readText(fields, "CountryCode", { max: 2 });
  const subdivision = readText(fields, "SubdivisionCode", { max: 3 });
  if (continent !== null && (country !== null || subdivision !== null)) {
    throw invalidInput(
      "Invalid request: ContinentCode can't be combined with CountryCode or SubdivisionCode",
    );
  }
  if (continent === null && country === null) {
    throw invalidInput("Invalid request: GeoLocation needs a ContinentCode or a CountryCode");
  }
  if (continent !== null && !continents.some((code) => code === continent)) throw unknownPlace(continent);
  if (country !== null && country !== "*" && !countries.has(country)) throw unknownPlace(country);
  if (subdivision !== null && (country !== "US" || !states.has(subdivision))) {
    throw unknownPlace(`${country}-${subdivision}`);
  }
  return { kind: "geolocation", continent, country, subdivision };
}

function unknownPlace(code: string): Error {
  return invalidInput(`Invalid request: the geolocation '${code}' is not supported`);
}

function readCidr(element: XmlElement | undefined): Routing | null {
  if (element === undefined) return null;
  const fields = readFields(element, ["CollectionId", "LocationName"]);
  const collectionId = requireText(fields, "CollectionId", { max: 36 });
  const locationName = requireText(fields, "LocationName", { max: 16 });
  if (!/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(collectionId)) {
    throw constraint("CollectionId", collectionId, "Member must be a UUID");
  }
  if (locationName !== "*" && !/^[0-9A-Za-z_-]+$/.test(locationName)) {
    throw constraint("LocationName", locationName, "Member must satisfy [0-9A-Za-z_-]+ or be *");
  }
  return { kind: "cidr", collectionId, locationName };
}

function readGeoproximity(element: XmlElement | undefined): Routing | null {
  if (element === undefined) return null;
  const fields = readFields(element, ["AWSRegion", "LocalZoneGroup", "Coordinates", "Bias"]);
  const region = readWord(fields, "AWSRegion", awsRegions);
  const group = readText(fields, "LocalZoneGroup", { max: 64 });
  const coordinates = readCoordinates(fields.get("Coordinates"));
  const places: readonly (GeoProximityPlace | null)[] = [
    region === null ? null : { kind: "region", region },
    group === null ? null : { kind: "localZoneGroup", group },
    coordinates,
  ];
  const [place, ...others] = places.filter((one) => one !== null);
  if (place === undefined || others.length > 0) {
    throw invalidInput(
      "Invalid request: Expected exactly one of [AWSRegion, LocalZoneGroup, or Coordinates] in GeoProximityLocation",
    );
  }
  return { kind: "geoproximity", place, bias: readInteger(fields, "Bias", -99, 99) };
}

/** Coordinates are strings with at most two decimals. */
function readCoordinates(element: XmlElement | undefined): GeoProximityPlace | null {
  if (element === undefined) return null;
  const fields = readFields(element, ["Latitude", "Longitude"]);
  const latitude = requireText(fields, "Latitude", { max: 6 });
  const longitude = requireText(fields, "Longitude", { max: 7 });
  if (!/^[-+]?[0-9]{1,2}(\.[0-9]{0,2})?$/.test(latitude) || Math.abs(Number.parseFloat(latitude)) > 90) {
    throw constraint("Latitude", latitude, "Member must be within -90 and 90, with at most two decimals");
  }
  if (!/^[-+]?[0-9]{1,3}(\.[0-9]{0,2})?$/.test(longitude) || Math.abs(Number.parseFloat(longitude)) > 180) {
    throw constraint("Longitude", longitude, "Member must be within -180 and 180, with at most two decimals");
  }
  return { kind: "coordinates", latitude, longitude };
}
