/**
 * What Cloudflare Load Balancing costs. No price list was found that could be checked, so that none is shown: only what a
 * policy says that it pays. Checks are paid for with the endpoints that they watch.
 */
import type { Prices } from "../provider.ts";
import { isPool } from "./objects.ts";

export const prices: Prices = {
  asOf: null,
  currency: "USD",
  checked: "endpoint",
  queries(asked, own) {
    const perMillion = own?.perMillionQueries ?? null;
    if (perMillion === null) return null;
    return (asked.reduce((sum, one) => sum + one.count, 0) / 1e6) * perMillion;
  },
  checks(resources, own) {
    const addresses = new Set(
      resources.flatMap(({ attributes }) =>
        isPool(attributes) ? attributes.origins.map(({ address }) => address) : [],
      ),
    );
    const each = own?.perHealthCheck ?? null;
    return { count: addresses.size, cost: each === null ? null : addresses.size * each };
  },
};
