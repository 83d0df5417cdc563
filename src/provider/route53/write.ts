/**
 * Writing changes, in the order that never leaves a name without its answer or a record set without its check:
 * checks made and updated, those that replace one in use heard from, record sets switched, INSYNC, old checks gone.
 */
import { diagnose } from "../../diagnostic/diagnose.ts";
import { type Change, subjectOf } from "../change.ts";
import type { WriteOptions, Written } from "../connection.ts";
import { Progress } from "../progress.ts";
import { ProviderError } from "../provider-error.ts";
import { type Batch, buildBatches } from "./batch.ts";
import { RefusedBatch } from "./client-error.ts";
import { judgeFailure } from "./refusal.ts";
import { type MadeCheck, retireChecks, takeBackChecks, titleOfDelete } from "./retire-checks.ts";
import { awaitReports, createCheck, idsByRef, replacesCheckInUse, updateCheck } from "./write-checks.ts";
import { fillCollection, removeCollection } from "./write-collections.ts";
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
  const collections = changes.filter((change) => subjectOf(change).kind === "cidr collection");
  const retired = collections.filter((change) => change.action === "delete");
  const leftovers = [...deleted.map(titleOfDelete), ...retired.map((change) => titleOf(change))];
  const ids = new Map(idsByRef(context.snapshot));
  const batches = (): readonly Batch[] =>
    buildBatches(changes, {
      zoneId: context.zone.id,
      live: context.snapshot.resources,
      idOf: (ref) => ids.get(ref) ?? "",
      now: context.now(),
    });
  progress.plan([
    ...[...collections, ...checks]
      .filter((change) => change.action !== "delete")
      .map((change) => titleOf(change)),
    ...batches().map(titleOfBatch),
    ...leftovers,
  ]);

  for (const change of collections) {
    if (change.action === "delete") continue;
    const made = await progress.run(titleOf(change), [change.after.key], () =>
      fillCollection(context, change),
    );
    ids.set(made.ref, made.id);
  }

  const created: MadeCheck[] = [];
  for (const change of checks) {
    if (change.action === "delete") continue;
    const title = titleOf(change);
    await progress.run(title, [change.after.key], async () => {
      if (change.action === "update") return updateCheck(context, change);
      const made = await createCheck(context.api, context.zone, context.policy, change.after, context.now());
      ids.set(made.ref, made.id);
      created.push({ ...made, title });
    });
  }
  const silent = options.wait === "none" ? [] : replacesCheckInUse(changes, ids);
  if (silent.length > 0) await awaitReports(context, silent, progress);

  const sent: (string | null)[] = [];
  for (const batch of batches()) {
    try {
      sent.push(
        await progress.run(titleOfBatch(batch), batch.keys, () => sendBatch(context, batch, changes)),
      );
    } catch (error) {
      if (sent.length === 0 && isRefusal(error)) await takeBackOrLeave(context, created, progress);
      throw error;
    }
  }
  if (options.wait === "none") return progress.leave(leftovers);
  const last = sent.findLast((id) => id !== null);
  if (last !== undefined && last !== null) await awaitInSync(context, last, progress);
  // After a lost reply there is no change to ask about; what was replaced is left to the next apply.
  if (sent.includes(null)) return progress.leave(leftovers);
  await retireChecks(context, deleted, progress);
  for (const change of retired) {
    await progress.run(titleOf(change), [change.before.key], () => removeCollection(context, change));
  }
}

/** Whether it is certain that nothing was applied: the vendor understood, and said no. */
function isRefusal(error: unknown): boolean {
  return error instanceof ProviderError && ["conflict", "rejected", "notFound"].includes(error.kind);
}

function titleOf(change: Change): string {
  const subject = subjectOf(change);
  return `${change.action} ${subject.kind} ${subject.title.join(" ")}`;
}

function titleOfBatch(batch: Batch): string {
  const number = batch.changes.length === 1 ? "1 change" : `${batch.changes.length} changes`;
  return `change ${batch.owners.join(", ")} (${number} in one batch)`;
}

/**
 * Sends one batch. Whether a failed one was applied is looked into, since the reply to an earlier try may have been
 * lost. Null: it was, and there is no change id.
 */
async function sendBatch(
  context: WriteContext,
  batch: Batch,
  changes: readonly Change[],
): Promise<string | null> {
  try {
    const comment = `signpost ${context.policy}`;
    return await context.api.changeRecordSets(context.zone.id, batch.changes, comment);
  } catch (error) {
    if (!(error instanceof RefusedBatch || isUncertain(error))) throw error;
    const failure = await judgeFailure(context, batch, changes, error);
    if (failure !== null) throw failure;
    return null;
  }
}

/** No answer, or one that says nothing of the tries before. */
function isUncertain(error: unknown): error is ProviderError {
  return error instanceof ProviderError && ["unavailable", "throttle"].includes(error.kind);
}

/** The refusal is what has to be told, not that tidying up after it failed. */
async function takeBackOrLeave(
  context: WriteContext,
  created: readonly MadeCheck[],
  progress: Progress,
): Promise<void> {
  try {
    await takeBackChecks(context, created, progress);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
  }
}

async function awaitInSync(context: WriteContext, changeId: string, progress: Progress): Promise<void> {
  const start = context.now();
  const title = "all Route 53 servers to have it";
  progress.await(title);
  for (let turn = 0; ; turn++) {
    if (await context.api.isInSync(changeId)) return;
    const seconds = (context.now() - start) / 1000;
    if (seconds > inSyncPatience) {
      throw new ProviderError("unavailable", diagnose("not-in-sync", { seconds: inSyncPatience }, null));
    }
    progress.wait(title, seconds);
    await context.sleep(1000 * (inSyncPauses[turn] ?? inSyncPauses.at(-1) ?? 5));
  }
}
