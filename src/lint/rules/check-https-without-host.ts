import { diagnose } from "../../diagnostic/diagnose.ts";
import { checksInUse } from "../checks-in-use.ts";
import type { PolicyRule } from "../rule.ts";

/** https to an address, without a name for SNI. */
export const checkHttpsWithoutHost = {
  id: "check-https-without-host",
  judges: "policy",
  docs: "An https check of an address sends no host name without host, and many servers refuse that. A host name or an AWS service brings its own.",
  check: (policy) =>
    checksInUse(policy).flatMap(({ name, type, host, origin }) => {
      if (type !== "https" || host !== null) return [];
      const endpoint = [...policy.endpoints.values()].find(
        ({ healthCheck, ipv4, ipv6 }) => healthCheck === name && (ipv4 !== null || ipv6 !== null),
      );
      if (endpoint === undefined) return [];
      const args = { check: name, endpoint: endpoint.name };
      return [{ diagnostic: diagnose("check-https-without-host", args, origin), about: [endpoint.name] }];
    }),
  examples: {
    ok: [
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  web-a: { ipv4: 203.0.113.10, healthCheck: web }
  web-b: { ipv4: 203.0.113.11, healthCheck: web }
records:
  www: { ttl: 30s, to: { failover: [web-a, web-b] } }
`,
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: https, path: /healthz }
endpoints:
  primary: { hostname: www.hosting.example.net, healthCheck: web }
  mirror: { hostname: www.mirror.example.org, healthCheck: web }
records:
  www: { ttl: 30s, to: { failover: [primary, mirror] } }
`,
    ],
    notOk: [
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: https, path: /healthz }
endpoints:
  web-a: { ipv4: 203.0.113.10, healthCheck: web }
  web-b: { ipv4: 203.0.113.11, healthCheck: web }
records:
  www: { ttl: 30s, to: { failover: [web-a, web-b] } }
`,
    ],
  },
} as const satisfies PolicyRule;
