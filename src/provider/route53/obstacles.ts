/**
 * What AWS would refuse to write, seen before the first write: protected names and types, and full quotas. Where it
 * doesn't tell, the batch itself is refused if need be, and nothing of it is applied.
 */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { type Change, subjectOf } from "../change.ts";
import type { Zone } from "../connection.ts";
import { askUnlessRefused } from "./ask.ts";
import type { Batch } from "./batch.ts";
import { canonicalName } from "./canonical.ts";
import type { RawChange, Route53Reads } from "./client.ts";
import type { Quota } from "./quota.ts";

/** Asks only what these changes could run into. Throws `ProviderError` when it was interrupted or throttled out. */
export async function findObstacles(
  api: Route53Reads,
  zone: Zone,
  changes: readonly Change[],
  batches: readonly Batch[],
): Promise<readonly Diagnostic[]> {
  const sent = batches.flatMap((batch) => batch.changes);
  const checks = changes.filter(
    (change) => change.action === "create" && subjectOf(change).kind === "health check",
  ).length;
  const sets = countAction(sent, "CREATE") - countAction(sent, "DELETE");
  const found = await Promise.all([
    sent.length === 0 ? [] : refuseProtected(api, zone, changes, sent),
    sets > 0
      ? refuseBeyond(`record sets in the zone ${zone.name}`, sets, () => api.recordSetQuota(zone.id))
      : [],
    // Those that they replace are deleted only after the batch.
    checks > 0 ? refuseBeyond("health checks in the account", checks, () => api.healthCheckQuota()) : [],
  ]);
  return found.flat();
}

function countAction(changes: readonly RawChange[], action: RawChange["Action"]): number {
  return changes.filter((change) => change.Action === action).length;
}

/**
 * While a name and type is protected, AWS refuses each change of it, whoever makes it and also where nothing stands
 * yet (API reference, CreateResourceRecordSetProtections).
 */
async function refuseProtected(
  api: Route53Reads,
  zone: Zone,
  changes: readonly Change[],
  sent: readonly RawChange[],
): Promise<readonly Diagnostic[]> {
  const protections = (await askUnlessRefused(() => api.protections(zone.id))) ?? [];
  const touched = new Set(
    sent.map(({ ResourceRecordSet: set }) => `${canonicalName(set?.Name ?? "")} ${set?.Type}`),
  );
  return protections.flatMap(({ RecordName, RecordType: type = "", Comment: comment }) => {
    const name = canonicalName(RecordName ?? "");
    if (!touched.has(`${name} ${type}`)) return [];
    const origin = changes.map(subjectOf).find((one) => one.title[0] === name && one.origin !== null)?.origin;
    return [diagnose("record-protected", { name, type, comment: comment || null }, origin ?? null)];
  });
}

async function refuseBeyond(
  what: string,
  more: number,
  ask: () => Promise<Quota>,
): Promise<readonly Diagnostic[]> {
  const quota = await askUnlessRefused(ask);
  if (quota === null || quota.used + more <= quota.most) return [];
  return [diagnose("quota-exceeded", { what, more, ...quota }, null)];
}
