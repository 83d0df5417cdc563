import type { EndpointCheck, EndpointStatus } from "../control.ts";
import type { State } from "../route53/state.ts";
import { type Health, targetOf } from "./health.ts";
import type { DownByHand } from "./set-down.ts";

/** A check with what it looks at. */
export interface TargetedCheck {
  readonly target: string;
  readonly check: EndpointCheck;
}

/** What Route 53's health checks say of each endpoint. */
export function listChecked(state: State, health: Health): readonly TargetedCheck[] {
  return [...state.healthChecks.values()]
    .filter(({ config }) => targetOf(config) !== "")
    .map((stored) => ({
      target: targetOf(stored.config),
      check: {
        provider: "route53",
        id: stored.id,
        type: stored.config.type,
        healthy: health.isAlive(stored.id),
        status: health.observe(stored)?.status ?? null,
      },
    }));
}

/** Every endpoint that has a check, and every one that was set down, in the order of their addresses. */
export function listEndpoints(
  checked: readonly TargetedCheck[],
  downByHand: DownByHand,
): readonly EndpointStatus[] {
  const targets = new Set([...checked.map(({ target }) => target), ...downByHand.list()]);
  return [...targets].sort().map((target) => {
    const checks = checked.flatMap((one) => (one.target === target ? [one.check] : []));
    const setDown = downByHand.since(target) !== null;
    return { target, healthy: !setDown && checks.every(({ healthy }) => healthy), setDown, checks };
  });
}
