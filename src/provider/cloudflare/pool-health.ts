/** What data centres report on the addresses of a pool. */
import { canonicalAddress } from "./canonical.ts";
import { isJsonObject, readList } from "./parse-reply.ts";

/** Of each data centre, which addresses it has looked at, and whether they are healthy. */
export function readReports(health: unknown): readonly ReadonlyMap<string, boolean>[] {
  const seen = isJsonObject(health) && isJsonObject(health.pop_health) ? health.pop_health : {};
  return Object.values(seen).map(
    (one) =>
      new Map(
        readList(isJsonObject(one) ? one.origins : null)
          .flatMap((origins) => Object.entries(origins))
          .map(([address, report]): [string, boolean] => [
            canonicalAddress(address),
            isJsonObject(report) && report.healthy === true,
          ]),
      ),
  );
}

/**
 * By the majority of the data centres that report. Cloudflare counts by regions first, and then the majority of regions
 * (Cloudflare Docs, Load Balancing, "Health monitors"); reports don't tell which region a data centre is of, and each
 * region has three that probe, so the two differ only where a region is split.
 */
export function findHealthy(reports: readonly ReadonlyMap<string, boolean>[]): ReadonlySet<string> {
  const all = new Set(reports.flatMap((one) => [...one.keys()]));
  return new Set(
    [...all].filter((address) => {
      const said = reports.flatMap((one) => one.get(address) ?? []);
      return 2 * said.filter((healthy) => healthy).length > said.length;
    }),
  );
}
