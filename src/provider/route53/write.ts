/**
 * Writing changes, in the order that never leaves a name without its answer or a record set without its check:
 * checks made and updated, those that replace one in use heard from, record sets switched, INSYNC, old checks gone.
 */
import { diagnose } from "../../diagnostic/diagnose.ts";
import { type Change, subjectOf } from "../change.ts";
import type { WriteOptions, Written } from "../connection.ts";
import { ProviderError } from "../provider-error.ts";
import { type Batch, buildBatches } from "./batch.ts";
import type { Route53Api } from "./client.ts";
import { RefusedBatch } from "./client-error.ts";
import { Progress } from "./progress.ts";
import { judgeRefusal } from "./refusal.ts";
import { awaitReports, createCheck, idsByRef, replacesCheckInUse, updateCheck } from "./write-checks.ts";
import type { WriteContext } from "./write-context.ts";

/** Seconds between two questions whether all servers have a change; the last one is repeated. Usually it takes under 60 s. */
const inSyncPauses = [0.1, 0.5, 1, 2, 3, 5];
const inSyncPatience = 600;

/** Writes all changes or says how far it came. Never throws for what the vendor does. */
export async function writeChanges(
  context: WriteContext,
  changes: readonly Change[],
  options: WriteOptions,
): Promise<Written> {
  const progress = new Progress(options);
  try {
    await writeAll(context, changes, options, progress);
    return progress.finish(null);
  } catch (error) {
    if (error instanceof ProviderError) return progress.finish(error);
    throw error;
  }
}

async function writeAll(
  context: WriteContext,
  changes: readonly Change[],
  options: WriteOptions,
  progress: Progress,
): Promise<void> {
  const checks = changes.filter((change) => subjectOf(change).kind === "health check");
  const deleted = checks.flatMap((change) => (change.action === "delete" ? [change.before] : []));
  const ids = new Map(idsByRef(context.snapshot));
  const batches = (): readonly Batch[] =>
    buildBatches(changes, {
      zoneId: context.zone.id,
      live: context.snapshot.resources,
      idOf: (ref) => ids.get(ref) ?? "",
      now: context.now(),
    });
  progress.plan([
    ...checks.filter((change) => change.action !== "delete").map((change) => titleOf(change)),
    ...batches().map(titleOfBatch),
    ...deleted.map((check) => `delete health check ${check.title.join(" ")}`),
  ]);

  const created: string[] = [];
  for (const change of checks) {
    if (change.action === "delete") continue;
    await progress.run(titleOf(change), async () => {
      if (change.action === "update") return updateCheck(context.api, change);
      const made = await createCheck(context.api, context.zone, context.policy, change.after);
      ids.set(made.ref, made.id);
      created.push(made.id);
    });
  }
  const silent = options.wait === "none" ? [] : replacesCheckInUse(changes, created, ids);
  if (silent.length > 0) await awaitReports(context, silent, progress);

  let last: string | null = null;
  for (const [position, batch] of batches().entries()) {
    try {
      last = (await progress.run(titleOfBatch(batch), () => sendBatch(context, batch, changes))) ?? last;
    } catch (error) {
      if (position === 0) await takeBack(context.api, created, progress);
      throw error;
    }
  }
  if (last !== null && options.wait === "insync") await awaitInSync(context, last, progress);
  if (options.wait === "none") return progress.leave(deleted.length);
  for (const check of deleted) {
    const title = `delete health check ${check.title.join(" ")}`;
    await progress.run(title, () => context.api.deleteHealthCheck(String(check.raw.Id)));
  }
}

function titleOf(change: Change): string {
  const subject = subjectOf(change);
  return `${change.action} ${subject.kind} ${subject.title.join(" ")}`;
}

function titleOfBatch(batch: Batch): string {
  return `change ${batch.owners.join(", ")} (${batch.changes.length} changes in one batch)`;
}

/** Sends one batch; a refusal is looked into, since the reply to an earlier try may have been lost. */
async function sendBatch(
  context: WriteContext,
  batch: Batch,
  changes: readonly Change[],
): Promise<string | null> {
  try {
    const comment = `signpost ${context.policy}`;
    return await context.api.changeRecordSets(context.zone.id, batch.changes, comment);
  } catch (error) {
    if (!(error instanceof RefusedBatch)) throw error;
    const refusal = await judgeRefusal(context, batch, changes, error.message);
    if (refusal !== null) throw refusal;
    return null;
  }
}

/** Nothing was switched, so checks made for it are of no use. One that can't be deleted shows in the next plan. */
async function takeBack(api: Route53Api, created: readonly string[], progress: Progress): Promise<void> {
  for (const id of created) {
    try {
      await api.deleteHealthCheck(id);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      return;
    }
  }
  progress.forget();
}

async function awaitInSync(context: WriteContext, changeId: string, progress: Progress): Promise<void> {
  const start = context.now();
  for (let turn = 0; ; turn++) {
    if (await context.api.isInSync(changeId)) return;
    const seconds = (context.now() - start) / 1000;
    if (seconds > inSyncPatience) {
      throw new ProviderError("unavailable", diagnose("not-in-sync", { seconds: inSyncPatience }, null));
    }
    progress.wait("all Route 53 servers to have it", seconds);
    await context.sleep(1000 * (inSyncPauses[turn] ?? inSyncPauses.at(-1) ?? 5));
  }
}
