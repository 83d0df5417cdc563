/** Which live monitor is which wanted one. A monitor has no name that the vendor holds to be unique. */
import { canonicalJson } from "../canonical-json.ts";
import type { Monitor } from "./objects.ts";

export interface LiveMonitor {
  readonly id: string;
  /** As its marker says. */
  readonly ref: string;
  readonly monitor: Monitor;
  /** References of the wanted monitors of the pools that use it. */
  readonly usedAs: ReadonlySet<string>;
}

/**
 * Lines wanted monitors up with live ones of ours: first those of equal content, so that a check under another name
 * stays what it is; then those that the same pools use, which are changed in place. A pool that gets another monitor
 * counts as down until that has reported; one that keeps it has its health.
 *
 * @param live - the oldest first
 * @returns references by the id of the live monitor.
 */
export function alignMonitors(
  wanted: ReadonlyMap<string, Monitor>,
  live: readonly LiveMonitor[],
): ReadonlyMap<string, string> {
  const contents = [...wanted].map(([ref, monitor]) => ({ ref, content: canonicalJson(monitor) }));
  const pairs = live.flatMap(({ id, ref: written, monitor, usedAs }) => {
    const own = canonicalJson(monitor);
    return contents.map(({ ref, content }) => ({
      id,
      ref,
      likeness: 4 * Number(content === own) + 2 * Number(usedAs.has(ref)) + Number(ref === written),
    }));
  });
  const refs = new Map<string, string>();
  const matched = new Set<string>();
  for (const { id, ref, likeness } of pairs.sort((one, other) => other.likeness - one.likeness)) {
    if (likeness === 0 || refs.has(id) || matched.has(ref)) continue;
    refs.set(id, ref);
    matched.add(ref);
  }
  return refs;
}
