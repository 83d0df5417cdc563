/** The health checks among compiled resources. */
import type { Compiled, Resource } from "../resource.ts";
import type { WantedConfig } from "./align.ts";
import { type HealthCheckConfig, isHealthCheckConfig } from "./health-check.ts";

/** The configurations that a compiled policy wants, by reference. */
export function wantedConfigs(compiled: Compiled): readonly WantedConfig[] {
  return compiled.resources.flatMap((resource) => {
    const config = configOf(resource);
    return config === null ? [] : [{ ref: refOfCheck(resource.key), config }];
  });
}

/** The configuration of a resource, null when it is no health check. */
export function configOf(resource: Resource): HealthCheckConfig | null {
  return resource.kind === "health check" && isHealthCheckConfig(resource.attributes)
    ? resource.attributes
    : null;
}

/** The reference in the key of a check. */
export function refOfCheck(key: string): string {
  return key.replace(/^health check /u, "");
}
