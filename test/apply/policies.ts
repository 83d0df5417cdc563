/** Policies that the tests of this folder begin with and change. */

interface Parts {
  readonly name?: string;
  readonly check?: object;
  readonly checks?: object;
  readonly endpoints?: object;
  readonly records?: object;
}

/** Three checked endpoints and a record that weighs two of them. */
export function document({ name = "web", check, checks, endpoints, records }: Parts = {}): object {
  return {
    version: 1,
    name,
    zone: "example.com",
    providers: { route53: {} },
    healthChecks: { web: { type: "http", path: "/up", interval: "10s", ...check }, ...checks },
    endpoints: {
      a: { ipv4: "192.0.2.1", healthCheck: "web" },
      b: { ipv4: "192.0.2.2", healthCheck: "web" },
      c: { ipv4: "192.0.2.3", healthCheck: "web" },
      ...endpoints,
    },
    records: records ?? { www: weighing(9, 1) },
  };
}

export function weighing(a: number, b: number, rest: object = {}): object {
  return { ttl: 30, to: { weighted: { a, b } }, ...rest };
}
