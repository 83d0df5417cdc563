/**
 * The names that Signpost makes beside a public name: its marker and its helper groups.
 *
 * They begin with `_`, which a policy's own names may not take, sit directly below the public name, so that no
 * new empty name masks a wildcard, and have a label of their own for `*.x`, so that `x` and `*.x` never meet.
 */
import { shortHash } from "../short-hash.ts";

const longestLabel = 63;

/** Where the ownership marker of a public name stands. */
export function markerName(owner: string): string {
  return owner.startsWith("*.") ? `_signpost_wildcard.${owner.slice(2)}` : `_signpost.${owner}`;
}

/** The name of a helper group; a slug that doesn't fit in a label is cut and hashed. */
export function groupName(owner: string, slug: string): string {
  const wildcard = owner.startsWith("*.");
  const prefix = wildcard ? "_signpost_wildcard-" : "_signpost-";
  const label = `${prefix}${slug}`;
  const fitting =
    label.length <= longestLabel ? label : `${label.slice(0, longestLabel - 9)}-${shortHash(slug, 8)}`;
  return `${fitting}.${wildcard ? owner.slice(2) : owner}`;
}

/** The public name that a marker or a helper group belongs to; null for any other name. */
export function ownerOf(name: string): string | null {
  const dot = name.indexOf(".");
  if (dot < 0) return null;
  const label = name.slice(0, dot);
  const rest = name.slice(dot + 1);
  if (label === "_signpost" || label.startsWith("_signpost-")) return rest;
  if (label === "_signpost_wildcard" || label.startsWith("_signpost_wildcard-")) return `*.${rest}`;
  return null;
}
