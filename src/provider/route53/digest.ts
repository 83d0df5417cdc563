/** Digests of record sets, so that a marker can tell whether they are still those that were applied. */
import { createHash } from "node:crypto";
import { canonicalJson } from "../canonical-json.ts";
import type { HealthCheckConfig } from "./health-check.ts";
import { keyOf, type RecordSet } from "./record-set.ts";

/**
 * 16 hexadecimal digits over the record sets of a name, whatever their order. Each check counts as its
 * configuration, so that a check that was replaced by an equal one makes no difference.
 */
export function digestRecordSets(
  sets: readonly RecordSet[],
  configOf: (healthCheckId: string) => HealthCheckConfig | null,
): string {
  const lines = sets.map((set) => {
    const { HealthCheckId: id, ...rest } = set;
    if (id === undefined) return [keyOf(set), canonicalJson(rest)];
    const config = configOf(id);
    return [keyOf(set), canonicalJson({ ...rest, HealthCheck: config === null ? id : hashConfig(config) })];
  });
  const text = lines
    .map((line) => line.join("\t"))
    .sort()
    .join("\n");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** 16 hexadecimal digits over a canonical configuration. */
export function hashConfig(config: HealthCheckConfig): string {
  return createHash("sha256").update(canonicalJson(config)).digest("hex").slice(0, 16);
}
