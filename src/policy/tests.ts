import ipaddr from "ipaddr.js";
import { diagnose } from "../diagnostic/diagnose.ts";
import { findEndpoint } from "./names.ts";
import { readSpot } from "./nodes.ts";
import {
  type EndpointName,
  type PolicyRecord,
  type PolicyTest,
  type ProviderId,
  type ProviderSettings,
  providerIds,
  type RecordType,
  recordTypes,
} from "./policy.ts";
import { findRecord, makeNameReader, type Promisable, refuseElsewhere } from "./promised-record.ts";
import { originOf, readEntries, readItems, readKey, readNumber, readText, type Written } from "./written.ts";
import type { WrittenAddress, WrittenAsker, WrittenLookup, WrittenPlace } from "./written-place.ts";

/** Percentage points: shares are told with one digit behind the point. */
const usualTolerance = 0.1;

export interface Testing extends Promisable {
  readonly providers: ProviderSettings;
  /** Takes the places that are asked from. */
  readonly places: (readonly WrittenLookup[])[];
}

/** Reads the tests. Those with a mistake are left out of the result. */
export function resolveTests(section: Written | null, testing: Testing): readonly PolicyTest[] {
  const readName = makeNameReader("test", testing);
  return readItems(section).flatMap((item) => {
    const name = readName(item);
    const record = findRecord(readKey(item, "record"), testing);
    const from = readAsker(readKey(item, "from"), testing);
    if (record === null || name === null) return [];
    const type = readType(readKey(item, "type"), record, testing);
    const down = readDown(item, record, testing);
    const tolerance = readNumber(readKey(item, "tolerance")) ?? usualTolerance;
    const expect = readExpected(readKey(item, "expect"), record, testing);
    const at = readPlace(readKey(item, "at"), testing);
    const origin = originOf(item);
    return [{ name, record: record.name, type, from, down, expect, tolerance, at, origin }];
  });
}

function readType(written: Written | null, record: PolicyRecord, { report }: Testing): RecordType | null {
  const type = recordTypes.find((known) => known === readText(written)) ?? null;
  if (written === null || type === null || record.types.includes(type)) return type;
  const args = { record: record.label, type, types: record.types };
  report(diagnose("test-type-missing", args, originOf(written)));
  return null;
}

function readDown(item: Written, record: PolicyRecord, testing: Testing): ReadonlySet<EndpointName> {
  const [down, up] = [readKey(item, "down"), readKey(item, "up")];
  if (down !== null && up !== null) testing.report(diagnose("test-down-and-up", {}, originOf(up, "key")));
  const named = new Set(
    readItems(down ?? up).flatMap((one) => {
      const endpoint = findEndpoint(one, testing.declared, testing.report);
      if (endpoint === null || refuseElsewhere(endpoint, record, one, "value", testing)) return [];
      return [endpoint];
    }),
  );
  if (down !== null || up === null) return named;
  return new Set([...testing.endpointsBelow(record)].filter((endpoint) => !named.has(endpoint)));
}

function readExpected(
  written: Written | null,
  record: PolicyRecord,
  testing: Testing,
): ReadonlyMap<EndpointName, number> {
  const expected = new Map<EndpointName, number>();
  const entries = readEntries(written);
  let sum = 0;
  let known = true;
  for (const { key, value } of entries) {
    const endpoint = findEndpoint({ ...value, value: key }, testing.declared, (found) =>
      testing.report({ ...found, place: originOf(value, "key") }),
    );
    const share = readNumber(value);
    // What is no share at all was told by the schema.
    if (share === null || share < 0 || share > 100) known = false;
    if (endpoint === null || share === null || refuseElsewhere(endpoint, record, value, "key", testing)) {
      known = false;
      continue;
    }
    if (share > 0 && testing.endpoints.get(endpoint)?.drained === true) {
      testing.report(diagnose("test-expects-drained", { endpoint }, originOf(value, "key")));
    }
    expected.set(endpoint, share);
    sum += share;
  }
  // What was rounded by hand, as three times 33.3, may be off by that much each.
  const whole = Math.abs(sum - 100) <= usualTolerance * entries.length + 1e-9;
  if (written !== null && entries.length > 0 && known && !whole) {
    testing.report(
      diagnose("test-shares-not-whole", { sum: Number(sum.toFixed(2)) }, originOf(written, "key")),
    );
  }
  return expected;
}

function readPlace(written: Written | null, { providers, report }: Testing): "policy" | ProviderId {
  const provider = providerIds.find((id) => id === readText(written));
  if (written === null || provider === undefined) return "policy";
  if (providers[provider] === undefined) {
    report(diagnose("test-provider-missing", { provider }, originOf(written)));
  }
  return provider;
}

const placeKeys = ["subdivision", "country", "continent"] as const;

function readAsker(written: Written | null, { report, places }: Testing): WrittenAsker {
  if (written === null) return { place: null, address: null, near: null };
  const given = placeKeys.flatMap((kind): readonly WrittenPlace[] => {
    const value = readKey(written, kind);
    const code = readText(value);
    return value === null || code === null ? [] : [{ kind, code, origin: originOf(value) }];
  });
  if (given.length > 1) {
    const keys = given.map(({ kind }) => kind);
    report(diagnose("asker-in-several-places", { keys }, originOf(written, "key")));
  }
  const near = readSpot(written, report);
  const [place = null] = given;
  places.push([...(place === null ? [] : [place]), ...(near === null ? [] : [near])]);
  return { place, address: readAddress(readKey(written, "ip"), report), near };
}

function readAddress(written: Written | null, report: Testing["report"]): WrittenAddress | null {
  const text = readText(written);
  if (written === null || text === null) return null;
  // A zone id means something on one machine only, and "1.2" is an address to some programs.
  const isAddress =
    ipaddr.IPv4.isValidFourPartDecimal(text) || (ipaddr.IPv6.isValid(text) && !text.includes("%"));
  if (isAddress) return { kind: "address", code: ipaddr.parse(text).toString(), origin: originOf(written) };
  report(diagnose("asker-no-address", { text }, originOf(written)));
  return null;
}
