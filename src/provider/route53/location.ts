/** Places as Route 53 writes them: a continent alone, a country alone, a country with its state, or `*`. */
import { continentOf, isContinentCode, isStateCode, type Location } from "../../steering/geography.ts";
import type { GeoLocation } from "./record-set.ts";

export function encodeLocation(location: Location): GeoLocation {
  switch (location.kind) {
    case "continent":
      return { ContinentCode: location.continent };
    case "country":
      return { CountryCode: location.country };
    case "subdivision":
      return { CountryCode: location.country, SubdivisionCode: location.subdivision };
    case "anywhere":
      return { CountryCode: "*" };
  }
}

/** The place of a record set, null for one that the table doesn't know. */
export function decodeLocation(at: GeoLocation): Location | null {
  const { ContinentCode: continent, CountryCode: country, SubdivisionCode: subdivision } = at;
  if (continent !== undefined) return isContinentCode(continent) ? { kind: "continent", continent } : null;
  if (country === undefined) return null;
  if (country === "*") return { kind: "anywhere" };
  if (continentOf(country) === null) return null;
  return subdivision === undefined
    ? { kind: "country", country }
    : { kind: "subdivision", country, subdivision };
}

/** The place of a record set as far as a policy can name it: only the United States have subdivisions there. */
export function knownPlace(at: GeoLocation): Location | null {
  const place = decodeLocation(at);
  if (place?.kind !== "subdivision") return place;
  return place.country === "US" && isStateCode(place.subdivision) ? place : null;
}
