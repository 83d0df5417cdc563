/** From a check of the policy to a Route 53 health check, and where Route 53 can't hold it. */
import ipaddr from "ipaddr.js";
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { CheckSettings, HealthCheck } from "../../policy/policy.ts";

/** A health check's configuration in canonical form, under AWS's own field names. */
export type HealthCheckConfig = {
  readonly Type: string;
  readonly IPAddress?: string;
  readonly Port?: number;
  readonly ResourcePath?: string;
  readonly FullyQualifiedDomainName?: string;
  readonly SearchString?: string;
  readonly RequestInterval: number;
  readonly FailureThreshold: number;
  readonly MeasureLatency: boolean;
  readonly Inverted: boolean;
  readonly Disabled: boolean;
  /** For https; Route 53 keeps none for the others. */
  readonly EnableSNI?: boolean;
  /** Absent: all of Route 53's regions. */
  readonly Regions?: readonly string[];
};

/** The configuration that holds a check of this address. Every field that can be said is said. */
export function configureHealthCheck(check: CheckSettings, address: string): HealthCheckConfig {
  const isAddress = ipaddr.isValid(address);
  // A host name or an AWS service is resolved by the checkers, and is the Host header too.
  const host = isAddress ? check.host : address.replace(/^alias:/u, "");
  const shared = {
    ...(isAddress ? { IPAddress: address } : {}),
    Port: check.port,
    RequestInterval: check.interval,
    FailureThreshold: check.unhealthyThreshold,
    MeasureLatency: false,
    Inverted: false,
    Disabled: false,
  };
  if (check.type === "tcp") {
    return {
      Type: typeOf(check),
      ...shared,
      ...(isAddress || host === null ? {} : { FullyQualifiedDomainName: host }),
    };
  }
  return {
    Type: typeOf(check),
    ...shared,
    ResourcePath: check.path ?? "/",
    ...(host === null ? {} : { FullyQualifiedDomainName: host }),
    ...(check.expectBody === null ? {} : { SearchString: check.expectBody }),
    // Without a host there is no name to send.
    ...(check.type === "https" ? { EnableSNI: host !== null } : {}),
  };
}

/**
 * The longest a probe that hangs takes to fail, in seconds. Fixed by Route 53: 4 s to connect and 2 s for the
 * status, 2 s more for the body, 10 s for a tcp connection (Developer Guide, "How Route 53 determines whether a
 * health check is healthy").
 */
export function probeSeconds(check: HealthCheck): number {
  return longestProbe(typeOf(check));
}

/** The same by the type of a Route 53 health check. */
export function longestProbe(type: string): number {
  if (type === "TCP") return 10;
  return type.endsWith("_STR_MATCH") ? 8 : 6;
}

function typeOf({ type, expectBody }: CheckSettings): string {
  const plain = type.toUpperCase();
  return type === "tcp" || expectBody === null ? plain : `${plain}_STR_MATCH`;
}

/** What Route 53 can't hold of a check. Nothing is rounded in silence. */
export function judgeHealthCheck(check: HealthCheck): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const name = check.name;
  const at = (member: string) => ({ ...check.origin, pointer: `${check.origin.pointer}/${member}` });
  if (check.interval !== 10 && check.interval !== 30) {
    found.push(diagnose("route53-interval", { check: name, interval: check.interval }, at("interval")));
  }
  if (check.unhealthyThreshold !== check.healthyThreshold) {
    const thresholds = { unhealthy: check.unhealthyThreshold, healthy: check.healthyThreshold };
    found.push(diagnose("route53-thresholds", { check: name, ...thresholds }, at("healthyThreshold")));
  }
  if (check.unhealthyThreshold < 1 || check.unhealthyThreshold > 10) {
    const args = { check: name, threshold: check.unhealthyThreshold };
    found.push(diagnose("route53-threshold-range", args, at("unhealthyThreshold")));
  }
  const fixed = probeSeconds(check);
  if (check.timeout !== null && check.timeout !== fixed) {
    found.push(diagnose("route53-timeout", { check: name, timeout: check.timeout, fixed }, at("timeout")));
  }
  if (check.expectStatus !== null) {
    const args = { check: name, status: check.expectStatus.join(", ") };
    found.push(diagnose("route53-status", args, at("expect/status")));
  }
  if (check.verifyTls === true) found.push(diagnose("route53-tls", { check: name }, at("tls/verify")));
  if (check.expectBody !== null && check.expectBody.length > 255) {
    found.push(diagnose("route53-body", { check: name, length: check.expectBody.length }, at("expect/body")));
  }
  return found;
}

/** Whether the attributes of a resource are those of a health check. */
export function isHealthCheckConfig(attributes: object): attributes is HealthCheckConfig {
  return "RequestInterval" in attributes && "FailureThreshold" in attributes;
}
