import { isIPv4 } from "node:net";
import { expandIpv6, isPlainIpv6 } from "../route53/values.ts";

/** Endpoints that were set down by hand, whichever vendor's checks look at them. Kept in memory alone. */
export interface DownByHand {
  /** Takes an endpoint down, or lets it up again. What is set by hand is noticed at once. */
  set(target: string, down: boolean): void;
  /** When it was set down, in milliseconds since 1970; null when it wasn't. */
  since(target: string): number | null;
  list(): readonly string[];
}

/** Begins with every endpoint up. */
export function openDownByHand(now: () => number): DownByHand {
  const downSince = new Map<string, number>();
  return {
    set: (target, down) => {
      const spelled = normalizeTarget(target);
      if (!down) downSince.delete(spelled);
      else if (!downSince.has(spelled)) downSince.set(spelled, now());
    },
    since: (target) => downSince.get(normalizeTarget(target)) ?? null,
    list: () => [...downSince.keys()].sort(),
  };
}

/** One spelling for each address and name. */
export function normalizeTarget(text: string): string {
  if (isIPv4(text)) return text;
  return isPlainIpv6(text) ? expandIpv6(text) : text.toLowerCase().replace(/\.$/, "");
}

/** What is seen of an endpoint that was set down. */
export const downByHandStatus = "Failure: The endpoint was set down by hand.";
