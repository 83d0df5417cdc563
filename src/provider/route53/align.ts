/** Which live health check is which wanted one. */

import { canonicalJson } from "../canonical-json.ts";
import { shortHash } from "../short-hash.ts";
import { canonicalConfig } from "./canonical.ts";
import type { RawHealthCheck } from "./client.ts";
import type { HealthCheckConfig } from "./health-check.ts";

export interface WantedConfig {
  readonly ref: string;
  readonly config: HealthCheckConfig;
}

/**
 * The start of every CallerReference of a policy in a zone. ListHealthChecks returns references and no tags, and
 * DeleteHealthCheck doesn't refuse a check in use, so a check belongs to one policy in one zone and says so here.
 */
export function referencePrefix(zoneId: string, policy: string): string {
  return `sp1.${shortHash(`${zoneId}\0${policy}`, 16)}.`;
}

/**
 * Lines wanted checks up with live ones of ours: first those of equal configuration, then those that can be
 * updated into it. One that is in use is preferred, so that no record set needs to change.
 *
 * @returns references by the id of the live check.
 */
export function alignChecks(
  wanted: readonly WantedConfig[],
  live: readonly RawHealthCheck[],
  used: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const refs = new Map<string, string>();
  const matched = new Set<string>();
  const byUse = live
    .map((check) => ({
      id: check.Id ?? "",
      config: canonicalConfig(check.HealthCheckConfig ?? { Type: undefined }),
    }))
    .sort((one, other) => Number(used.has(other.id)) - Number(used.has(one.id)) || compare(one.id, other.id));

  const byConfig = new Map<string, string[]>();
  for (const { id, config } of byUse) {
    const key = canonicalJson(config);
    byConfig.set(key, [...(byConfig.get(key) ?? []), id]);
  }
  for (const { ref, config } of wanted) {
    const id = byConfig.get(canonicalJson(config))?.shift();
    if (id === undefined) continue;
    refs.set(id, ref);
    matched.add(ref);
  }

  for (const { ref, config } of wanted) {
    if (matched.has(ref)) continue;
    const candidates = byUse.filter((check) => !refs.has(check.id) && canBecome(check.config, config));
    const [best] = candidates.sort((one, other) => alike(other.config, config) - alike(one.config, config));
    if (best !== undefined) refs.set(best.id, ref);
  }
  return refs;
}

/**
 * Type, RequestInterval, MeasureLatency and whether there is an IPAddress can't be changed (API reference,
 * UpdateHealthCheck). The address could be; a check of another address is another check all the same, since its
 * last status speaks of the old one.
 */
function canBecome(live: HealthCheckConfig, wanted: HealthCheckConfig): boolean {
  return (
    live.Type === wanted.Type &&
    live.RequestInterval === wanted.RequestInterval &&
    live.MeasureLatency === wanted.MeasureLatency &&
    live.IPAddress === wanted.IPAddress
  );
}

/** In how many fields two configurations agree. */
function alike(one: HealthCheckConfig, other: HealthCheckConfig): number {
  const others = new Map(Object.entries(other));
  return Object.entries(one).filter(([field, value]) => others.get(field) === value).length;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
