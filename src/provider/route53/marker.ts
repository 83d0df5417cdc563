/**
 * The ownership marker: one TXT beside each public name. It says whose the name is and what was last applied, and
 * nothing about who did it or with what.
 */

import { canonicalName } from "./canonical.ts";
import type { RawRecordSet } from "./client.ts";
import { markerName, ownerOf } from "./names.ts";
import type { MarkerFacts } from "./resource.ts";

const markerTtl = 300;

/** The TXT record set of a marker, ready to be sent. `now` in milliseconds since 1970. */
export function writeMarker(facts: MarkerFacts, now: number): RawRecordSet {
  const minutes = Math.floor(now / 60_000);
  const text = `signpost=1;p=${facts.policy};d=${facts.digest};t=${minutes}`;
  return {
    Name: markerName(facts.owner),
    Type: "TXT",
    TTL: markerTtl,
    ResourceRecords: [{ Value: `"${text}"` }],
  };
}

/**
 * Reads a marker; null when the record set is none. A marker of a later format is still somebody's: its policy is
 * told, its digest is empty and so never matches.
 */
export function readMarker(raw: RawRecordSet): MarkerFacts | null {
  if (raw.Type !== "TXT") return null;
  const name = canonicalName(raw.Name ?? "");
  const owner = ownerOf(name);
  if (owner === null || markerName(owner) !== name) return null;
  const text = (raw.ResourceRecords?.[0]?.Value ?? "").replace(/^"|"$/gu, "");
  const fields = new Map(
    text.split(";").map((field): [string, string] => {
      const equals = field.indexOf("=");
      return [field.slice(0, equals), field.slice(equals + 1)];
    }),
  );
  const version = fields.get("signpost");
  const policy = fields.get("p");
  if (version === undefined || policy === undefined) return null;
  return { owner, policy, digest: version === "1" ? (fields.get("d") ?? "") : "" };
}
