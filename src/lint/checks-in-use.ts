import type { HealthCheck, Policy } from "../policy/policy.ts";

/** The checks that watch something. The others are told of as unused. */
export function checksInUse({ healthChecks, endpoints }: Policy): readonly HealthCheck[] {
  const named = new Set([...endpoints.values()].map(({ healthCheck }) => healthCheck));
  return [...healthChecks.values()].filter(({ name }) => named.has(name));
}
