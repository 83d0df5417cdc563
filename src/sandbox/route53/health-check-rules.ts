import { isIPv4 } from "node:net";
import { ApiError, invalidInput } from "./api-error.ts";
import type { HealthCheckConfig, HealthCheckType } from "./health-check-config.ts";
import { checkerRegions } from "./places.ts";
import type { StoredHealthCheck } from "./state.ts";
import { expandIpv6, isPlainIpv6 } from "./values.ts";

const mostChildren = 255;
const fewestRegions = 3;

/**
 * Checks a whole configuration and fills in Route 53's defaults.
 * @throws ApiError InvalidInput. Addresses that nobody outside can reach (documentation, private) are taken
 * here, though Route 53 refuses them: nothing is probed.
 */
export function completeConfig(
  config: HealthCheckConfig,
  existing: ReadonlyMap<string, StoredHealthCheck>,
): HealthCheckConfig {
  if (config.type === "CALCULATED") return completeCalculated(config, existing);
  if (config.type === "CLOUDWATCH_METRIC") return completeAlarm(config);
  if (config.type === "RECOVERY_CONTROL") {
    forbid(config, endpointMembers);
    if (config.routingControlArn === null)
      throw invalidInput("RoutingControlArn is required for a RECOVERY_CONTROL check");
    return { ...config, inverted: config.inverted ?? false, disabled: config.disabled ?? false };
  }
  return completeEndpoint(config, config.type);
}

function completeEndpoint(config: HealthCheckConfig, type: HealthCheckType): HealthCheckConfig {
  forbid(config, [
    "healthThreshold",
    "childHealthChecks",
    "alarm",
    "insufficientDataHealthStatus",
    "routingControlArn",
  ]);
  const isHttps = type === "HTTPS" || type === "HTTPS_STR_MATCH";
  const matches = type === "HTTP_STR_MATCH" || type === "HTTPS_STR_MATCH";
  const fqdn = emptyToNull(config.fullyQualifiedDomainName);
  if (config.ipAddress === null && fqdn === null) {
    throw invalidInput("Invalid parameter : an IPAddress or a FullyQualifiedDomainName is required");
  }
  if (type === "TCP" && config.resourcePath !== null)
    throw invalidInput("ResourcePath is not valid for a TCP check");
  if (type === "TCP" && config.port === null) throw invalidInput("Port is required for a TCP check");
  if (matches && emptyToNull(config.searchString) === null) {
    throw invalidInput(`SearchString is required for a ${type} check`);
  }
  if (!matches && config.searchString !== null)
    throw invalidInput(`SearchString is not valid for a ${type} check`);
  if (!isHttps && config.enableSni === true) throw invalidInput(`EnableSNI is not valid for a ${type} check`);
  if (config.requestInterval !== null && config.requestInterval !== 10 && config.requestInterval !== 30) {
    throw invalidInput(`RequestInterval must be 10 or 30, not ${config.requestInterval}`);
  }
  checkRegions(config.regions);
  return {
    ...config,
    ipAddress: config.ipAddress === null ? null : normalizeAddress(config.ipAddress),
    fullyQualifiedDomainName: fqdn,
    port: config.port ?? (isHttps ? 443 : 80),
    requestInterval: config.requestInterval ?? 30,
    failureThreshold: config.failureThreshold ?? 3,
    measureLatency: config.measureLatency ?? false,
    inverted: config.inverted ?? false,
    disabled: config.disabled ?? false,
    enableSni: config.enableSni ?? isHttps,
  };
}

/** A calculated check watches others, but none that is calculated itself. */
function completeCalculated(
  config: HealthCheckConfig,
  existing: ReadonlyMap<string, StoredHealthCheck>,
): HealthCheckConfig {
  forbid(config, [...endpointMembers, "alarm", "insufficientDataHealthStatus", "routingControlArn"]);
  const children = config.childHealthChecks ?? [];
  if (children.length > mostChildren)
    throw invalidInput(`A check can't have more than ${mostChildren} children`);
  for (const id of children) {
    const child = existing.get(id);
    if (child === undefined) throw invalidInput(`The child health check ${id} does not exist`);
    if (child.config.type === "CALCULATED")
      throw invalidInput(`The child health check ${id} is calculated itself`);
  }
  if (config.healthThreshold === null)
    throw invalidInput("HealthThreshold is required for a CALCULATED check");
  return {
    ...config,
    childHealthChecks: children,
    inverted: config.inverted ?? false,
    disabled: config.disabled ?? false,
  };
}

function completeAlarm(config: HealthCheckConfig): HealthCheckConfig {
  forbid(config, [...endpointMembers, "healthThreshold", "childHealthChecks", "routingControlArn"]);
  if (config.alarm === null) throw invalidInput("AlarmIdentifier is required for a CLOUDWATCH_METRIC check");
  return {
    ...config,
    insufficientDataHealthStatus: config.insufficientDataHealthStatus ?? "LastKnownStatus",
    inverted: config.inverted ?? false,
    disabled: config.disabled ?? false,
  };
}

/**
 * Checks that an update keeps what is immutable: whether the check has an address.
 * @throws ApiError InvalidInput.
 */
export function checkUpdate(before: HealthCheckConfig, address: string | null): void {
  if (before.type === "RECOVERY_CONTROL") {
    throw new ApiError("InvalidInput", 400, "Update is not supported for this health check type");
  }
  if (address !== null && before.ipAddress === null) {
    throw invalidInput("An IPAddress can't be added to a health check that was created without one");
  }
}

const endpointMembers = [
  "ipAddress",
  "port",
  "resourcePath",
  "fullyQualifiedDomainName",
  "searchString",
  "requestInterval",
  "failureThreshold",
  "measureLatency",
  "enableSni",
  "regions",
] as const;

function forbid(config: HealthCheckConfig, members: readonly (keyof HealthCheckConfig)[]): void {
  const given = members.find((member) => config[member] !== null);
  if (given !== undefined) throw invalidInput(`${given} is not valid for a ${config.type} check`);
}

function checkRegions(regions: readonly string[] | null): void {
  if (regions === null) return;
  if (regions.length < fewestRegions) throw invalidInput(`At least ${fewestRegions} Regions are required`);
  const unknown = regions.find((region) => !checkerRegions.some((known) => known === region));
  if (unknown !== undefined) throw invalidInput(`The region '${unknown}' has no health checkers`);
  if (new Set(regions).size < regions.length) throw invalidInput("A region is given twice");
}

/** Route 53 gives IPv6 addresses back in another spelling than they were sent. */
function normalizeAddress(text: string): string {
  if (isIPv4(text)) return text;
  if (isPlainIpv6(text)) return expandIpv6(text);
  throw invalidInput(`Invalid parameter : '${text}' is not a valid IP address`);
}

function emptyToNull(text: string | null): string | null {
  return text === "" ? null : text;
}
