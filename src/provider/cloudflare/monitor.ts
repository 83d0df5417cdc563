/** From a check of the policy to a Cloudflare monitor, and where Cloudflare can't hold it. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { CheckSettings, CloudflarePlan, HealthCheck } from "../../policy/policy.ts";
import type { Monitor } from "./objects.ts";

/** One retry: a lost packet is no failure, and a probe that hangs doesn't take for ever. */
const retries = 1;
/** Seconds. Cloudflare's own default. */
const usualTimeout = 5;

/** Without a wish, the usual one, or as much as two tries within an interval leave. */
function timeoutOf({ timeout, interval }: CheckSettings): number {
  return timeout ?? Math.max(1, Math.min(usualTimeout, Math.ceil(interval / (retries + 1)) - 1));
}

/** The monitor that holds a check. Every field that can be said is said. */
export function configureMonitor(check: CheckSettings): Monitor {
  const shared = {
    interval: check.interval,
    timeout: timeoutOf(check),
    retries,
    consecutive_up: check.healthyThreshold,
    consecutive_down: check.unhealthyThreshold,
    port: check.port,
  };
  if (check.type === "tcp") return { type: "tcp", ...shared, method: "connection_established" };
  return {
    type: check.type,
    ...shared,
    method: "GET",
    path: check.path ?? "/",
    header: check.host === null ? {} : { Host: [check.host] },
    expected_codes: expectedCodes(check),
    expected_body: check.expectBody ?? "",
    // Health means the same as on Route 53, which follows no redirect.
    follow_redirects: false,
    allow_insecure: check.verifyTls !== true,
  };
}

/** One code or one range (OpenAPI, load-balancing_expected_codes); Route 53's 200 to 399 can't be said. */
function expectedCodes({ expectStatus }: CheckSettings): string {
  return expectStatus?.[0] === undefined ? "2xx" : String(expectStatus[0]);
}

/** The longest that a probe which hangs takes to fail, retries included. Seconds. */
export function probeSeconds(check: HealthCheck): number {
  return (retries + 1) * timeoutOf(check);
}

/** Seconds. Source: Cloudflare docs, "Monitors"; none is assumed where the plan isn't told. */
const shortestInterval: Readonly<Record<CloudflarePlan, number>> = {
  free: 15,
  pro: 15,
  business: 15,
  enterprise: 10,
};
const longestInterval = 3600;

/** What Cloudflare can't hold of a check. Nothing is rounded in silence. */
export function judgeMonitor(check: HealthCheck, plan: CloudflarePlan | null): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const name = check.name;
  const at = (member: string) => ({ ...check.origin, pointer: `${check.origin.pointer}/${member}` });
  const timeout = timeoutOf(check);
  const shortest = shortestInterval[plan ?? "enterprise"];
  if (check.interval < shortest || check.interval > longestInterval) {
    const args = { check: name, interval: check.interval, shortest, longest: longestInterval, plan };
    found.push(diagnose("cloudflare-interval", args, at("interval")));
  } else if (check.interval <= (retries + 1) * timeout) {
    const args = { check: name, interval: check.interval, timeout, needed: (retries + 1) * timeout };
    found.push(
      diagnose("cloudflare-timeout-interval", args, at(check.timeout === null ? "interval" : "timeout")),
    );
  }
  if (check.expectStatus !== null && check.expectStatus.length > 1) {
    const args = { check: name, status: check.expectStatus.join(", ") };
    found.push(diagnose("cloudflare-status", args, at("expect/status")));
  }
  if (check.timeout !== null && (check.timeout < 1 || check.timeout > 10)) {
    found.push(diagnose("cloudflare-timeout", { check: name, timeout: check.timeout }, at("timeout")));
  }
  return found;
}
