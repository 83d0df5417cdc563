/** Deleting an object that nothing refers to any more. */
import type { Progress } from "../progress.ts";
import type { LiveResource } from "../resource.ts";
import { StillReferenced } from "./client-error.ts";
import { collectionOf, type WriteContext } from "./write-context.ts";
import { readUnmoved } from "./write-guard.ts";

/** Milliseconds between tries: a reference that this run took away may be counted for a moment longer. */
const pauses = [500, 1000, 2000];

/** What something still refers to stays, and that is told: a pool may have found another load balancer. */
export async function removeUnused(
  context: WriteContext,
  before: LiveResource,
  title: string,
  progress: Progress,
): Promise<void> {
  const collection = collectionOf(before);
  const id = String(before.raw.id);
  const remove = async () => {
    // One that is gone already needs nothing.
    if ((await readUnmoved(context, before)) === null) return;
    await context.api.remove(context.scope, collection, id);
  };
  if (collection !== "pools" && collection !== "monitors") {
    await progress.run(title, [before.key], remove);
    return;
  }
  for (let turn = 0; ; turn++) {
    progress.await(`what refers to ${before.kind} ${before.title[0]}`);
    progress.stopIfInterrupted();
    const referrers = await context.api.referrersOf(context.scope, collection, id);
    const pause = pauses[turn];
    try {
      if (referrers.length === 0) {
        await progress.run(title, [before.key], remove);
        return;
      }
    } catch (error) {
      if (!(error instanceof StillReferenced)) throw error;
    }
    if (pause === undefined) {
      const others = referrers.length === 0 ? "something" : referrers.join(", ");
      progress.leaveOut(title, `left ${before.kind} ${before.title[0]} as it is: ${others} refers to it`);
      return;
    }
    await context.sleep(pause);
  }
}
