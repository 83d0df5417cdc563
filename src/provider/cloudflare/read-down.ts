/** What the monitors say now. */
import type { Snapshot } from "../connection.ts";
import type { Compiled } from "../resource.ts";
import type { CloudflareReads, Scope } from "./client.ts";
import { isPool, nameIn } from "./objects.ts";
import { activeAddresses } from "./pool-moves.ts";
import { watchKey } from "./watch.ts";

/** What the monitors of the live pools report to be down; what nobody has looked at yet counts as down. */
export async function readDown(
  api: CloudflareReads,
  scope: Scope,
  { units }: Compiled,
  { resources }: Snapshot,
): Promise<ReadonlySet<string>> {
  const down = new Set<string>();
  for (const { attributes, raw } of resources) {
    if (!isPool(attributes) || attributes.monitor === null) continue;
    const monitor = nameIn(attributes.monitor);
    const watched = activeAddresses(attributes).filter((address) => units.has(watchKey(monitor, address)));
    if (watched.length === 0) continue;
    const healthy = await api.healthyAddresses(scope, String(raw.id));
    for (const address of watched) if (!healthy.has(address)) down.add(watchKey(monitor, address));
  }
  return down;
}
