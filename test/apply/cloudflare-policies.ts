/** Policies for Cloudflare that the tests of this folder begin with and change. */
import { document } from "./policies.ts";

/** A name behind a load balancer with places and a standby, and a name with a plain record. */
export const usual = {
  www: {
    ttl: 60,
    to: {
      geolocation: [
        { from: { countries: ["DE"] }, to: { failover: [{ weighted: { a: 9, b: 1 } }, "c"] } },
        { from: "anywhere", to: { failover: ["c", "a"] } },
      ],
    },
  },
  api: { ttl: 60, to: "d" },
};

/** The same with other weights, another standby, and a place less. */
export const changed = {
  www: { ttl: 60, to: { failover: [{ weighted: { a: 5, b: 5 } }, "b"] } },
  api: { ttl: 120, to: "d" },
};

export function onCloudflare(
  records: object = usual,
  more: object = {},
  settings: object = {},
  endpoints: object = {},
): object {
  const d = { ipv4: "192.0.2.4" };
  return {
    ...document({ check: { interval: "60s" }, endpoints: { d, ...endpoints }, records }),
    providers: { cloudflare: settings },
    ...more,
  };
}
