import {
  type Fields,
  readBoolean,
  readFields,
  readInteger,
  readText,
  readTexts,
  readWord,
  requireText,
} from "./fields.ts";
import { checkerRegions } from "./places.ts";
import { leaf, node, optionalLeaf, type XmlElement } from "./xml.ts";

export const healthCheckTypes = [
  "HTTP",
  "HTTPS",
  "HTTP_STR_MATCH",
  "HTTPS_STR_MATCH",
  "TCP",
  "CALCULATED",
  "CLOUDWATCH_METRIC",
  "RECOVERY_CONTROL",
] as const;

export type HealthCheckType = (typeof healthCheckTypes)[number];

/** What can be changed later, each null where it was not given. */
export interface ChangeableConfig {
  readonly ipAddress: string | null;
  readonly port: number | null;
  readonly resourcePath: string | null;
  readonly fullyQualifiedDomainName: string | null;
  readonly searchString: string | null;
  /** How many checks in a row turn the status, both ways. */
  readonly failureThreshold: number | null;
  readonly inverted: boolean | null;
  readonly disabled: boolean | null;
  readonly healthThreshold: number | null;
  readonly childHealthChecks: readonly string[] | null;
  readonly enableSni: boolean | null;
  readonly regions: readonly string[] | null;
  readonly alarm: { readonly region: string; readonly name: string } | null;
  readonly insufficientDataHealthStatus: string | null;
}

/** A whole configuration. The rest of it stays for the check's life. */
export interface HealthCheckConfig extends ChangeableConfig {
  readonly type: HealthCheckType;
  /** Seconds. */
  readonly requestInterval: number | null;
  readonly measureLatency: boolean | null;
  readonly routingControlArn: string | null;
}

/** Members of UpdateHealthCheck that change the configuration. */
export const changeableMembers = [
  "IPAddress",
  "Port",
  "ResourcePath",
  "FullyQualifiedDomainName",
  "SearchString",
  "FailureThreshold",
  "Inverted",
  "Disabled",
  "HealthThreshold",
  "ChildHealthChecks",
  "EnableSNI",
  "Regions",
  "AlarmIdentifier",
  "InsufficientDataHealthStatus",
] as const;

/** Reads the members that both a new check and an update have. */
export function readChangeable(fields: Fields): ChangeableConfig {
  return {
    ipAddress: readText(fields, "IPAddress", { max: 45 }),
    port: readInteger(fields, "Port", 1, 65535),
    resourcePath: readText(fields, "ResourcePath", { min: 0, max: 255 }),
    fullyQualifiedDomainName: readText(fields, "FullyQualifiedDomainName", { min: 0, max: 255 }),
    searchString: readText(fields, "SearchString", { min: 0, max: 255 }),
    failureThreshold: readInteger(fields, "FailureThreshold", 1, 10),
    inverted: readBoolean(fields, "Inverted"),
    disabled: readBoolean(fields, "Disabled"),
    healthThreshold: readInteger(fields, "HealthThreshold", 0, 256),
    childHealthChecks: readTexts(fields, "ChildHealthChecks", "ChildHealthCheck", { max: 64 }),
    enableSni: readBoolean(fields, "EnableSNI"),
    regions: readTexts(fields, "Regions", "Region", { max: 64 }),
    alarm: readAlarm(fields.get("AlarmIdentifier")),
    insufficientDataHealthStatus: readWord(fields, "InsufficientDataHealthStatus", [
      "Healthy",
      "Unhealthy",
      "LastKnownStatus",
    ]),
  };
}

/** Reads a new check's configuration as it was sent, before defaults. */
export function readConfig(element: XmlElement): HealthCheckConfig {
  const fields = readFields(element, [
    "Type",
    "RequestInterval",
    "MeasureLatency",
    "RoutingControlArn",
    ...changeableMembers,
  ]);
  requireText(fields, "Type", { max: 64 });
  return {
    type: readWord(fields, "Type", healthCheckTypes) ?? "HTTP",
    requestInterval: readInteger(fields, "RequestInterval", 10, 30),
    measureLatency: readBoolean(fields, "MeasureLatency"),
    routingControlArn: readText(fields, "RoutingControlArn", { max: 255 }),
    ...readChangeable(fields),
  };
}

/** A configuration in the order of the API's schema. */
export function printConfig(config: HealthCheckConfig): XmlElement {
  const { childHealthChecks, regions, alarm } = config;
  return node("HealthCheckConfig", [
    optionalLeaf("IPAddress", config.ipAddress),
    optionalLeaf("Port", config.port),
    leaf("Type", config.type),
    optionalLeaf("ResourcePath", config.resourcePath),
    optionalLeaf("FullyQualifiedDomainName", config.fullyQualifiedDomainName),
    optionalLeaf("SearchString", config.searchString),
    optionalLeaf("RequestInterval", config.requestInterval),
    optionalLeaf("FailureThreshold", config.failureThreshold),
    optionalLeaf("MeasureLatency", config.measureLatency),
    optionalLeaf("Inverted", config.inverted),
    optionalLeaf("Disabled", config.disabled),
    optionalLeaf("HealthThreshold", config.healthThreshold),
    childHealthChecks === null
      ? null
      : node(
          "ChildHealthChecks",
          childHealthChecks.map((id) => leaf("ChildHealthCheck", id)),
        ),
    optionalLeaf("EnableSNI", config.enableSni),
    regions === null
      ? null
      : node(
          "Regions",
          regions.map((region) => leaf("Region", region)),
        ),
    alarm === null ? null : node("AlarmIdentifier", [leaf("Region", alarm.region), leaf("Name", alarm.name)]),
    optionalLeaf("InsufficientDataHealthStatus", config.insufficientDataHealthStatus),
    optionalLeaf("RoutingControlArn", config.routingControlArn),
  ]);
}

/** Where a check is made from: the regions that it names, else all. */
export function regionsOf(config: HealthCheckConfig): readonly string[] {
  return config.regions ?? checkerRegions;
}

function readAlarm(element: XmlElement | undefined): ChangeableConfig["alarm"] {
  if (element === undefined) return null;
  const fields = readFields(element, ["Region", "Name"]);
  return {
    region: requireText(fields, "Region", { max: 64 }),
    name: requireText(fields, "Name", { max: 256 }),
  };
}
