/** Trees in the shorthand of the tests about what Cloudflare holds, and what is said of them. */
import { describe } from "../../../src/diagnostic/describe.ts";
import { type Checked, checkPolicy } from "../../../src/plan/check.ts";
import { findNothing } from "../../../src/policy/include.ts";

export const today = "2026-07-01";

const endpoints = {
  a: { ipv4: "192.0.2.1", healthCheck: "web" },
  b: { ipv4: "192.0.2.2", healthCheck: "web" },
  c: { ipv4: "192.0.2.3", healthCheck: "web" },
  d: { ipv4: "192.0.2.4", healthCheck: "web" },
  x: { ipv4: "192.0.2.5", healthCheck: "other" },
  plain: { ipv4: "192.0.2.6" },
  spare: { ipv4: "192.0.2.10" },
  bare: { ipv4: "192.0.2.7" },
  host: { hostname: "origin.example.net", healthCheck: "web" },
  both: { ipv4: "192.0.2.8", ipv6: "2001:db8::8", healthCheck: "web" },
  both2: { ipv4: "192.0.2.9", ipv6: "2001:db8::9", healthCheck: "web" },
};

export interface Written {
  readonly settings?: object;
  readonly label?: string;
  readonly ttl?: number;
  readonly more?: object;
  readonly record?: object;
}

export function check(
  to: unknown,
  { settings = {}, label = "www", ttl = 60, more = {}, record = {} }: Written = {},
) {
  const document = {
    version: 1,
    name: "rows",
    zone: "example.com",
    providers: { cloudflare: settings },
    healthChecks: {
      web: { type: "http", path: "/up", host: "www.example.com", interval: 60 },
      other: { type: "tcp", port: 443, interval: 60 },
    },
    endpoints,
    records: { [label]: { ttl, to, ...record } },
    ...more,
  };
  return checkPolicy({ path: "rows.json", text: JSON.stringify(document) }, findNothing, today);
}

/** What the compile and its proof say, without advice about the policy itself. */
export function told({ diagnostics }: Checked): readonly string[] {
  return diagnostics
    .filter(({ code, severity }) => severity === "error" || code === "last-resort" || code === "approximate")
    .map(({ code }) => code);
}

export function messages({ diagnostics }: Checked): readonly string[] {
  return diagnostics.filter(({ severity }) => severity === "error").map((one) => describe(one).message);
}

/** How much of what, such as "1 load balancer, 2 pools". */
export function shape({ targets: [target] }: Checked): string {
  if (target === undefined) return "";
  const kinds = ["load balancer", "pool", "monitor", "dns record"];
  return kinds
    .map((kind) => [kind, target.compiled.resources.filter((one) => one.kind === kind).length] as const)
    .flatMap(([kind, count]) => (count === 0 ? [] : [`${count} ${kind}`]))
    .join(", ");
}

export const w = (...members: readonly [unknown, number][]) => ({
  weighted: members.map(([to, weight], position) => ({ to, weight, name: `m${position}` })),
});
export const geo = (...branches: readonly [unknown, unknown][]) => ({
  geolocation: branches.map(([from, to]) => ({ from, to })),
});
export const staying = (...branches: readonly [unknown, unknown][]) => ({
  geolocation: branches.map(([from, to]) => ({ from, to, whenDown: "stay" })),
});
export const inEurope = { continents: ["EU"] };
export const inGermany = { countries: ["DE"] };
