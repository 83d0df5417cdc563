/** Waiting for the first reports on pools, before a name is pointed at them. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Change } from "../change.ts";
import type { Progress } from "../progress.ts";
import { ProviderError } from "../provider-error.ts";
import { isLoadBalancer, isMonitor, isPool, refTo } from "./objects.ts";
import { poolsNamedIn } from "./resource.ts";
import type { WriteContext } from "./write-context.ts";

/** Seconds between two questions after a pool's health; the last one is repeated. */
const pauses = [0.2, 1, 2, 5];
/** Seconds: some time to report, beside two intervals of the slowest check. */
const patience = 120;

/**
 * A pool whose health is unknown counts as down, and the load balancer would answer with its fallback. Waited for is each
 * pool under a monitor that a load balancer doesn't refer to yet; one that was left by an interrupted run as well.
 */
export async function awaitHealth(
  context: WriteContext,
  balancers: readonly Change[],
  progress: Progress,
): Promise<void> {
  let silent = poolsToCome(context, balancers);
  if (silent.length === 0) return;
  const start = context.now();
  const title = "Cloudflare to check the new pools";
  const longest = patience + 2 * slowestInterval(context);
  progress.await(title);
  for (let turn = 0; ; turn++) {
    const still: string[] = [];
    for (const name of silent) {
      const id = context.ids.get(refTo(name));
      if (id === undefined || !(await context.api.isHealthKnown(context.scope, id))) still.push(name);
    }
    silent = still;
    if (silent.length === 0) return;
    const seconds = (context.now() - start) / 1000;
    if (seconds > longest) {
      const args = { pools: silent, seconds: longest };
      throw new ProviderError("unavailable", diagnose("cloudflare-health-unknown", args, null));
    }
    progress.wait(title, seconds);
    await context.sleep(1000 * (pauses[turn] ?? pauses.at(-1) ?? 5));
  }
}

/** Names of watched pools that load balancers are about to refer to. */
function poolsToCome({ compiled }: WriteContext, balancers: readonly Change[]): readonly string[] {
  const coming = new Set(
    balancers.flatMap((change) => {
      if (change.action === "delete" || !isLoadBalancer(change.after.attributes)) return [];
      const before = change.action === "update" ? change.before.attributes : null;
      const known = new Set(before !== null && isLoadBalancer(before) ? poolsNamedIn(before) : []);
      return poolsNamedIn(change.after.attributes).filter((ref) => !known.has(ref));
    }),
  );
  return compiled.resources.flatMap(({ attributes }) => {
    if (!isPool(attributes) || attributes.monitor === null) return [];
    // What is switched off isn't checked (Cloudflare docs, "Pools").
    const isChecked = attributes.enabled && attributes.origins.some(({ enabled }) => enabled);
    return isChecked && coming.has(refTo(attributes.name)) ? [attributes.name] : [];
  });
}

function slowestInterval({ compiled }: WriteContext): number {
  return Math.max(
    0,
    ...compiled.resources.map(({ attributes }) => (isMonitor(attributes) ? attributes.interval : 0)),
  );
}
