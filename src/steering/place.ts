/** From a place as written to a place of the table. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { WrittenPlace } from "../policy/policy.ts";
import {
  anywhere,
  continentOf,
  isContinentCode,
  isStateCode,
  type Location,
  locationKey,
  nameOf,
} from "./geography.ts";

/** Codes that people write for a country, beside the one that ISO 3166 gives it. */
const commonMistakes: Readonly<Record<string, string>> = { UK: "GB", EN: "GB", EL: "GR", SU: "RU", YU: "RS" };

/** Islands without people that Route 53 has no location for. Source: Route 53 Developer Guide, "Geolocation routing". */
const unsupported: ReadonlySet<string> = new Set(["BV", "CX", "EH", "HM"]);

/** Looks a place up; a code that the table lacks is a diagnostic. */
export function readPlace(written: WrittenPlace): Location | Diagnostic {
  const { code, origin } = written;
  switch (written.kind) {
    case "anywhere":
      return anywhere;
    case "continent":
      if (isContinentCode(code)) return { kind: "continent", continent: code };
      return diagnose("unknown-place", { kind: "continent", code, suggestion: null }, origin);
    case "country": {
      if (continentOf(code) !== null) return { kind: "country", country: code };
      if (unsupported.has(code)) return diagnose("unsupported-country", { code }, origin);
      // Two letters are too few for a guess: any code is close to some other.
      const suggestion = commonMistakes[code] ?? null;
      return diagnose("unknown-place", { kind: "country", code, suggestion }, origin);
    }
    case "subdivision": {
      const [country = "", state = ""] = code.split("-");
      if (country !== "US") return diagnose("no-subdivisions", { code, country }, origin);
      if (isStateCode(state)) return { kind: "subdivision", country, subdivision: state };
      return diagnose("unknown-place", { kind: "subdivision", code, suggestion: null }, origin);
    }
  }
}

/** What is wrong with the places of one geolocation: codes that the table lacks, and a place that stands there twice. */
export function judgePlaces(written: readonly WrittenPlace[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return written.flatMap((one): readonly Diagnostic[] => {
    const place = readPlace(one);
    if ("code" in place) return [place];
    const key = locationKey(place);
    if (seen.has(key)) return [diagnose("place-named-twice", { place: nameOf(place) }, one.origin)];
    seen.add(key);
    return [];
  });
}
