import { diagnose } from "../../diagnostic/diagnose.ts";
import { below } from "../below.ts";
import { checksInUse } from "../checks-in-use.ts";
import type { PolicyRule } from "../rule.ts";

/** Checks that ask for the home page. */
export const checkPathRoot = {
  id: "check-path-root",
  judges: "policy",
  docs: "A health check of / sees what is often cached or redirected, not whether the application works.",
  check: (policy) =>
    checksInUse(policy)
      .filter(({ path }) => path === "/")
      .map(({ name, origin }) => ({
        diagnostic: diagnose("check-path-root", { check: name }, below(origin, "path")),
        about: [],
      })),
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
    ],
    notOk: [
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: http, path: / }
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
  web: { type: http }
endpoints:
  web-a: { ipv4: 203.0.113.10, healthCheck: web }
  web-b: { ipv4: 203.0.113.11, healthCheck: web }
records:
  www: { ttl: 30s, to: { failover: [web-a, web-b] } }
`,
    ],
  },
} as const satisfies PolicyRule;
