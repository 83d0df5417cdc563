/** Ranked places as Route 53 writes them: a Region for latency; a Region or coordinates with a bias for geoproximity. */

import type { RankedPlace } from "../../steering/ranking.ts";
import { isRegion, spellDegrees } from "../../steering/regions.ts";
import type { GeoProximityLocation, RecordSet } from "./record-set.ts";

/** The fields of a record set that say which place it is for. */
export function encodePlace(place: RankedPlace): Pick<RecordSet, "Region" | "GeoProximityLocation"> {
  if (place.kind === "latency") return { Region: place.region };
  const at: GeoProximityLocation =
    "region" in place.at
      ? { AWSRegion: place.at.region }
      : {
          // Texts of at most two decimals (API reference, Coordinates).
          Coordinates: {
            Latitude: spellDegrees(place.at.latitude),
            Longitude: spellDegrees(place.at.longitude),
          },
        };
  return { GeoProximityLocation: { ...at, Bias: place.bias } };
}

/** The place of a record set; null where it has none, or one that can't be ranked (a Local Zone). */
export function decodePlace(set: RecordSet): RankedPlace | null {
  if (set.Region !== undefined) return isRegion(set.Region) ? { kind: "latency", region: set.Region } : null;
  const at = set.GeoProximityLocation;
  if (at === undefined) return null;
  const bias = at.Bias ?? 0;
  if (at.AWSRegion !== undefined) {
    return isRegion(at.AWSRegion) ? { kind: "distance", at: { region: at.AWSRegion }, bias } : null;
  }
  if (at.Coordinates === undefined) return null;
  const latitude = Number(at.Coordinates.Latitude);
  const longitude = Number(at.Coordinates.Longitude);
  return { kind: "distance", at: { latitude, longitude }, bias };
}

/** A name that is stable when members are reordered. */
export function identifyPlace(place: RankedPlace): string {
  if (place.kind === "latency") return place.region;
  if ("region" in place.at) return place.at.region;
  return `${spellDegrees(place.at.latitude)}_${spellDegrees(place.at.longitude)}`;
}
