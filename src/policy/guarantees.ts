import { diagnose } from "../diagnostic/diagnose.ts";
import { parseDuration } from "./duration.ts";
import { resolveFrom } from "./from.ts";
import type { Groups } from "./groups.ts";
import { findEndpoint } from "./names.ts";
import type { EndpointName, Guarantee, PolicyRecord, Promised } from "./policy.ts";
import { findRecord, makeNameReader, type Promisable, refuseElsewhere } from "./promised-record.ts";
import {
  originOf,
  readEntries,
  readInteger,
  readItems,
  readKey,
  readNumber,
  type Written,
} from "./written.ts";
import type { WrittenLookup, WrittenPlace } from "./written-place.ts";

export interface Guaranteeing extends Promisable {
  readonly groups: Groups;
  /** Takes the places that guarantees are about. */
  readonly places: (readonly WrittenLookup[])[];
}

/** The keys of which a guarantee has one. */
const promiseKeys = ["only", "never", "survives", "failover", "share"] as const;

const knownKeys = new Set<string>(["name", "record", "from", ...promiseKeys]);

/** Reads the guarantees. Those with a mistake are left out of the result. */
export function resolveGuarantees(section: Written | null, guaranteeing: Guaranteeing): readonly Guarantee[] {
  const readName = makeNameReader("guarantee", guaranteeing);
  return readItems(section).flatMap((item) => {
    const name = readName(item);
    const record = findRecord(readKey(item, "record"), guaranteeing);
    const from = readFrom(readKey(item, "from"), guaranteeing);
    if (record === null) return [];
    const promise = readPromise(item, record, guaranteeing);
    if (name === null || promise === null) return [];
    if (promise.kind === "failover" && from.length > 0) {
      guaranteeing.report(diagnose("guarantee-from-useless", {}, originOf(item)));
    }
    return [{ name, record: record.name, from, promise, origin: originOf(item) }];
  });
}

/** `anywhere` is everybody, which is what no places say too. */
function readFrom(
  written: Written | null,
  { groups, report, places }: Guaranteeing,
): readonly WrittenPlace[] {
  if (written === null) return [];
  const from = resolveFrom(written, groups, report).filter(({ kind }) => kind !== "anywhere");
  places.push(from);
  return from;
}

function readPromise(item: Written, record: PolicyRecord, guaranteeing: Guaranteeing): Promised | null {
  const given = promiseKeys.flatMap((kind) => {
    const value = readKey(item, kind);
    return value === null ? [] : [{ kind, value }];
  });
  const [only, ...others] = given;
  // A promise whose word is misspelt was told by the schema.
  const misspelt = readEntries(item).some(({ key }) => !knownKeys.has(key));
  if (only === undefined && misspelt) return null;
  if (only === undefined || others.length > 0) {
    const kinds = given.map(({ kind }) => kind);
    guaranteeing.report(diagnose("guarantee-not-single", { kinds }, originOf(item)));
    return null;
  }
  const { kind, value } = only;
  switch (kind) {
    case "only":
    case "never": {
      const endpoints = readItems(value).flatMap(
        (one) => findEndpoint(one, guaranteeing.declared, guaranteeing.report) ?? [],
      );
      return endpoints.length === 0 ? null : { kind, endpoints: new Set(endpoints) };
    }
    case "survives":
      return readSurvives(value, record, guaranteeing);
    case "failover": {
      const within = parseDuration(readKey(value, "within")?.value);
      return within === null ? null : { kind, within };
    }
    case "share":
      return readShare(value, record, guaranteeing);
  }
}

function readSurvives(value: Written, record: PolicyRecord, guaranteeing: Guaranteeing): Promised | null {
  const failures = readInteger(value);
  if (failures === null) return null;
  const { size } = guaranteeing.endpointsBelow(record);
  if (failures < size) return { kind: "survives", failures };
  const args = { record: record.label, failures, endpoints: size };
  guaranteeing.report(diagnose("guarantee-survives-all", args, originOf(value)));
  return null;
}

function readShare(value: Written, record: PolicyRecord, guaranteeing: Guaranteeing): Promised | null {
  const written = readKey(value, "endpoint");
  if (written === null) return null;
  const endpoint: EndpointName | null = findEndpoint(written, guaranteeing.declared, guaranteeing.report);
  if (endpoint === null || refuseElsewhere(endpoint, record, written, "value", guaranteeing)) return null;
  const [atMost, atLeast] = [readNumber(readKey(value, "atMost")), readNumber(readKey(value, "atLeast"))];
  if (atMost === null && atLeast === null) return null;
  if (atMost !== null && atLeast !== null && atLeast > atMost) {
    guaranteeing.report(diagnose("guarantee-share-impossible", { atMost, atLeast }, originOf(value)));
    return null;
  }
  return { kind: "share", endpoint, atMost, atLeast };
}
