import { ApiError, invalidInput } from "./api-error.ts";
import { type Call, type Outcome, ok, requireBody } from "./call.ts";
import { readFields, readInteger, readTexts } from "./fields.ts";
import {
  type ChangeableConfig,
  changeableMembers,
  type HealthCheckConfig,
  readChangeable,
} from "./health-check-config.ts";
import { checkUpdate, completeConfig } from "./health-check-rules.ts";
import { findHealthCheck, printHealthCheck } from "./health-checks.ts";
import { withEntry } from "./state.ts";

/** What a caller can take away from a check, by the API's name for it. */
const resettable: ReadonlyMap<string, keyof ChangeableConfig> = new Map([
  ["ChildHealthChecks", "childHealthChecks"],
  ["FullyQualifiedDomainName", "fullyQualifiedDomainName"],
  ["Regions", "regions"],
  ["ResourcePath", "resourcePath"],
]);

/**
 * Changes what may be changed: members that are not given stay, members under ResetElements go. With a
 * version the update is a compare-and-swap. Immutable members are not part of the request at all.
 */
export function updateHealthCheck(call: Call): Outcome {
  const check = findHealthCheck(call);
  const fields = readFields(requireBody(call, "UpdateHealthCheckRequest"), [
    "HealthCheckVersion",
    "ResetElements",
    ...changeableMembers,
  ]);
  const version = readInteger(fields, "HealthCheckVersion", 1, Number.MAX_SAFE_INTEGER);
  if (version !== null && version !== check.version) {
    throw new ApiError(
      "HealthCheckVersionMismatch",
      409,
      `The health check ${check.id} is at version ${check.version}, not ${version}.`,
    );
  }
  const given = readChangeable(fields);
  checkUpdate(check.config, given.ipAddress);
  const reset = readTexts(fields, "ResetElements", "ResettableElementName", { max: 64 }) ?? [];
  const merged = completeConfig(merge(check.config, given, reset), call.state.healthChecks);
  const updated = { ...check, config: merged, version: check.version + 1 };
  return {
    ...ok("UpdateHealthCheckResponse", [printHealthCheck(updated)]),
    state: { ...call.state, healthChecks: withEntry(call.state.healthChecks, check.id, updated) },
  };
}

function merge(
  before: HealthCheckConfig,
  given: ChangeableConfig,
  reset: readonly string[],
): HealthCheckConfig {
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  const gone = reset.map((name) => {
    const member = resettable.get(name);
    if (member === undefined) throw invalidInput(`'${name}' can't be reset`);
    return [member, null] as const;
  });
  return { ...before, ...Object.fromEntries(gone), ...present };
}
