/**
 * Pools of weight 0. Those that nothing draws from stay where they are, disabled, so that they come back as they left. A
 * pool can't be disabled for the clients of one list, so that one which others draw from leaves the lists in which it is
 * drained.
 */
import type { BalancerLayout, Steering } from "./layout.ts";
import { contentOf, type PoolSpec } from "./pool-spec.ts";

export interface Settled {
  readonly layout: BalancerLayout;
  readonly isDrained: (pool: PoolSpec) => boolean;
}

export function settleDrained(layout: BalancerLayout): Settled {
  const { everywhere, countries, fallback } = layout;
  const isDrawnIn = (list: Steering, position: number) =>
    list.policy !== "random" || list.weights[position] !== 0;
  const lists = [everywhere, ...countries.map(({ steering }) => steering)];
  const answering = lists.flatMap((list) => [
    ...list.pools.filter((_pool, position) => isDrawnIn(list, position)),
    ...(list.fallback === null ? [] : [list.fallback]),
  ]);
  const drawn = new Set([fallback, ...answering].map(contentOf));
  const settle = (list: Steering): Steering => {
    const isKept = (position: number) => {
      const pool = list.pools[position];
      return isDrawnIn(list, position) || (pool !== undefined && !drawn.has(contentOf(pool)));
    };
    return {
      ...list,
      pools: list.pools.filter((_pool, position) => isKept(position)),
      weights: list.weights.filter((_weight, position) => isKept(position)),
    };
  };
  return {
    layout: {
      ...layout,
      everywhere: settle(everywhere),
      countries: countries.map(({ codes, steering }) => ({ codes, steering: settle(steering) })),
    },
    isDrained: (pool) => !drawn.has(contentOf(pool)),
  };
}
