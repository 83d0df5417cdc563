import { diagnose } from "../../diagnostic/diagnose.ts";
import { endpointsOf } from "../../steering/walk.ts";
import { asPercent } from "../percent.ts";
import type { ChangeRule } from "./rule.ts";

/** Endpoints that leave while they are answered. */
export const undrained: ChangeRule = {
  id: "change-undrained",
  docs: "An endpoint that is taken out of a record while it is answered is still dialled for as long as caches keep it: drain it first.",
  check: ({ steered: { record, tree, idle }, rows }) => {
    const kept = new Set<string>([...endpointsOf(tree), ...idle].map(({ name }) => name));
    const leaving = new Map<string, { readonly share: number; readonly clients: string }>();
    for (const { now, clients } of rows) {
      for (const { label, share } of now ?? []) {
        if (kept.has(label) || share <= (leaving.get(label)?.share ?? 0)) continue;
        leaving.set(label, { share, clients: clients.join(", ") });
      }
    }
    return [...leaving].map(([endpoint, { share, clients }]) => {
      const args = { record: record.label, endpoint, percent: asPercent(share), clients };
      return {
        diagnostic: diagnose("change-undrained", args, record.origin),
        about: [record.label, endpoint],
      };
    });
  },
  examples: {
    ok: [
      {
        before: `version: 1
name: web
zone: example.com
providers: { route53: {} }
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  web-a: { ipv4: 203.0.113.10, healthCheck: web }
  web-b: { ipv4: 203.0.113.11, healthCheck: web }
  web-c: { ipv4: 203.0.113.12, healthCheck: web }
records:
  www: { ttl: 30s, to: { weighted: { web-a: 50, web-b: 50, web-c: 0 } } }
`,
        after: `version: 1
name: web
zone: example.com
providers: { route53: {} }
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  web-a: { ipv4: 203.0.113.10, healthCheck: web }
  web-b: { ipv4: 203.0.113.11, healthCheck: web }
records:
  www: { ttl: 30s, to: { weighted: { web-a: 50, web-b: 50 } } }
`,
      },
      {
        before: `version: 1
name: web
zone: example.com
providers: { route53: {} }
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  web-a: { ipv4: 203.0.113.10, healthCheck: web }
  web-b: { ipv4: 203.0.113.11, healthCheck: web }
records:
  www: { ttl: 30s, to: { failover: [web-a, web-b] } }
`,
        after: `version: 1
name: web
zone: example.com
providers: { route53: {} }
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  web-a: { ipv4: 203.0.113.10, healthCheck: web }
  web-c: { ipv4: 203.0.113.12, healthCheck: web }
records:
  www: { ttl: 30s, to: { failover: [web-a, web-c] } }
`,
      },
    ],
    notOk: [
      {
        before: `version: 1
name: web
zone: example.com
providers: { route53: {} }
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  web-a: { ipv4: 203.0.113.10, healthCheck: web }
  web-b: { ipv4: 203.0.113.11, healthCheck: web }
  web-c: { ipv4: 203.0.113.12, healthCheck: web }
records:
  www: { ttl: 30s, to: { weighted: { web-a: 40, web-b: 30, web-c: 30 } } }
`,
        after: `version: 1
name: web
zone: example.com
providers: { route53: {} }
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  web-a: { ipv4: 203.0.113.10, healthCheck: web }
  web-b: { ipv4: 203.0.113.11, healthCheck: web }
records:
  www: { ttl: 30s, to: { weighted: { web-a: 40, web-b: 30 } } }
`,
      },
    ],
  },
};
