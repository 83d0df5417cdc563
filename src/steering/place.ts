/** From a place as written to a place of the table. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { suggest } from "../diagnostic/suggest.ts";
import type { WrittenPlace } from "../policy/policy.ts";
import {
  anywhere,
  continentCodes,
  continentOf,
  countryCodes,
  isContinentCode,
  isStateCode,
  type Location,
  stateCodes,
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
      return diagnose(
        "unknown-place",
        { kind: "continent", code, suggestion: suggest(code, continentCodes) },
        origin,
      );
    case "country": {
      if (continentOf(code) !== null) return { kind: "country", country: code };
      if (unsupported.has(code)) return diagnose("unsupported-country", { code }, origin);
      const suggestion = commonMistakes[code] ?? suggest(code, countryCodes);
      return diagnose("unknown-place", { kind: "country", code, suggestion }, origin);
    }
    case "subdivision": {
      const [country = "", state = ""] = code.split("-");
      if (country !== "US") return diagnose("no-subdivisions", { code, country }, origin);
      if (isStateCode(state)) return { kind: "subdivision", country, subdivision: state };
      const suggestion = suggest(state, stateCodes);
      return diagnose(
        "unknown-place",
        { kind: "subdivision", code, suggestion: suggestion === null ? null : `US-${suggestion}` },
        origin,
      );
    }
  }
}
