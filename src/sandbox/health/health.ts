import type { HealthCheckConfig } from "../route53/health-check-config.ts";
import type { State, StoredHealthCheck } from "../route53/state.ts";
import type { Observation } from "../route53/world.ts";
import type { Prober } from "./prober.ts";
import { type DownByHand, downByHandStatus, normalizeTarget } from "./set-down.ts";

export interface HealthOptions {
  readonly state: () => State;
  readonly now: () => number;
  readonly downByHand: DownByHand;
  /** Null: every endpoint is well until it is set down. */
  readonly prober: Prober<unknown> | null;
  /** Milliseconds from a new check to its first report, where nothing is probed. */
  readonly reportAfterMs: number;
}

/** What Route 53's health checks say: what was set by hand, else what the probes saw. */
export interface Health {
  readonly isAlive: (healthCheckId: string) => boolean;
  readonly observe: (check: StoredHealthCheck) => Observation | null;
  readonly lastFailure: (check: StoredHealthCheck) => Observation | null;
}

/** Tells which health checks are healthy. */
export function openHealth({ state, now, downByHand, prober, reportAfterMs }: HealthOptions): Health {
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
    if (downByHand.since(targetOf(config)) !== null) return false;
    return prober?.resultOf(id)?.healthy ?? true;
  }

  function byHand({ config }: StoredHealthCheck): Observation | null {
    const since = downByHand.since(targetOf(config));
    return since === null ? null : { healthy: false, status: downByHandStatus, at: since };
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
  };
}

/** What a check looks at: an address, else a name; empty for a check without an endpoint. */
export function targetOf({ ipAddress, fullyQualifiedDomainName }: HealthCheckConfig): string {
  return normalizeTarget(ipAddress ?? fullyQualifiedDomainName ?? "");
}
