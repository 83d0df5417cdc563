import { diagnose } from "../../diagnostic/diagnose.ts";
import { addressOf } from "../../steering/health.ts";
import { endpointsOf } from "../../steering/walk.ts";
import type { ChangeRule } from "./rule.ts";

/** Health checks that are taken away. */
export const checkRemoved: ChangeRule = {
  id: "change-check-removed",
  docs: "An endpoint that is checked now and would not be any more is answered while it is down.",
  check: ({ steered: { record, tree }, watchedBefore }) =>
    endpointsOf(tree).flatMap((endpoint) => {
      if (endpoint.check !== null) return [];
      const addresses = [...record.types.map((type) => addressOf(endpoint, type)), endpoint.alias?.dnsName];
      if (!addresses.some((address) => typeof address === "string" && watchedBefore.has(address))) return [];
      const args = { record: record.label, endpoint: endpoint.name };
      const diagnostic = diagnose("change-check-removed", args, endpoint.origin);
      return [{ diagnostic, about: [record.label, endpoint.name] }];
    }),
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
  web-b: { ipv4: 203.0.113.11 }
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
  web-b: { ipv4: 203.0.113.11, healthCheck: web }
records:
  www: { ttl: 30s, to: { failover: [web-a, web-b] } }
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
  web-b: { ipv4: 203.0.113.11 }
records:
  www: { ttl: 30s, to: { failover: [web-a, web-b] } }
`,
      },
    ],
  },
};
