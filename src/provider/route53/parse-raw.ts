/** Between the SDK's objects and plain JSON: a plan keeps what was read, and apply hands it back exactly. */
import type { JsonObject } from "../resource.ts";
import type { RawHealthCheck, RawHealthCheckConfig, RawRecordSet } from "./client.ts";

/** Plain data, without what is undefined and without empty lists, which the API refuses in an echo. */
export function toJson(raw: RawRecordSet | RawHealthCheck): JsonObject {
  return JSON.parse(
    JSON.stringify(raw, (_key, value: unknown) =>
      Array.isArray(value) && value.length === 0 ? undefined : value,
    ),
  ) as JsonObject;
}

/** The record set that `toJson` was given. */
export function toRecordSet(json: JsonObject): RawRecordSet {
  return json as unknown as RawRecordSet;
}

/** The health check that `toJson` was given. */
export function toHealthCheck(json: JsonObject): RawHealthCheck {
  return json as unknown as RawHealthCheck;
}

/** A health check's configuration that was written down in canonical form. */
export function toHealthCheckConfig(json: JsonObject): RawHealthCheckConfig {
  return json as unknown as RawHealthCheckConfig;
}
