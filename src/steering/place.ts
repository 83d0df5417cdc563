/** From a place as written to a place of the table. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { suggest } from "../diagnostic/suggest.ts";
import type { WrittenLookup, WrittenNetwork, WrittenPlace, WrittenSpot } from "../policy/written-place.ts";
import {
  anywhere,
  continentOf,
  isContinentCode,
  isStateCode,
  type Location,
  locationKey,
  nameOf,
} from "./geography.ts";
import { isRegion, regionNames, spellDegrees } from "./regions.ts";
import { type Network, parseNetwork } from "./subnet.ts";

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
      const suggestion = (Object.hasOwn(commonMistakes, code) ? commonMistakes[code] : null) ?? null;
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

/** Looks a network up: a text that is none, or whose bits go beyond its prefix, is a diagnostic. */
export function readNetwork({ code, origin }: WrittenNetwork): Network | Diagnostic {
  const read = parseNetwork(code);
  if (read === null) return diagnose("bad-network", { text: code, instead: null }, origin);
  if (!read.exact) return diagnose("bad-network", { text: code, instead: read.network.text }, origin);
  return read.network;
}

/** Looks a region up; coordinates are what they are. */
function readSpot(spot: WrittenSpot): WrittenSpot | Diagnostic {
  if (spot.kind === "coordinates" || isRegion(spot.code)) return spot;
  return diagnose(
    "unknown-region",
    { code: spot.code, suggestion: suggest(spot.code, regionNames) },
    spot.origin,
  );
}

/** What is wrong with the places of one node: names that the tables lack, and one that stands there twice. */
export function judgePlaces(written: readonly WrittenLookup[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return written.flatMap((one): readonly Diagnostic[] => {
    const found = lookUp(one);
    if (!("key" in found)) return [found];
    if (seen.has(found.key)) return [diagnose("place-named-twice", { place: found.name() }, one.origin)];
    seen.add(found.key);
    return [];
  });
}

/** The name only when it is asked for: names of countries cost more than all else here. */
function lookUp(written: WrittenLookup): { readonly key: string; readonly name: () => string } | Diagnostic {
  switch (written.kind) {
    case "network": {
      const network = readNetwork(written);
      return "code" in network ? network : { key: network.text, name: () => network.text };
    }
    case "region": {
      const spot = readSpot(written);
      return "severity" in spot ? spot : { key: written.code, name: () => written.code };
    }
    case "coordinates": {
      const name = `${spellDegrees(written.latitude)}, ${spellDegrees(written.longitude)}`;
      return { key: name, name: () => name };
    }
    case "anywhere":
      return { key: "anywhere", name: () => "anywhere" };
    default: {
      const place = readPlace(written);
      return "code" in place ? place : { key: locationKey(place), name: () => nameOf(place) };
    }
  }
}
