/**
 * Writing changes, in the order in which a name never is without its answer: names of endpoints, monitors, pools, wait
 * until the pools' health is known, load balancers, the records that they replace or that replace them, what leaves
 * pools, and then what nothing refers to any more.
 */
import { type Change, subjectOf } from "../change.ts";
import type { WriteOptions, Written } from "../connection.ts";
import { Progress } from "../progress.ts";
import { ProviderError } from "../provider-error.ts";
import type { JsonObject, Resource } from "../resource.ts";
import { awaitHealth, poolsBeside, poolsToCome, poolsUnder } from "./await-health.ts";
import { removeUnused } from "./remove-unused.ts";
import type { Making, WriteContext } from "./write-context.ts";
import { put } from "./write-object.ts";
import {
  orderWrites,
  titleOf,
  titleOfRecords,
  titleOfWidened,
  titlesOf,
  type WriteOrder,
} from "./write-order.ts";
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
  const makeAll = async (makings: readonly Making[]) => {
    for (const change of makings) {
      await progress.run(titleOf(change), keysOf([change]), () => put(context, change));
    }
  };
  const hear = async (pools: readonly Resource[], isDown = false) => {
    if (options.wait !== "none") await awaitHealth(context, pools, progress, { isDown });
  };
  await runRecords(order.helpers);
  await makeAll(order.monitors);
  await hear(poolsUnder(context, order.monitors), true);

  const { opening, widened, turns, closing } = order.pools;
  await makeAll(opening);
  // Without waiting nothing would be known in the end either.
  if (options.wait === "none") progress.leave(widened.map(titleOfWidened));
  else {
    for (const change of widened) {
      await progress.run(titleOfWidened(change), [], () => put(context, change), [change.after]);
    }
  }
  const opened = [...opening, ...widened].map(({ after }) => after);
  await hear([...opened, ...poolsToCome(context, order.balancers)]);
  const moving = new Set(turns.flat().map(({ after }) => after.key));
  await hear(
    poolsBeside(context, turns.flat()).filter(({ key }) => !moving.has(key)),
    true,
  );
  for (const turn of turns) {
    await makeAll(turn);
    await hear(
      turn.map(({ after }) => after),
      true,
    );
  }

  await makeAll(order.balancers);
  tellWayBack(context, order, options);
  await runRecords(order.records);
  await hear(poolsBeside(context, closing));
  await makeAll(closing);
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

/**
 * A name that goes from records to a load balancer: what its records say, before they are deleted. While they are there,
 * they answer again as soon as the load balancer is switched off (Cloudflare docs, "Load balancers in DNS").
 */
function tellWayBack(
  { scope, written }: WriteContext,
  { balancers, records }: WriteOrder,
  { onProgress }: WriteOptions,
): void {
  for (const { action, after } of balancers) {
    const replaced = records
      .flat()
      .flatMap((change) =>
        change.action === "delete" && change.before.owner === after.owner ? [change.before] : [],
      );
    if (action !== "create" || replaced.length === 0) continue;
    const were = replaced.map(({ attributes }) => spellRecord(attributes)).join(", ");
    const path = `/zones/${scope.zoneId}/load_balancers/${String(written.get(after.key)?.id)}`;
    const title = `${after.owner}: its load balancer answers now, and ${were} will be deleted. The way back: while they are there, PATCH ${path} {"enabled": false}; afterwards the former target in the policy, then signpost apply`;
    onProgress({ kind: "told", title });
  }
}

function spellRecord({ type, content, ttl, proxied }: JsonObject): string {
  return `${type} ${content} (${proxied === true ? "proxied" : ttl === 1 ? "automatic ttl" : `ttl ${ttl}`})`;
}
