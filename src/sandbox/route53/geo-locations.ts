import { ApiError, invalidInput } from "./api-error.ts";
import { type Call, type Outcome, ok, readMaxItems } from "./call.ts";
import { type Continent, continentOf, continents, countries, states } from "./places.ts";
import { stateNames } from "./state-names.ts";
import { leaf, node, optionalLeaf, type XmlElement } from "./xml.ts";

const pageCap = 100;

interface GeoLocation {
  readonly continent: Continent | null;
  readonly country: string | null;
  readonly subdivision: string | null;
}

const continentNames: Readonly<Record<Continent, string>> = {
  AF: "Africa",
  AN: "Antarctica",
  AS: "Asia",
  EU: "Europe",
  NA: "North America",
  OC: "Oceania",
  SA: "South America",
};

/** Continents, then the default and the countries, each country's subdivisions right after it. */
const everywhere: readonly GeoLocation[] = [
  ...continents.map((continent) => ({ continent, country: null, subdivision: null })),
  { continent: null, country: "*", subdivision: null },
  ...[...countries].sort().flatMap((country): readonly GeoLocation[] => [
    { continent: null, country, subdivision: null },
    ...(country === "US" ? [...states].sort() : []).map((subdivision) => ({
      continent: null,
      country,
      subdivision,
    })),
  ]),
];

/** All places that a record set can name. */
export function listGeoLocations(call: Call): Outcome {
  const size = readMaxItems(call, pageCap);
  const from = {
    continent: call.query("startcontinentcode"),
    country: call.query("startcountrycode"),
    subdivision: call.query("startsubdivisioncode"),
  };
  const anyStart = Object.values(from).some((code) => code !== null);
  const start = anyStart ? everywhere.findIndex((location) => isSame(location, from)) : 0;
  if (start === -1) throw invalidInput("The place to start from is not in the list");
  const next = everywhere[start + size];
  return ok("ListGeoLocationsResponse", [
    node("GeoLocationDetailsList", everywhere.slice(start, start + size).map(describe)),
    leaf("IsTruncated", next !== undefined),
    optionalLeaf("NextContinentCode", next?.continent ?? null),
    optionalLeaf("NextCountryCode", next?.country ?? null),
    optionalLeaf("NextSubdivisionCode", next?.subdivision ?? null),
    leaf("MaxItems", size),
  ]);
}

/** One of them, with its names. */
export function getGeoLocation(call: Call): Outcome {
  const wanted = {
    continent: call.query("continentcode"),
    country: call.query("countrycode"),
    subdivision: call.query("subdivisioncode"),
  };
  const found = everywhere.find((location) => isSame(location, wanted));
  if (found === undefined) throw new ApiError("NoSuchGeoLocation", 404, "The place is not supported.");
  return ok("GetGeoLocationResponse", [describe(found)]);
}

type Codes = Readonly<Record<keyof GeoLocation, string | null>>;

function isSame(location: GeoLocation, wanted: Codes): boolean {
  return (
    location.continent === wanted.continent &&
    location.country === wanted.country &&
    location.subdivision === wanted.subdivision
  );
}

function describe({ continent, country, subdivision }: GeoLocation): XmlElement {
  const around = continent ?? (country === null ? null : continentOf(country));
  return node("GeoLocationDetails", [
    optionalLeaf("ContinentCode", continent),
    optionalLeaf("ContinentName", around === null ? null : continentNames[around]),
    optionalLeaf("CountryCode", country),
    optionalLeaf("CountryName", country === null ? null : nameCountry(country)),
    optionalLeaf("SubdivisionCode", subdivision),
    optionalLeaf("SubdivisionName", subdivision === null ? null : (stateNames.get(subdivision) ?? null)),
  ]);
}

function nameCountry(country: string): string {
  if (country === "*") return "Default";
  return new Intl.DisplayNames(["en"], { type: "region", fallback: "code" }).of(country) ?? country;
}
