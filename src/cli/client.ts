/** Where a simulated client is, from `--from`. */

import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { WrittenPlace } from "../policy/policy.ts";
import { type ClientPlace, clientAt, nameOf } from "../steering/geography.ts";
import { readPlace } from "../steering/place.ts";
import { UsageError } from "./usage-error.ts";

export interface SimulatedClient {
  /** For people. */
  readonly name: string;
  readonly at: ClientPlace;
}

const kinds = ["continent", "country", "subdivision"] as const;

/** `country=DE`, `continent=EU`, `subdivision=US-CA` or `anywhere`. */
export function parseClient(text: string): SimulatedClient | Diagnostic {
  if (text === "anywhere") return { name: "anywhere", at: clientAt({ kind: "anywhere" }) };
  const [key = "", code = ""] = text.split("=");
  const kind = kinds.find((known) => known === key);
  if (kind === undefined || code === "") {
    throw new UsageError(
      `--from ${text} is no place: write country=DE, continent=EU, subdivision=US-CA or anywhere`,
    );
  }
  const written: WrittenPlace = {
    kind,
    code: code.toUpperCase(),
    origin: { file: "--from", pointer: "", on: "value" },
  };
  const place = readPlace(written);
  if (!("code" in place)) return { name: nameOf(place), at: clientAt(place) };
  // A country that no vendor has a location for is a client like any other: it is `anywhere`.
  if (place.code === "unsupported-country") {
    return { name: written.code, at: { continent: null, country: written.code, subdivision: null } };
  }
  return { ...place, place: null };
}
