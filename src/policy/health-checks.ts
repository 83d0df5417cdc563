import { diagnose } from "../diagnostic/diagnose.ts";
import { readDomainName } from "./domain.ts";
import { parseDuration } from "./duration.ts";
import { type Declarations, isHealthCheckName, type Report } from "./names.ts";
import type { HealthCheck, HealthCheckName } from "./policy.ts";
import {
  originOf,
  readInteger,
  readItems,
  readKey,
  readText,
  type Written,
  type WrittenEntry,
} from "./written.ts";

const usualPorts = { http: 80, https: 443, tcp: null } as const;
type Type = keyof typeof usualPorts;

/** Settings that only some types have, and the types that have them. */
const particular = [
  { setting: "path", types: ["http", "https"], needs: "http or https" },
  { setting: "host", types: ["http", "https"], needs: "http or https" },
  { setting: "expect", types: ["http", "https"], needs: "http or https" },
  { setting: "tls", types: ["https"], needs: "https" },
];

/** Reads the health checks, with their defaults filled in. */
export function resolveHealthChecks(
  declared: Declarations,
  report: Report,
): ReadonlyMap<HealthCheckName, HealthCheck> {
  const checks = new Map<HealthCheckName, HealthCheck>();
  for (const entry of declared.healthChecks.entries) {
    const check = resolveHealthCheck(entry, report);
    if (check !== null) checks.set(check.name, check);
  }
  return checks;
}

function resolveHealthCheck({ key, value }: WrittenEntry, report: Report): HealthCheck | null {
  const type = readText(readKey(value, "type"));
  const host = readHost(readKey(value, "host"), report);
  if (type === null || !isType(type)) return null;
  for (const { setting, types, needs } of particular) {
    const written = readKey(value, setting);
    if (written === null || types.includes(type)) continue;
    report(diagnose("check-setting-useless", { setting, type, needs }, originOf(written, "key")));
  }
  const written = readKey(value, "port");
  const port = readInteger(written) ?? usualPorts[type];
  if (port === null && written === null) report(diagnose("check-needs-port", {}, originOf(value, "key")));
  if (port === null || !isHealthCheckName(key)) return null;
  const expect = readKey(value, "expect");
  const unhealthyThreshold = readInteger(readKey(value, "unhealthyThreshold")) ?? 3;
  return {
    name: key,
    type,
    path: type === "tcp" ? null : (readText(readKey(value, "path")) ?? "/"),
    port,
    host,
    interval: readSeconds(readKey(value, "interval")) ?? 30,
    unhealthyThreshold,
    healthyThreshold: readInteger(readKey(value, "healthyThreshold")) ?? unhealthyThreshold,
    timeout: readSeconds(readKey(value, "timeout")),
    expectStatus: expect === null ? null : readStatus(readKey(expect, "status")),
    expectBody: expect === null ? null : readText(readKey(expect, "body")),
    verifyTls: readVerify(readKey(value, "tls")),
    origin: originOf(value, "key"),
  };
}

function isType(text: string): text is Type {
  return Object.hasOwn(usualPorts, text);
}

function readHost(written: Written | null, report: Report): string | null {
  const text = readText(written);
  if (written === null || text === null) return null;
  return readDomainName(text, { what: "host name", wildcard: false }, originOf(written), report);
}

function readSeconds(written: Written | null): number | null {
  return written === null ? null : parseDuration(written.value);
}

function readStatus(written: Written | null): readonly number[] | null {
  if (written === null) return null;
  return readItems(written).flatMap((item) => readInteger(item) ?? []);
}

function readVerify(written: Written | null): boolean | null {
  const verify = written === null ? null : readKey(written, "verify")?.value;
  return typeof verify === "boolean" ? verify : null;
}
