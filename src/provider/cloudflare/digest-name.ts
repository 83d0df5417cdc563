/** The digest of everything that serves one public name: what a marker holds, and what is held against it. */
import type { Resource } from "../resource.ts";
import { digestObjects } from "./digest.ts";
import { isMonitor, isPool, nameIn } from "./objects.ts";

/** Monitors count as their content, under the pools that use them. */
export function digestName(name: string, resources: readonly Resource[]): string {
  const monitors = new Map(
    resources.flatMap(({ key, attributes }) => (isMonitor(attributes) ? [[key, attributes] as const] : [])),
  );
  const own = resources.filter(({ owner, kind }) => owner === name && kind !== "marker");
  return digestObjects(
    own.map(({ attributes }) => {
      if (!isPool(attributes) || attributes.monitor === null) return attributes;
      const monitor = monitors.get(`monitor ${nameIn(attributes.monitor)}`);
      return { ...attributes, monitor: monitor ?? attributes.monitor };
    }),
  );
}
