/**
 * What Cloudflare Load Balancing costs, by its list prices of August 2026, in US dollars: 5 a month with two endpoints and
 * 500,000 DNS queries, 5 for each endpoint more, 0.50 for each 500,000 queries more. Checks are paid for with the
 * endpoints that they watch. Traffic steering and quicker checks cost more by agreement or by prices that are not in this
 * list, and are not counted.
 */
import type { Prices } from "../provider.ts";
import { isPool } from "./objects.ts";

const base = { cost: 5, endpoints: 2, queries: 500_000 };
const perEndpoint = 5;
const perMillion = 1;

export const prices: Prices = {
  asOf: "2026-08",
  currency: "USD",
  checked: "endpoint",
  queries(asked, own) {
    const count = asked.reduce((sum, one) => sum + one.count, 0);
    const paid = Math.max(0, count - base.queries);
    return (paid / 1e6) * (own?.perMillionQueries ?? perMillion);
  },
  checks(resources, own) {
    const addresses = new Set(
      resources.flatMap(({ attributes }) =>
        isPool(attributes) ? attributes.origins.map(({ address }) => address) : [],
      ),
    );
    const beyond = Math.max(0, addresses.size - base.endpoints);
    const flat = own?.perHealthCheck ?? null;
    const listed = addresses.size === 0 ? 0 : base.cost + beyond * perEndpoint;
    return { count: addresses.size, cost: flat === null ? listed : addresses.size * flat };
  },
};
