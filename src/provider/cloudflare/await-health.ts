/** Waiting for reports on pools. What a monitor hasn't reported on counts as down. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Progress } from "../progress.ts";
import { ProviderError } from "../provider-error.ts";
import type { Resource } from "../resource.ts";
import { isLoadBalancer, isMonitor, isPool, nameIn, type Pool, refTo } from "./objects.ts";
import { activeAddresses } from "./pool-moves.ts";
import { poolsNamedIn, refOf } from "./resource.ts";
import type { Making, WriteContext } from "./write-context.ts";
import { poolsInUse } from "./write-order.ts";

/** Seconds between two questions after a pool's health; the last one is repeated. */
const pauses = [0.2, 1, 2, 5];
/** Seconds: some time to report, beside two intervals of the slowest check. */
const patience = 120;

/**
 * Waits until every origin that these pools may answer with was looked at. Throws `ProviderError` when that takes too
 * long; asked again, by the next apply, it goes on waiting.
 *
 * @param isDown - whether a pool that is not known yet takes no traffic meanwhile; else it is new, or answers as before
 */
export async function awaitHealth(
  context: WriteContext,
  resources: readonly Resource[],
  progress: Progress,
  { isDown }: { readonly isDown: boolean },
): Promise<void> {
  let silent = resources.flatMap(({ attributes }) => (isPool(attributes) ? [attributes] : []));
  silent = silent.filter((pool) => pool.monitor !== null && activeAddresses(pool).length > 0);
  if (silent.length === 0) return;
  const start = context.now();
  const title = "Cloudflare to check the pools";
  const longest = patience + 2 * slowestInterval(context);
  progress.await(title);
  for (let turn = 0; ; turn++) {
    const still: Pool[] = [];
    for (const pool of silent) if (!(await isKnown(context, pool))) still.push(pool);
    silent = still;
    if (silent.length === 0) return;
    const seconds = (context.now() - start) / 1000;
    if (seconds > longest) {
      const args = { pools: silent.map(({ name }) => name), seconds: longest, isDown };
      throw new ProviderError("unavailable", diagnose("cloudflare-health-unknown", args, null));
    }
    progress.wait(title, seconds);
    await context.sleep(1000 * (pauses[turn] ?? pauses.at(-1) ?? 5));
  }
}

async function isKnown({ api, scope, ids }: WriteContext, pool: Pool): Promise<boolean> {
  const id = ids.get(refTo(pool.name));
  if (id === undefined) return false;
  const checked = await api.checkedAddresses(scope, id);
  return activeAddresses(pool).every((address) => checked.has(address));
}

/** Wanted pools that load balancers don't refer to yet and are about to; one that an interrupted run left as well. */
export function poolsToCome({ compiled }: WriteContext, balancers: readonly Making[]): readonly Resource[] {
  const coming = new Set(
    balancers.flatMap((change) => {
      if (!isLoadBalancer(change.after.attributes)) return [];
      const before = change.action === "update" ? change.before.attributes : null;
      const known = new Set(before !== null && isLoadBalancer(before) ? poolsNamedIn(before) : []);
      return poolsNamedIn(change.after.attributes).filter((ref) => !known.has(ref));
    }),
  );
  return compiled.resources.filter(
    (resource) => isPool(resource.attributes) && coming.has(refTo(refOf(resource))),
  );
}

/** Live pools in use whose monitor is changed in place. No document says whether their health outlasts that. */
export function poolsUnder({ snapshot }: WriteContext, monitors: readonly Making[]): readonly Resource[] {
  const used = poolsInUse(snapshot);
  const changed = new Set(monitors.map(({ after }) => refOf(after)));
  return snapshot.resources.filter(
    (resource) =>
      isPool(resource.attributes) &&
      used.has(refTo(refOf(resource))) &&
      resource.attributes.monitor !== null &&
      changed.has(nameIn(resource.attributes.monitor)),
  );
}

/** Wanted pools in use under the names of these: what answers when one of them doesn't. */
export function poolsBeside(
  { compiled, snapshot }: WriteContext,
  changes: readonly Making[],
): readonly Resource[] {
  const used = poolsInUse(snapshot);
  const owners = new Set(changes.map(({ after }) => after.owner));
  return compiled.resources.filter(
    (resource) =>
      isPool(resource.attributes) && owners.has(resource.owner) && used.has(refTo(refOf(resource))),
  );
}

function slowestInterval({ compiled }: WriteContext): number {
  return Math.max(
    0,
    ...compiled.resources.map(({ attributes }) => (isMonitor(attributes) ? attributes.interval : 0)),
  );
}
