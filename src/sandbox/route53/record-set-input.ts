import { ApiError, invalidInput } from "./api-error.ts";
import {
  constraint,
  type Fields,
  readBoolean,
  readFields,
  readInteger,
  readList,
  readText,
  readWord,
  requireText,
} from "./fields.ts";
import { normalizeName } from "./names.ts";
import { type AliasContent, type RecordSet, type Routing, recordTypes } from "./record-set.ts";
import { readRouting } from "./routing-input.ts";
import type { XmlElement } from "./xml.ts";

export type Action = "CREATE" | "DELETE" | "UPSERT";

export interface Change {
  readonly action: Action;
  readonly recordSet: RecordSet;
}

const longestTtl = 2147483647;

/**
 * Reads one change, and refuses what makes no sense whatever the zone holds: rules about fields.
 * @throws ApiError InvalidInput, or InvalidChangeBatch for a name that is none.
 */
export function readChange(element: XmlElement): Change {
  const fields = readFields(element, ["Action", "ResourceRecordSet"]);
  const action = readWord(fields, "Action", ["CREATE", "DELETE", "UPSERT"]);
  const body = fields.get("ResourceRecordSet");
  if (action === null || body === undefined) {
    throw invalidInput("Invalid XML ; a Change needs an Action and a ResourceRecordSet");
  }
  return { action, recordSet: readRecordSet(action, body) };
}

function readRecordSet(action: Action, element: XmlElement): RecordSet {
  const fields = readFields(element, [
    "Name",
    "Type",
    "SetIdentifier",
    "Weight",
    "Region",
    "GeoLocation",
    "Failover",
    "MultiValueAnswer",
    "TTL",
    "ResourceRecords",
    "AliasTarget",
    "HealthCheckId",
    "TrafficPolicyInstanceId",
    "CidrRoutingConfig",
    "GeoProximityLocation",
  ]);
  const written = requireText(fields, "Name", { max: 1024 });
  const type = readWord(fields, "Type", recordTypes);
  if (type === null) throw invalidInput("Invalid XML ; the element 'Type' is missing");
  const setIdentifier = readText(fields, "SetIdentifier", { max: 128 });
  const where = `in Change with [Action=${action}, Name=${written}, Type=${type}, SetIdentifier=${setIdentifier}]`;
  // Traffic Flow alone makes such a set; deleting one is allowed, and leaves the instance to be paid for.
  if (action !== "DELETE" && fields.has("TrafficPolicyInstanceId")) {
    throw invalidInput(`Invalid request: TrafficPolicyInstanceId can't be set ${where}`);
  }
  const routing = readRouting(fields, where);
  checkIdentifier(routing, setIdentifier, where);
  const name = normalizeName(written);
  if (!name.ok) throw new ApiError("InvalidChangeBatch", 400, `[${name.problem}]`);
  return {
    name: name.name,
    type,
    setIdentifier,
    routing,
    content: readContent(fields, where),
    healthCheckId: readText(fields, "HealthCheckId", { max: 64 }),
  };
}

/** A set identifier is required for every routing policy and forbidden without one. */
function checkIdentifier(routing: Routing, setIdentifier: string | null, where: string): void {
  if (routing.kind !== "simple" && setIdentifier === null) {
    throw invalidInput(`Invalid request: Missing field 'SetIdentifier' ${where}`);
  }
  if (routing.kind === "simple" && setIdentifier !== null) {
    throw invalidInput(
      `Invalid request: Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig], but found none ${where}`,
    );
  }
}

function readContent(fields: Fields, where: string): RecordSet["content"] {
  const expected = `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found`;
  const ttl = readInteger(fields, "TTL", 0, longestTtl);
  const records = fields.get("ResourceRecords");
  const alias = fields.get("AliasTarget");
  const instanceId = readText(fields, "TrafficPolicyInstanceId", { max: 36 });
  if (instanceId !== null) {
    if (ttl !== null || records !== undefined || alias !== undefined) {
      throw invalidInput(`${expected} more than one ${where}`);
    }
    return { kind: "trafficPolicyInstance", instanceId };
  }
  if (alias !== undefined) {
    if (ttl !== null || records !== undefined) throw invalidInput(`${expected} more than one ${where}`);
    return readAlias(alias);
  }
  if (records === undefined && ttl === null) throw invalidInput(`${expected} none ${where}`);
  if (records === undefined) throw invalidInput(`Invalid request: Missing field 'ResourceRecords' ${where}`);
  if (ttl === null) throw invalidInput(`Invalid request: Missing field 'TTL' ${where}`);
  const values = readList(records, "ResourceRecord").map((record) =>
    requireText(readFields(record, ["Value"]), "Value", { max: 4000 }),
  );
  if (values.length === 0) {
    throw constraint("ResourceRecords", "[]", "Member must have length greater than or equal to 1");
  }
  return { kind: "values", ttl, values };
}

function readAlias(element: XmlElement): AliasContent {
  const fields = readFields(element, ["HostedZoneId", "DNSName", "EvaluateTargetHealth"]);
  const hostedZoneId = requireText(fields, "HostedZoneId", { max: 50 }).replace(/^\/?hostedzone\//, "");
  const written = requireText(fields, "DNSName", { max: 1024 });
  const evaluateTargetHealth = readBoolean(fields, "EvaluateTargetHealth");
  if (evaluateTargetHealth === null)
    throw invalidInput("Invalid XML ; the element 'EvaluateTargetHealth' is missing");
  if (!/^[A-Z0-9]{1,32}$/.test(hostedZoneId)) {
    throw constraint("HostedZoneId", hostedZoneId, "Member must be the id of a hosted zone");
  }
  const dnsName = normalizeName(written);
  if (!dnsName.ok) throw new ApiError("InvalidChangeBatch", 400, `[${dnsName.problem}]`);
  return { kind: "alias", hostedZoneId, dnsName: dnsName.name, evaluateTargetHealth };
}
