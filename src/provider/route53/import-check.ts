/** From a Route 53 health check to a check of a policy, as far as there is one. */
import type { CheckSettings } from "../../policy/policy.ts";
import { configureHealthCheck, type HealthCheckConfig } from "./health-check.ts";

/** What a check becomes, with the fields that would then differ; or why it becomes none. */
export type ReadCheck =
  | { readonly kind: "check"; readonly settings: CheckSettings; readonly changed: readonly string[] }
  | { readonly kind: "none"; readonly reason: string };

/**
 * Reads a check of an endpoint.
 *
 * @param value - what the endpoint answers: a check of a policy watches that
 */
export function readCheck(config: HealthCheckConfig, value: string): ReadCheck {
  const type = protocolOf(config.Type);
  if (type === null) return none(`it is of type ${config.Type}`);
  if (config.Inverted) return none("it is inverted");
  if (config.Disabled) return none("it is disabled");
  const watched = config.IPAddress ?? config.FullyQualifiedDomainName ?? "";
  if (watched.toLowerCase() !== value) return none(`it watches ${watched}, not what is answered`);
  const isAddress = config.IPAddress !== undefined;
  const found: CheckSettings = {
    type,
    path: type === "tcp" ? null : (config.ResourcePath ?? "/"),
    port: config.Port ?? (type === "https" ? 443 : 80),
    host: type === "tcp" || !isAddress ? null : (config.FullyQualifiedDomainName ?? null),
    interval: config.RequestInterval,
    unhealthyThreshold: config.FailureThreshold,
    healthyThreshold: config.FailureThreshold,
    timeout: null,
    expectStatus: null,
    expectBody: config.SearchString ?? null,
    verifyTls: null,
  };
  return { kind: "check", settings: found, changed: findChanged(config, found, value) };
}

function none(reason: string): ReadCheck {
  return { kind: "none", reason };
}

function protocolOf(type: string): CheckSettings["type"] | null {
  switch (type) {
    case "HTTP":
    case "HTTP_STR_MATCH":
      return "http";
    case "HTTPS":
    case "HTTPS_STR_MATCH":
      return "https";
    case "TCP":
      return "tcp";
    default:
      return null;
  }
}

/** Of no check is the latency measured, which decides nothing. */
function findChanged(live: HealthCheckConfig, found: CheckSettings, value: string): readonly string[] {
  const made: Readonly<Record<string, unknown>> = configureHealthCheck(found, value);
  const fields: Readonly<Record<string, unknown>> = live;
  return [...new Set([...Object.keys(made), ...Object.keys(fields)])]
    .filter((field) => field !== "MeasureLatency")
    .filter((field) => JSON.stringify(made[field]) !== JSON.stringify(fields[field]))
    .sort();
}
