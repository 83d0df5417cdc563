import type { EndpointStatus } from "../control.ts";
import type { State } from "../route53/state.ts";
import { type Health, targetOf } from "./health.ts";

/** Every endpoint that has a check, and every one that was set down, in the order of their addresses. */
export function listEndpoints(state: State, health: Health): readonly EndpointStatus[] {
  const checks = [...state.healthChecks.values()].filter(({ config }) => targetOf(config) !== "");
  const targets = new Set([...checks.map(({ config }) => targetOf(config)), ...health.downByHand()]);
  return [...targets].sort().map((target) => {
    const own = checks
      .filter(({ config }) => targetOf(config) === target)
      .map((check) => ({
        id: check.id,
        type: check.config.type,
        healthy: health.isAlive(check.id),
        status: health.observe(check)?.status ?? null,
      }));
    const setDown = health.isSetDown(target);
    return { target, healthy: !setDown && own.every(({ healthy }) => healthy), setDown, checks: own };
  });
}
