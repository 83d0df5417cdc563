/** Resolvers that keep answers for longer or for shorter than they are told to. */

export interface Clamp {
  /** Seconds. Nothing is kept for shorter. */
  readonly floor: number | null;
  /** Seconds. Nothing is kept for longer. */
  readonly ceiling: number | null;
  /** The part of all resolvers that do this, an assumption: nobody publishes it. */
  readonly share: number;
}

/**
 * What resolvers are set to do. unbound's cache-min-ttl and dnsmasq's min-cache-ttl are floors, cache-max-ttl and
 * max-cache-ttl are ceilings; forwarders in homes and some access networks use them.
 */
export const clamps: readonly Clamp[] = [
  { floor: 30, ceiling: null, share: 0.1 },
  { floor: 60, ceiling: null, share: 0.05 },
  { floor: null, ceiling: 300, share: 0.05 },
];

/** Seconds for which such a resolver keeps an answer. */
export function keepsFor(ttl: number, { floor, ceiling }: Clamp): number {
  return Math.min(Math.max(ttl, floor ?? ttl), ceiling ?? Number.POSITIVE_INFINITY);
}
