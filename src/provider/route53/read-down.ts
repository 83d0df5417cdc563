/** What the health checks say now. */
import type { Clock, Snapshot } from "../connection.ts";
import type { Compiled } from "../resource.ts";
import type { Route53Reads } from "./client.ts";
import { isHealthCheckConfig } from "./health-check.ts";

/** Healthy is what more than 18 % of the checkers find healthy (Developer Guide, "How Route 53 determines whether a health check is healthy"). */
const enough = 0.18;

/** GetHealthCheckStatus may be called so often at once, then once a second. */
const burst = 4;

export interface ReadDownOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The sandbox and emulators don't count calls. */
  readonly isUnlimited: boolean;
}

/** A check that nobody has reported on yet counts as healthy. */
export async function readDown(
  api: Pick<Route53Reads, "statusesOf">,
  { units }: Compiled,
  { resources }: Snapshot,
  { clock, signal, isUnlimited }: ReadDownOptions,
): Promise<ReadonlySet<string>> {
  const down = new Set<string>();
  let asked = 0;
  for (const { key, attributes, raw } of resources) {
    if (!units.has(key) || !isHealthCheckConfig(attributes)) continue;
    let isWell = true;
    if (!attributes.Disabled) {
      if (asked >= burst && !isUnlimited) await clock.sleep(1000, signal);
      asked += 1;
      const statuses = await api.statusesOf(String(raw.Id));
      const well = statuses.filter((status) => status.startsWith("Success")).length;
      isWell = statuses.length === 0 || well / statuses.length > enough;
    }
    // Disabled counts as healthy, and Inverted turns that round as well.
    if (isWell === attributes.Inverted) down.add(key);
  }
  return down;
}
