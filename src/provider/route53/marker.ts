/**
 * The ownership marker: one TXT beside each public name. It says whose the name is and what was last applied, and
 * nothing about who did it or with what.
 */

import { readFields } from "../marker-fields.ts";
import { readMinutes, writeMinutes } from "../marker-time.ts";
import { canonicalName } from "./canonical.ts";
import type { RawRecordSet } from "./client.ts";
import { markerName, ownerOf } from "./names.ts";
import type { MarkerFacts } from "./resource.ts";

const markerTtl = 300;
const knownFormat = "1";

/** The TXT record set of a marker, ready to be sent. `now` in milliseconds since 1970. */
export function writeMarker(facts: MarkerFacts, now: number): RawRecordSet {
  const protect = facts.protect === true ? ";protect" : "";
  const text = `signpost=${knownFormat};p=${facts.policy};d=${facts.digest};t=${writeMinutes(now)}${protect}`;
  return {
    Name: markerName(facts.owner),
    Type: "TXT",
    TTL: markerTtl,
    ResourceRecords: [{ Value: `"${text}"` }],
  };
}

/** A marker as it was read. */
export interface FoundMarker {
  readonly facts: MarkerFacts;
  /** When it was written, in milliseconds since 1970, to the minute; null when it doesn't say. */
  readonly appliedAt: number | null;
  /** The format in which it was written, when it isn't the one that is known here. */
  readonly unknownFormat: string | null;
}

/**
 * Reads a marker; null when the record set is none. A marker of another format is still somebody's: its policy is
 * told, its digest is empty and so never matches.
 */
export function readMarker(raw: RawRecordSet): FoundMarker | null {
  if (raw.Type !== "TXT") return null;
  const name = canonicalName(raw.Name ?? "");
  const owner = ownerOf(name);
  if (owner === null || markerName(owner) !== name) return null;
  const text = (raw.ResourceRecords?.[0]?.Value ?? "").replace(/^"|"$/gu, "");
  const fields = readFields(text);
  const version = fields.get("signpost");
  const policy = fields.get("p");
  if (version === undefined || policy === undefined) return null;
  const isKnown = version === knownFormat;
  const digest = isKnown ? (fields.get("d") ?? "") : "";
  const facts = { owner, policy, digest, ...(fields.has("protect") ? { protect: true as const } : {}) };
  return { facts, appliedAt: readMinutes(fields.get("t")), unknownFormat: isKnown ? null : version };
}
