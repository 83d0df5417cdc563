import { ApiError, invalidInput } from "./api-error.ts";
import { bareId, type Call, type Outcome, ok, readMaxItems, requireBody } from "./call.ts";
import { printPending } from "./changes.ts";
import { readBoolean, readFields, readText, requireText } from "./fields.ts";
import { listingOrder, normalizeName } from "./names.ts";
import type { RecordSet } from "./record-set.ts";
import { compareText, RecordTable } from "./record-table.ts";
import { addChange, makeId, type State, withEntry, withoutEntry, type Zone } from "./state.ts";
import { leaf, node, optionalLeaf, type XmlElement } from "./xml.ts";
import { findZone } from "./zone-lookup.ts";

const pageCap = 100;

/** What a new zone is made of. */
export interface NewZone {
  readonly name: string;
  readonly callerReference: string;
  readonly comment: string | null;
  readonly vpc: Zone["vpc"];
}

/**
 * Makes a zone with its NS and SOA record sets.
 * @throws ApiError for a name that is none, a caller reference that was used, or too many zones.
 */
export function makeZone(
  before: State,
  made: NewZone,
  mostZones: number,
): { readonly state: State; readonly zone: Zone } {
  const name = normalizeName(made.name);
  if (!name.ok || name.name === ".") {
    throw new ApiError("InvalidDomainName", 400, `The domain name '${made.name}' is not valid.`);
  }
  if (before.zoneReferences.includes(made.callerReference)) {
    throw new ApiError(
      "HostedZoneAlreadyExists",
      409,
      `A hosted zone has already been created with the specified caller reference: ${made.callerReference}`,
    );
  }
  if (before.zones.size >= mostZones) {
    throw new ApiError(
      "TooManyHostedZones",
      400,
      `Limits Exceeded: MAX_HOSTED_ZONES_BY_OWNER - ${mostZones}`,
    );
  }
  const id = makeId("Z", before.serial);
  const records = RecordTable.of(id, apexRecords(name.name));
  const zone: Zone = { id, ...made, name: name.name, records };
  const state: State = {
    ...before,
    serial: before.serial + 1,
    zones: withEntry(before.zones, id, zone),
    zoneReferences: [...before.zoneReferences, made.callerReference],
  };
  return { state, zone };
}

export function createHostedZone(call: Call): Outcome {
  const request = readFields(requireBody(call, "CreateHostedZoneRequest"), [
    "Name",
    "VPC",
    "CallerReference",
    "HostedZoneConfig",
    "DelegationSetId",
  ]);
  if (request.has("DelegationSetId")) {
    throw new ApiError("NoSuchDelegationSet", 400, "The sandbox has no reusable delegation sets.");
  }
  const vpc = readVpc(request.get("VPC"));
  const configElement = request.get("HostedZoneConfig");
  const config = configElement === undefined ? null : readFields(configElement, ["Comment", "PrivateZone"]);
  if (config !== null && readBoolean(config, "PrivateZone") === true && vpc === null) {
    throw invalidInput("When you're creating a private hosted zone, you must specify a VPC");
  }
  const wanted: NewZone = {
    name: requireText(request, "Name", { max: 1024 }),
    callerReference: requireText(request, "CallerReference", { max: 128 }),
    comment: config === null ? null : readText(config, "Comment", { min: 0, max: 256 }),
    vpc,
  };
  const made = makeZone(call.state, wanted, call.limits.hostedZones);
  const { state, change } = addChange(made.state, call.now, null);
  return {
    status: 201,
    body: node("CreateHostedZoneResponse", [
      printZone(made.zone),
      printPending(change),
      printDelegationSet(made.zone),
      printVpc(made.zone),
    ]),
    location: `/2013-04-01/hostedzone/${made.zone.id}`,
    state,
  };
}

export function getHostedZone(call: Call): Outcome {
  const zone = findZone(call, "id");
  const vpc = printVpc(zone);
  return ok("GetHostedZoneResponse", [
    printZone(zone),
    printDelegationSet(zone),
    vpc === null ? null : node("VPCs", [vpc]),
  ]);
}

/** Only an empty zone can be deleted: its own NS and SOA don't count. */
export function deleteHostedZone(call: Call): Outcome {
  const zone = findZone(call, "id");
  if (zone.records.size > apexRecords(zone.name).length) {
    throw new ApiError(
      "HostedZoneNotEmpty",
      400,
      "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    );
  }
  const without: State = {
    ...call.state,
    zones: withoutEntry(call.state.zones, zone.id),
    protections: call.state.protections.filter(({ zoneId }) => zoneId !== zone.id),
    tags: withoutEntry(call.state.tags, `hostedzone/${zone.id}`),
  };
  const { state, change } = addChange(without, call.now, null);
  return { ...ok("DeleteHostedZoneResponse", [printPending(change)]), state };
}

/** By id, paged with a marker that is the next zone's id. */
export function listHostedZones(call: Call): Outcome {
  const size = readMaxItems(call, pageCap);
  const marker = call.query("marker");
  const all = [...call.state.zones.values()]
    .filter((zone) => call.query("hostedzonetype") !== "PrivateHostedZone" || zone.vpc !== null)
    .sort((a, b) => compareText(a.id, b.id));
  const from = all.filter((zone) => marker === null || zone.id >= bareId(marker));
  const next = from[size];
  return ok("ListHostedZonesResponse", [
    node("HostedZones", from.slice(0, size).map(printZone)),
    optionalLeaf("Marker", marker),
    leaf("IsTruncated", next !== undefined),
    optionalLeaf("NextMarker", next?.id ?? null),
    leaf("MaxItems", size),
  ]);
}

/** In the order of names, starting AT the given one: this never filters. */
export function listHostedZonesByName(call: Call): Outcome {
  const size = readMaxItems(call, pageCap);
  const written = call.query("dnsname");
  const id = call.query("hostedzoneid");
  if (written === null && id !== null) throw invalidInput("The input 'hostedzoneid' needs 'dnsname'");
  const start = written === null ? null : normalizeName(written);
  if (start !== null && !start.ok) throw new ApiError("InvalidDomainName", 400, start.problem);
  const startOrder = start === null ? "" : listingOrder(start.name);
  const from = [...call.state.zones.values()]
    .map((zone) => ({ zone, order: listingOrder(zone.name) }))
    .sort((a, b) => compareText(a.order, b.order) || compareText(a.zone.id, b.zone.id))
    .filter(
      ({ zone, order }) => (compareText(order, startOrder) || compareText(zone.id, bareId(id ?? ""))) >= 0,
    )
    .map(({ zone }) => zone);
  const next = from[size];
  return ok("ListHostedZonesByNameResponse", [
    node("HostedZones", from.slice(0, size).map(printZone)),
    optionalLeaf("DNSName", written),
    optionalLeaf("HostedZoneId", id),
    leaf("IsTruncated", next !== undefined),
    optionalLeaf("NextDNSName", next?.name ?? null),
    optionalLeaf("NextHostedZoneId", next?.id ?? null),
    leaf("MaxItems", size),
  ]);
}

function printZone(zone: Zone): XmlElement {
  return node("HostedZone", [
    leaf("Id", `/hostedzone/${zone.id}`),
    leaf("Name", zone.name),
    leaf("CallerReference", zone.callerReference),
    node("Config", [optionalLeaf("Comment", zone.comment), leaf("PrivateZone", zone.vpc !== null)]),
    leaf("ResourceRecordSetCount", zone.records.size),
  ]);
}

/** A private zone is answered inside its network: it is delegated to nobody. */
function printDelegationSet(zone: Zone): XmlElement | null {
  if (zone.vpc !== null) return null;
  const servers = nameServers.map((server) => leaf("NameServer", server.slice(0, -1)));
  return node("DelegationSet", [node("NameServers", servers)]);
}

function printVpc(zone: Zone): XmlElement | null {
  return zone.vpc === null
    ? null
    : node("VPC", [leaf("VPCRegion", zone.vpc.region), leaf("VPCId", zone.vpc.id)]);
}

function readVpc(element: XmlElement | undefined): Zone["vpc"] {
  if (element === undefined) return null;
  const fields = readFields(element, ["VPCRegion", "VPCId"]);
  return {
    region: requireText(fields, "VPCRegion", { max: 64 }),
    id: requireText(fields, "VPCId", { max: 1024 }),
  };
}

/** Reserved names: nothing in the world answers there by accident. */
export const nameServers = [
  "ns-1.sandbox.invalid.",
  "ns-2.sandbox.invalid.",
  "ns-3.sandbox.invalid.",
  "ns-4.sandbox.invalid.",
];

function apexRecords(name: string): readonly RecordSet[] {
  const common = { name, setIdentifier: null, routing: { kind: "simple" }, healthCheckId: null } as const;
  const soa = `${nameServers[0]} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  return [
    { ...common, type: "NS", content: { kind: "values", ttl: 172800, values: nameServers } },
    { ...common, type: "SOA", content: { kind: "values", ttl: 900, values: [soa] } },
  ];
}
