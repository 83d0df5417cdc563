import { ApiError, invalidInput } from "./api-error.ts";
import { type Call, type Outcome, ok, requireBody } from "./call.ts";
import {
  type Fields,
  readFields,
  readList,
  readText,
  readWord,
  requireField,
  requireText,
} from "./fields.ts";
import { isWithin, listingOrder, normalizeName } from "./names.ts";
import { cutPage } from "./paging.ts";
import { groupKey, type RecordType, recordTypes } from "./record-set.ts";
import { compareText } from "./record-table.ts";
import type { Protection, State, Zone } from "./state.ts";
import { leaf, node, optionalLeaf, type XmlElement } from "./xml.ts";
import { findZone } from "./zone-lookup.ts";

const mostEntries = 100;
const pageCap = 300;

/** Protects names and types, also such as have no record sets yet: all of the list, or none. */
export function createResourceRecordSetProtections(call: Call): Outcome {
  const zone = findZone(call, "id");
  const entries = readEntries(call, zone, {
    root: "CreateResourceRecordSetProtectionsRequest",
    member: "ResourceRecordSetProtectionConfig",
    fields: ["RecordName", "RecordType", "Comment"],
  });
  const known = keysIn(call.state, zone);
  refuse(
    entries.filter((entry) => known.has(groupKey(entry.name, entry.type))),
    "ProtectionAlreadyExists",
    409,
  );
  const protections = [...call.state.protections, ...entries];
  return {
    ...ok("CreateResourceRecordSetProtectionsResponse", []),
    state: { ...call.state, protections },
  };
}

/** Takes protections away: all of the list, or none. */
export function deleteResourceRecordSetProtections(call: Call): Outcome {
  const zone = findZone(call, "id");
  const entries = readEntries(call, zone, {
    root: "DeleteResourceRecordSetProtectionsRequest",
    member: "ResourceRecordSetProtectionKey",
    fields: ["RecordName", "RecordType"],
  });
  const known = keysIn(call.state, zone);
  refuse(
    entries.filter((entry) => !known.has(groupKey(entry.name, entry.type))),
    "ProtectionNotFound",
    400,
  );
  const gone = new Set(entries.map(({ name, type }) => groupKey(name, type)));
  const protections = call.state.protections.filter(
    ({ zoneId, name, type }) => zoneId !== zone.id || !gone.has(groupKey(name, type)),
  );
  return {
    ...ok("DeleteResourceRecordSetProtectionsResponse", []),
    state: { ...call.state, protections },
  };
}

/** In the order of record sets, from a name and type on. */
export function listResourceRecordSetProtections(call: Call): Outcome {
  const zone = findZone(call, "id");
  const written = call.query("name");
  const from = written === null ? null : normalizeName(written);
  if (from !== null && !from.ok) throw invalidInput(from.problem);
  if (written === null && call.query("type") !== null) {
    throw invalidInput("The input 'type' can't be used without 'name'");
  }
  const startOrder = from === null ? "" : listingOrder(from.name);
  const startType = call.query("type") ?? "";
  const ignoresStart = call.query("nexttoken") !== null;
  const all = call.state.protections
    .filter(({ zoneId }) => zoneId === zone.id)
    .map((protection) => ({ protection, order: listingOrder(protection.name) }))
    .filter(
      ({ protection, order }) =>
        ignoresStart || (compareText(order, startOrder) || compareText(protection.type, startType)) >= 0,
    )
    .sort((a, b) => compareText(a.order, b.order) || compareText(a.protection.type, b.protection.type));
  const keyOf = ({ protection }: (typeof all)[number]) => groupKey(protection.name, protection.type);
  const { items, nextToken } = cutPage(call, all, keyOf, pageCap);
  return ok("ListResourceRecordSetProtectionsResponse", [
    node(
      "ResourceRecordSetProtections",
      items.map(({ protection }) =>
        node("ResourceRecordSetProtection", [
          leaf("RecordName", protection.name),
          leaf("RecordType", protection.type),
          optionalLeaf("Comment", protection.comment),
        ]),
      ),
    ),
    nextToken,
  ]);
}

/** The protection that forbids any change to a name and type, with its comment in Route 53's message. */
export function describeProtection(state: State, zone: Zone, name: string, type: RecordType): string | null {
  const found = state.protections.find(
    (one) => one.zoneId === zone.id && one.name === name && one.type === type,
  );
  if (found === undefined) return null;
  const comment = found.comment === null ? "" : `: ${found.comment}`;
  return `The resource record sets with the name ${name} and type ${type} are protected${comment}`;
}

interface Expected {
  readonly root: string;
  readonly member: string;
  readonly fields: readonly string[];
}

function readEntries(call: Call, zone: Zone, { root, member, fields }: Expected): readonly Protection[] {
  const request = readFields(requireBody(call, root), ["Protections"]);
  const entries = readList(requireField(request, "Protections"), member).map((element) =>
    readEntry(readFields(element, fields), zone),
  );
  if (entries.length === 0 || entries.length > mostEntries) {
    throw invalidInput(`Between 1 and ${mostEntries} Protections are expected`);
  }
  const keys = entries.map(({ name, type }) => groupKey(name, type));
  refuse(
    entries.filter(({ name }, at) => !isWithin(name, zone.name) || keys.indexOf(keys[at] ?? "") < at),
    "InvalidInput",
    400,
  );
  return entries;
}

function readEntry(fields: Fields, zone: Zone): Protection {
  const name = normalizeName(requireText(fields, "RecordName", { max: 1024 }));
  if (!name.ok) throw invalidInput(name.problem);
  const type = readWord(fields, "RecordType", recordTypes);
  if (type === null) throw invalidInput("Invalid XML ; the element 'RecordType' is missing");
  const comment = fields.has("Comment") ? readText(fields, "Comment", { min: 0, max: 256 }) : null;
  return { zoneId: zone.id, name: name.name, type, comment };
}

function keysIn(state: State, zone: Zone): ReadonlySet<string> {
  const own = state.protections.filter(({ zoneId }) => zoneId === zone.id);
  return new Set(own.map(({ name, type }) => groupKey(name, type)));
}

function refuse(wrong: readonly Protection[], code: string, status: number): void {
  if (wrong.length === 0) return;
  const errors = wrong.map(
    ({ name, type }): XmlElement =>
      node("ProtectionError", [
        leaf("RecordName", name),
        leaf("RecordType", type),
        leaf("Code", code),
        leaf("Message", `${code}: ${name} ${type}`),
      ]),
  );
  const name = status === 409 ? "ProtectionAlreadyExists" : "InvalidResourceRecordSetProtectionBatch";
  const details = [node("ProtectionErrors", errors)];
  throw new ApiError(name, status, "One or more of the protections can't be processed.", details);
}
