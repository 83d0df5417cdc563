import { isIPv4 } from "node:net";
import type { HealthCheckConfig } from "../route53/health-check-config.ts";
import type { State, StoredHealthCheck } from "../route53/state.ts";
import { expandIpv6, isPlainIpv6 } from "../route53/values.ts";
import type { Observation } from "../route53/world.ts";
import type { Prober } from "./prober.ts";

export interface HealthOptions {
  readonly state: () => State;
  readonly now: () => number;
  /** Null: every endpoint is well until it is set down. */
  readonly prober: Prober | null;
  /** Milliseconds from a new check to its first report, where nothing is probed. */
  readonly reportAfterMs: number;
}

/** The health of endpoints: what was set by hand, else what the probes saw. */
export interface Health {
  readonly isAlive: (healthCheckId: string) => boolean;
  readonly observe: (check: StoredHealthCheck) => Observation | null;
  readonly lastFailure: (check: StoredHealthCheck) => Observation | null;
  /** Takes an endpoint down, or lets it up again. What is set by hand is noticed at once. */
  readonly setDown: (target: string, down: boolean) => void;
  readonly isSetDown: (target: string) => boolean;
  readonly downByHand: () => readonly string[];
}

/** Tells which endpoints are alive. What is set by hand lasts as long as this. */
export function openHealth({ state, now, prober, reportAfterMs }: HealthOptions): Health {
  const downSince = new Map<string, number>();

  function isAlive(id: string, seen: ReadonlySet<string> = new Set()): boolean {
    const check = state().healthChecks.get(id);
    // A record set whose check was deleted is unpredictable at AWS; here it is answered.
    if (check === undefined || seen.has(id)) return true;
    const { config } = check;
    const inverted = config.inverted === true;
    // Disabled stops the checks and counts as healthy; with Inverted it forces the endpoint down.
    if (config.disabled === true) return !inverted;
    return isWell(check, new Set([...seen, id])) !== inverted;
  }

  function isWell({ id, config }: StoredHealthCheck, seen: ReadonlySet<string>): boolean {
    if (config.type === "CALCULATED") {
      const children = config.childHealthChecks ?? [];
      return children.filter((child) => isAlive(child, seen)).length >= (config.healthThreshold ?? 0);
    }
    if (downSince.has(targetOf(config))) return false;
    return prober?.resultOf(id)?.healthy ?? true;
  }

  function byHand({ config }: StoredHealthCheck): Observation | null {
    const since = downSince.get(targetOf(config));
    if (since === undefined) return null;
    return { healthy: false, status: "Failure: The endpoint was set down by hand.", at: since };
  }

  function observe(check: StoredHealthCheck): Observation | null {
    if (prober === null && now() - check.createdAt < reportAfterMs) return null;
    const down = byHand(check);
    if (down !== null) return down;
    if (prober !== null) return prober.resultOf(check.id)?.last ?? null;
    const status =
      check.config.type === "TCP"
        ? "Success: TCP connection established"
        : "Success: HTTP Status Code 200, OK";
    return { healthy: true, status, at: now() };
  }

  return {
    isAlive,
    observe,
    lastFailure: (check) => byHand(check) ?? prober?.resultOf(check.id)?.lastFailure ?? null,
    setDown: (target, down) => {
      if (!down) downSince.delete(normalizeTarget(target));
      else if (!downSince.has(normalizeTarget(target))) downSince.set(normalizeTarget(target), now());
    },
    isSetDown: (target) => downSince.has(normalizeTarget(target)),
    downByHand: () => [...downSince.keys()].sort(),
  };
}

/** What a check looks at: an address, else a name; empty for a check without an endpoint. */
export function targetOf({ ipAddress, fullyQualifiedDomainName }: HealthCheckConfig): string {
  return normalizeTarget(ipAddress ?? fullyQualifiedDomainName ?? "");
}

/** One spelling for each address and name. */
function normalizeTarget(text: string): string {
  if (isIPv4(text)) return text;
  return isPlainIpv6(text) ? expandIpv6(text) : text.toLowerCase().replace(/\.$/, "");
}
