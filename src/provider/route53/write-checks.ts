/** Making, updating and hearing from health checks. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import { canonicalJson } from "../canonical-json.ts";
import type { Change } from "../change.ts";
import type { Snapshot, Zone } from "../connection.ts";
import type { Progress } from "../progress.ts";
import { ProviderError, providerError } from "../provider-error.ts";
import type { Resource } from "../resource.ts";
import { referencePrefix } from "./align.ts";
import { canonicalConfig } from "./canonical.ts";
import type { RawHealthCheck, RawHealthCheckConfig, RawHealthCheckUpdate, Route53Api } from "./client.ts";
import { ReferenceTaken, VersionMoved } from "./client-error.ts";
import { hashConfig } from "./digest.ts";
import type { HealthCheckConfig } from "./health-check.ts";
import { toHealthCheck } from "./parse-raw.ts";
import { isRecordSet } from "./record-set.ts";
import { configOf, refOfCheck } from "./wanted.ts";
import type { WriteContext } from "./write-context.ts";

/** The ids of live checks and CIDR collections by reference. */
export function idsByRef(snapshot: Snapshot): ReadonlyMap<string, string> {
  return new Map(
    snapshot.resources.flatMap((resource): (readonly [string, string])[] =>
      resource.kind === "health check"
        ? [[refOfCheck(resource.key), String(resource.raw.Id)]]
        : resource.kind === "cidr collection"
          ? [[resource.title[0] ?? "", String(resource.raw.Id)]]
          : [],
    ),
  );
}

/**
 * A reference is kept for days after its check is gone, and then means 409; the next number is free. Checks that
 * come and go often use up the small ones, and each try counts against the limit of CreateHealthCheck (one in two
 * seconds, API reference), so from then on the time is the number.
 */
const smallNumbers = [1, 2, 3] as const;

/** Makes a check. The same call again, after a lost reply, gives the same check. `now` in milliseconds since 1970. */
export async function createCheck(
  api: Route53Api,
  zone: Zone,
  policy: string,
  wanted: Resource,
  now: number,
): Promise<{ readonly ref: string; readonly id: string; readonly made: RawHealthCheck }> {
  const config = mustBeConfig(wanted);
  const prefix = `${referencePrefix(zone.id, policy)}${hashConfig(config)}.`;
  for (const number of [...smallNumbers, now]) {
    try {
      const made = await api.createHealthCheck(`${prefix}${number}`, encodeConfig(config));
      // One that was made so and updated since is another check by now. A fresh one is taken as it is, however
      // the API spells its configuration.
      if ((made.HealthCheckVersion ?? 1) > 1 && !hasConfig(made, config)) continue;
      return { ref: refOfCheck(wanted.key), id: made.Id ?? "", made };
    } catch (error) {
      if (!(error instanceof ReferenceTaken)) throw error;
    }
  }
  throw providerError("rejected", "Route 53", "all references of this check are taken");
}

function hasConfig({ HealthCheckConfig: live }: RawHealthCheck, wanted: HealthCheckConfig): boolean {
  return live !== undefined && canonicalJson(canonicalConfig(live)) === canonicalJson(wanted);
}

/** Changes a check in place, if it is still at the version that was read. */
export async function updateCheck(
  { api, zone }: Pick<WriteContext, "api" | "zone">,
  change: Change & { readonly action: "update" },
): Promise<void> {
  const raw = toHealthCheck(change.before.raw);
  const wanted = mustBeConfig(change.after);
  const { Type: _type, RequestInterval: _interval, MeasureLatency: _latency, ...rest } = encodeConfig(wanted);
  const reset = (["FullyQualifiedDomainName", "Regions", "ResourcePath"] as const).filter(
    (field) => raw.HealthCheckConfig?.[field] !== undefined && rest[field] === undefined,
  );
  const update: RawHealthCheckUpdate = {
    ...rest,
    ...(raw.HealthCheckVersion === undefined ? {} : { HealthCheckVersion: raw.HealthCheckVersion }),
    ...(reset.length === 0 ? {} : { ResetElements: [...reset] }),
  };
  try {
    await api.updateHealthCheck(raw.Id ?? "", update);
  } catch (error) {
    if (!(error instanceof VersionMoved)) throw error;
    // The reply to an earlier try may have been lost: then the check already is as wanted.
    const live = (await api.healthChecks()).find(({ Id }) => Id === raw.Id);
    if (live !== undefined && hasConfig(live, wanted)) return;
    const moved = [change.after.title.join(" ")];
    throw new ProviderError("conflict", diagnose("conflict", { zone: zone.name, moved }, null));
  }
}

/**
 * Checks to which a record set moves over from another check. One that was made by an apply that was interrupted
 * may still be silent too, so they need not be of this run.
 */
export function replacesCheckInUse(
  changes: readonly Change[],
  ids: ReadonlyMap<string, string>,
): readonly { readonly ref: string; readonly id: string }[] {
  const refs = new Set<string>();
  for (const change of changes) {
    if (change.action !== "update") continue;
    const { before, after } = change;
    if (!isRecordSet(before.attributes) || !isRecordSet(after.attributes)) continue;
    const check = after.attributes.HealthCheckId;
    if (before.attributes.HealthCheckId === undefined || check === undefined) continue;
    if (check !== before.attributes.HealthCheckId) refs.add(check.replace(/^ref:/u, ""));
  }
  return [...refs].flatMap((ref) => {
    const id = ids.get(ref);
    return id === undefined ? [] : [{ ref, id }];
  });
}

/** Seconds: three checks at the longest interval, and some for the status to travel. */
const reportPatience = 150;

/** A new check counts as healthy until it reports, so record sets are switched to it only after that. */
export async function awaitReports(
  context: WriteContext,
  checks: readonly { readonly ref: string; readonly id: string }[],
  progress: Progress,
): Promise<void> {
  const start = context.now();
  let silent = checks;
  progress.await("new checks to report");
  while (silent.length > 0) {
    const still: (typeof checks)[number][] = [];
    // GetHealthCheckStatus takes one request a second, so they are asked one after the other.
    for (const check of silent) if ((await context.api.statusesOf(check.id)).length === 0) still.push(check);
    silent = still;
    if (silent.length === 0) return;
    const seconds = (context.now() - start) / 1000;
    if (seconds > reportPatience) {
      const args = { checks: silent.map((check) => check.ref), seconds: reportPatience };
      throw new ProviderError("unavailable", diagnose("check-silent", args, null));
    }
    progress.wait(
      `${silent.length === 1 ? "a new check" : `${silent.length} new checks`} to report`,
      seconds,
    );
    await context.sleep(2000);
  }
}

function mustBeConfig(resource: Resource): HealthCheckConfig {
  const config = configOf(resource);
  if (config === null) throw new Error(`${resource.key} is no health check`);
  return config;
}

function encodeConfig(config: HealthCheckConfig): RawHealthCheckConfig {
  // A policy never chooses regions.
  const { Regions: _, Type: type, ...rest } = config;
  return { ...rest, Type: encodeType(type) };
}

function encodeType(type: string): NonNullable<RawHealthCheckConfig["Type"]> {
  switch (type) {
    case "HTTP":
    case "HTTPS":
    case "HTTP_STR_MATCH":
    case "HTTPS_STR_MATCH":
    case "TCP":
      return type;
    default:
      throw new Error(`no policy asks for a check of type ${type}`);
  }
}
