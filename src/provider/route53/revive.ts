/** From what was written down of a resource to the resource: a journal may come from anywhere. */
import type { Json, JsonObject, Resource, WrittenResource } from "../resource.ts";
import { canonicalConfig, canonicalRecordSet } from "./canonical.ts";
import { isCidrCollection } from "./cidr.ts";
import { isHealthCheckConfig } from "./health-check.ts";
import { toHealthCheckConfig, toRecordSet } from "./parse-raw.ts";
import { isRecordSet } from "./record-set.ts";
import {
  describeCollection,
  describeHealthCheck,
  describeMarker,
  describeRecordSet,
  isMarkerFacts,
} from "./resource.ts";
import { refOfCheck } from "./wanted.ts";

/** Fields that hold something else than text, wherever they stand. */
const numbers = new Set(["Weight", "TTL", "Bias", "Port", "RequestInterval", "FailureThreshold"]);
const booleans = new Set([
  "EvaluateTargetHealth",
  "MultiValueAnswer",
  "MeasureLatency",
  "Inverted",
  "Disabled",
  "EnableSNI",
  "protect",
]);

const objects = new Set([
  "GeoLocation",
  "GeoProximityLocation",
  "Coordinates",
  "CidrRoutingConfig",
  "AliasTarget",
]);
const lists = new Set(["ResourceRecords", "Regions", "Locations", "CidrList"]);

/** Null when it is nothing that Route 53 has. Whether it is in canonical form is for the caller to compare. */
export function reviveResource({ kind, key, owner, attributes }: WrittenResource): Resource | null {
  if (!isTyped(attributes)) return null;
  if (kind === "record set" && isRecordSet(attributes)) {
    return describeRecordSet(canonicalRecordSet(toRecordSet(attributes), ""), owner, null);
  }
  if (kind === "health check" && isHealthCheckConfig(attributes)) {
    return describeHealthCheck(refOfCheck(key), canonicalConfig(toHealthCheckConfig(attributes)), null);
  }
  if (kind === "cidr collection" && isCidrCollection(attributes)) {
    const locations = attributes.Locations.map(({ LocationName, CidrList }) => ({
      LocationName,
      CidrList: CidrList.map(String),
    }));
    return describeCollection({ Locations: locations }, null);
  }
  if (kind === "marker" && isMarkerFacts(attributes)) {
    const { owner: name, policy, digest, protect } = attributes;
    return describeMarker({ owner: name, policy, digest, ...(protect === true && { protect }) }, null);
  }
  return null;
}

/** Whether each value is of the type that Route 53 gives it. */
function isTyped(attributes: JsonObject): boolean {
  return Object.entries(attributes).every(([field, value]) => {
    if (value === undefined) return false;
    if (lists.has(field)) return isList(value) && value.every((item) => isTyped({ item }));
    if (isList(value) || value === null) return false;
    // An item of a list may be either.
    if (typeof value === "object") return (objects.has(field) || field === "item") && isTyped(value);
    if (objects.has(field)) return false;
    return typeof value === (numbers.has(field) ? "number" : booleans.has(field) ? "boolean" : "string");
  });
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
