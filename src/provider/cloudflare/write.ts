/**
 * Writing changes, in the order in which a name never is without its answer: names of endpoints, monitors, pools, wait
 * until the pools' health is known, load balancers, the records that they replace or that replace them, and then what
 * nothing refers to any more.
 */
import { type Change, subjectOf } from "../change.ts";
import type { WriteOptions, Written } from "../connection.ts";
import { Progress } from "../progress.ts";
import { ProviderError } from "../provider-error.ts";
import { awaitHealth } from "./await-health.ts";
import { removeUnused } from "./remove-unused.ts";
import type { WriteContext } from "./write-context.ts";
import { put } from "./write-object.ts";
import { type Making, orderWrites, titleOf, titleOfRecords, titlesOf } from "./write-order.ts";
import { changeRecords } from "./write-records.ts";

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
  const order = orderWrites(context, changes);
  progress.plan(titlesOf(order));

  const runRecords = async (batches: readonly (readonly Change[])[]) => {
    for (const batch of batches) {
      await progress.run(titleOfRecords(batch), keysOf(batch), () => changeRecords(context, batch));
    }
  };
  await runRecords(order.helpers);
  for (const change of order.objects) {
    await progress.run(titleOf(change), keysOf([change]), () => put(context, change));
  }
  if (options.wait !== "none") await awaitHealth(context, order.balancers, progress);
  for (const change of order.balancers) {
    await progress.run(titleOf(change), keysOf([change]), () => put(context, change));
  }
  await runRecords(order.records);
  tellWayBack(order.balancers, order.records.flat(), options);
  const remove = async (change: Change) => {
    if (change.action === "delete") await removeUnused(context, change.before, titleOf(change), progress);
  };
  for (const change of order.balancersGone) await remove(change);
  await runRecords(order.helpersGone);
  for (const change of order.objectsGone) await remove(change);
}

function keysOf(changes: readonly Change[]): readonly string[] {
  return changes.map((change) => subjectOf(change).key);
}

/** A name that went from records to a load balancer: how to have them again. */
function tellWayBack(
  balancers: readonly Making[],
  records: readonly Change[],
  { onProgress }: WriteOptions,
): void {
  for (const { action, after } of balancers) {
    const replaced = records.flatMap((change) =>
      change.action === "delete" && change.before.owner === after.owner ? [change.before] : [],
    );
    if (action !== "create" || replaced.length === 0) continue;
    const were = replaced.map(({ attributes }) => `${attributes.type} ${attributes.content}`).join(", ");
    const title = `${after.owner}: its load balancer answers now instead of ${were}. The way back: the former target in the policy, then signpost apply`;
    onProgress({ kind: "told", title });
  }
}
