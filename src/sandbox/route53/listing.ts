import { invalidInput } from "./api-error.ts";
import { type Call, type Outcome, ok, readMaxItems } from "./call.ts";
import { listingOrder, normalizeName } from "./names.ts";
import { recordTypes } from "./record-set.ts";
import { printRecordSet } from "./record-set-output.ts";
import { compareText, type Listed } from "./record-table.ts";
import { leaf, node, optionalLeaf } from "./xml.ts";
import { findZone } from "./zone-lookup.ts";

/** Route 53 never returns more in one page, whatever is asked for. */
const pageCap = 300;

interface Cursor {
  readonly order: string;
  readonly name: string;
  readonly type: string;
  readonly identifier: string;
}

/** One page of a zone's record sets, from the cursor on. */
export function listResourceRecordSets(call: Call): Outcome {
  const zone = findZone(call, "id");
  const size = readMaxItems(call, pageCap);
  const cursor = readCursor(call);
  const all = zone.records.listed();
  const start = cursor === null ? 0 : firstFrom(all, cursor);
  const page = all.slice(start, start + size);
  const next = all[start + size]?.recordSet ?? null;
  return ok("ListResourceRecordSetsResponse", [
    node(
      "ResourceRecordSets",
      page.map(({ recordSet }) => printRecordSet(recordSet)),
    ),
    leaf("IsTruncated", next !== null),
    optionalLeaf("NextRecordName", next?.name ?? null),
    optionalLeaf("NextRecordType", next?.type ?? null),
    // Only a record set of a routed group has an identifier, so only there a cursor carries one.
    optionalLeaf("NextRecordIdentifier", next?.setIdentifier ?? null),
    leaf("MaxItems", size),
  ]);
}

function readCursor(call: Call): Cursor | null {
  const written = call.query("name");
  const type = call.query("type");
  const identifier = call.query("identifier");
  if (written === null && type !== null) throw invalidInput("The input 'type' can't be used without 'name'");
  if (type === null && identifier !== null) {
    throw invalidInput("The input 'identifier' can't be used without 'name' and 'type'");
  }
  if (type !== null && !recordTypes.some((known) => known === type)) {
    throw invalidInput(`The type '${type}' is not a record type`);
  }
  if (written === null) return null;
  const name = normalizeName(written);
  if (!name.ok) throw invalidInput(name.problem);
  return { order: listingOrder(name.name), name: name.name, type: type ?? "", identifier: identifier ?? "" };
}

/** Where the first record set at or after the cursor is, by binary search. */
function firstFrom(all: readonly Listed[], cursor: Cursor): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const listed = all[middle];
    if (listed !== undefined && isBefore(listed, cursor)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBefore({ order, recordSet }: Listed, cursor: Cursor): boolean {
  const difference =
    compareText(order, cursor.order) ||
    compareText(recordSet.name, cursor.name) ||
    compareText(recordSet.type, cursor.type) ||
    compareText(recordSet.setIdentifier ?? "", cursor.identifier);
  return difference < 0;
}
