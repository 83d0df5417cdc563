/**
 * Deleting health checks. DeleteHealthCheck refuses neither a check in use nor one at another version (API reference),
 * so record sets and checks are read again right before: since they were planned, another writer may have begun to use
 * one, or changed it.
 */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Progress } from "../progress.ts";
import { ProviderError } from "../provider-error.ts";
import type { LiveResource } from "../resource.ts";
import type { RawHealthCheck } from "./client.ts";
import { toHealthCheck } from "./parse-raw.ts";
import type { WriteContext } from "./write-context.ts";

/** A check that this run made, and the step that made it. */
export interface MadeCheck {
  readonly ref: string;
  readonly id: string;
  /** What it was made as. */
  readonly made: RawHealthCheck;
  readonly title: string;
}

export function titleOfDelete(check: LiveResource): string {
  return `delete health check ${check.title.join(" ")}`;
}

/**
 * Deletes checks that nothing refers to any more. The changes must be INSYNC, since servers without them still ask.
 * Throws a conflict over one that somebody changed.
 */
export async function retireChecks(
  { api, zone }: WriteContext,
  checks: readonly LiveResource[],
  progress: Progress,
): Promise<void> {
  if (checks.length === 0) return;
  progress.stopIfInterrupted();
  const used = usedIn(await api.recordSets(zone.id));
  const live = await api.healthChecks();
  for (const check of checks) {
    const id = String(check.raw.Id);
    const title = titleOfDelete(check);
    if (used.has(id)) {
      progress.leave([title]);
      continue;
    }
    await progress.run(title, [check.key], async () => {
      if (hasMoved(toHealthCheck(check.raw), live)) {
        const moved = [check.title.join(" ")];
        throw new ProviderError("conflict", diagnose("conflict", { zone: zone.name, moved }, null));
      }
      await api.deleteHealthCheck(id);
    });
  }
}

/**
 * Takes back checks that were made for a batch that was refused. The same reference gives two writers the same check, so
 * one that somebody else's record set already has stays, and one that somebody changed. One that can't be deleted shows
 * in the next plan.
 */
export async function takeBackChecks(
  { api, zone }: WriteContext,
  made: readonly MadeCheck[],
  progress: Progress,
): Promise<void> {
  if (made.length === 0) return;
  const used = usedIn(await api.recordSets(zone.id));
  const live = await api.healthChecks();
  for (const { id, title, made: before } of made) {
    // What stays was made.
    if (used.has(id) || hasMoved(before, live)) continue;
    await api.deleteHealthCheck(id);
    progress.forget(title);
  }
}

function usedIn(sets: readonly { readonly HealthCheckId?: string | undefined }[]): ReadonlySet<string> {
  return new Set(sets.flatMap((set) => set.HealthCheckId ?? []));
}

/** Each update of a check counts its version up (API reference, UpdateHealthCheck). One that is gone hasn't moved. */
function hasMoved(before: RawHealthCheck, live: readonly RawHealthCheck[]): boolean {
  const now = live.find(({ Id }) => Id === before.Id);
  return now !== undefined && now.HealthCheckVersion !== before.HealthCheckVersion;
}
