/**
 * Deleting health checks. DeleteHealthCheck doesn't refuse a check in use (API reference), so the record sets are
 * read again right before: since they were planned, another writer may have begun to use one.
 */

import type { Progress } from "../progress.ts";
import type { LiveResource } from "../resource.ts";
import type { WriteContext } from "./write-context.ts";

/** A check that this run made, and the step that made it. */
export interface MadeCheck {
  readonly ref: string;
  readonly id: string;
  readonly title: string;
}

export function titleOfDelete(check: LiveResource): string {
  return `delete health check ${check.title.join(" ")}`;
}

/** Deletes checks that nothing refers to any more. The changes must be INSYNC, since servers without them still ask. */
export async function retireChecks(
  { api, zone }: WriteContext,
  checks: readonly LiveResource[],
  progress: Progress,
): Promise<void> {
  if (checks.length === 0) return;
  progress.stopIfInterrupted();
  const used = usedIn(await api.recordSets(zone.id));
  for (const check of checks) {
    const id = String(check.raw.Id);
    const title = titleOfDelete(check);
    if (used.has(id)) progress.leave([title]);
    else await progress.run(title, [check.key], () => api.deleteHealthCheck(id));
  }
}

/**
 * Takes back checks that were made for a batch that was refused. The same reference gives two writers the same
 * check, so one that somebody else's record set already has stays. One that can't be deleted shows in the next plan.
 */
export async function takeBackChecks(
  { api, zone }: WriteContext,
  made: readonly MadeCheck[],
  progress: Progress,
): Promise<void> {
  if (made.length === 0) return;
  const used = usedIn(await api.recordSets(zone.id));
  for (const { id, title } of made) {
    if (!used.has(id)) await api.deleteHealthCheck(id);
    progress.forget(title);
  }
}

function usedIn(sets: readonly { readonly HealthCheckId?: string | undefined }[]): ReadonlySet<string> {
  return new Set(sets.flatMap((set) => set.HealthCheckId ?? []));
}
