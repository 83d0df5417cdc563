import type { EndpointCheck } from "../control.ts";
import { normalizeTarget } from "../health/set-down.ts";
import type { CloudflareHealth } from "./health.ts";
import type { CloudflareState } from "./state.ts";
import { probeIdOf, watchedOrigins } from "./watched.ts";

/** What the monitors say of each origin, once for each monitor however many pools it is in. */
export function listMonitored(
  state: CloudflareState,
  health: CloudflareHealth,
): readonly { readonly target: string; readonly check: EndpointCheck }[] {
  const found = new Map<string, { readonly target: string; readonly check: EndpointCheck }>();
  for (const { pool, monitor, address } of watchedOrigins(state)) {
    const known = found.get(probeIdOf(monitor.id, address));
    found.set(probeIdOf(monitor.id, address), {
      target: normalizeTarget(address),
      check: {
        provider: "cloudflare",
        id: monitor.id,
        type: String(monitor.type).toUpperCase(),
        healthy: (known?.check.healthy ?? true) && health.isAlive(pool.id, monitor.id, address),
        status: health.observe(pool.id, monitor.id, address)?.status ?? known?.check.status ?? null,
      },
    });
  }
  return [...found.values()];
}
