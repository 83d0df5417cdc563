/** From a Cloudflare monitor to a check of a policy, as far as there is one. */
import type { CheckSettings } from "../../policy/policy.ts";
import type { JsonObject } from "../resource.ts";
import { configureMonitor } from "./monitor.ts";
import type { Monitor } from "./objects.ts";

/** What a monitor becomes, with the fields that would then differ; or why it becomes none. */
export type ReadMonitor =
  | { readonly kind: "check"; readonly settings: CheckSettings; readonly changed: readonly string[] }
  | { readonly kind: "none"; readonly reason: string };

/**
 * Reads a monitor.
 *
 * @param raw - as the API returned it: the canonical form knows no other types
 */
export function readMonitor(monitor: Monitor, raw: JsonObject): ReadMonitor {
  const type = String(raw.type);
  if (type !== monitor.type) return { kind: "none", reason: `it is of type ${type}` };
  const port = monitor.port === 0 ? (monitor.type === "https" ? 443 : 80) : monitor.port;
  const settings: CheckSettings = {
    type: monitor.type,
    path: monitor.type === "tcp" ? null : (monitor.path ?? "/"),
    port,
    host: monitor.header?.Host?.[0] ?? null,
    interval: monitor.interval,
    // 0 is the API's word for the first probe.
    unhealthyThreshold: Math.max(1, monitor.consecutive_down),
    healthyThreshold: Math.max(1, monitor.consecutive_up),
    timeout: null,
    expectStatus: readStatus(monitor.expected_codes),
    expectBody: monitor.expected_body === "" ? null : (monitor.expected_body ?? null),
    verifyTls: monitor.type === "https" && monitor.allow_insecure === false ? true : null,
  };
  const isUsual = configureMonitor(settings).timeout === monitor.timeout;
  const timed = isUsual ? settings : { ...settings, timeout: monitor.timeout };
  return { kind: "check", settings: timed, changed: findChanged({ ...monitor, port }, timed) };
}

/** A single code; 2xx is what a policy means without one. */
function readStatus(codes: string | undefined): readonly number[] | null {
  return codes !== undefined && /^\d{3}$/u.test(codes) ? [Number(codes)] : null;
}

function findChanged(live: Monitor, settings: CheckSettings): readonly string[] {
  const made: Readonly<Record<string, unknown>> = configureMonitor(settings);
  const fields: Readonly<Record<string, unknown>> = live;
  // Zero probes in a row are one.
  const atLeastOne = new Set(["consecutive_up", "consecutive_down"]);
  return (
    [...new Set([...Object.keys(made), ...Object.keys(fields)])]
      .filter((field) => !atLeastOne.has(field))
      // Only https verifies anything.
      .filter((field) => field !== "allow_insecure" || live.type === "https")
      .filter((field) => JSON.stringify(made[field]) !== JSON.stringify(fields[field]))
      .sort()
  );
}
