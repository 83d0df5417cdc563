/** Which health checks a policy needs: one for each distinct configuration of an address, shared by all its records. */
import type { Origin, RecordType } from "../../policy/policy.ts";
import { addressOf, unitKeyOf } from "../../steering/health.ts";
import type { SteeredEndpoint } from "../../steering/tree.ts";
import { canonicalJson } from "../canonical-json.ts";
import { configureHealthCheck, type HealthCheckConfig } from "./health-check.ts";
import type { Group, Target } from "./layout.ts";

export interface WantedCheck {
  /** `check.endpoint.type`; names hold no dots, so no two are alike. */
  readonly ref: string;
  readonly config: HealthCheckConfig;
  /** The units of the policy's health that it watches: several when they differ in nothing that Route 53 keeps. */
  readonly units: readonly string[];
  readonly origin: Origin;
}

export interface WatchedEndpoint {
  readonly endpoint: SteeredEndpoint;
  readonly type: RecordType;
}

/** The checks that these endpoints need, by the text of their configuration. The smallest reference names a shared one. */
export function wantChecks(watched: Iterable<WatchedEndpoint>): ReadonlyMap<string, WantedCheck> {
  const wanted = new Map<string, WantedCheck>();
  for (const { endpoint, type } of watched) {
    const address = addressOf(endpoint, type);
    const unit = unitKeyOf(endpoint, type);
    if (endpoint.check === null || address === null || unit === null) continue;
    const config = configureHealthCheck(endpoint.check, address);
    const ref = `${endpoint.check.name}.${endpoint.name}.${type}`;
    const key = canonicalJson(config);
    const known = wanted.get(key);
    const units =
      known === undefined ? [unit] : known.units.includes(unit) ? known.units : [...known.units, unit];
    const named = known === undefined || ref < known.ref ? { ref, origin: endpoint.origin } : known;
    wanted.set(key, { ref: named.ref, config, units, origin: named.origin });
  }
  return wanted;
}

/** The reference of the check that watches an endpoint, null when nothing does. */
export function refOf(
  wanted: ReadonlyMap<string, WantedCheck>,
  endpoint: SteeredEndpoint,
  type: RecordType,
): string | null {
  const address = addressOf(endpoint, type);
  if (endpoint.check === null || address === null) return null;
  return wanted.get(canonicalJson(configureHealthCheck(endpoint.check, address)))?.ref ?? null;
}

/** The endpoints whose checks matter in a group, drained members included. */
export function watchedIn(group: Group): readonly SteeredEndpoint[] {
  const { routing } = group;
  switch (routing.kind) {
    case "simple":
      return watchedBy([routing.target]);
    case "all":
      return [];
    case "multivalue":
      return routing.endpoints;
    case "failover":
      return watchedBy([routing.primary, ...(routing.secondary === null ? [] : [routing.secondary])]);
    case "weighted":
    case "geolocation":
    case "ranked":
    case "subnet":
      return watchedBy(routing.members.map((member) => member.target));
  }
}

function watchedBy(targets: readonly Target[]): readonly SteeredEndpoint[] {
  return targets.flatMap((target) => (target.kind === "endpoint" && target.watched ? [target.endpoint] : []));
}
