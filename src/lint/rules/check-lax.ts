import { diagnose } from "../../diagnostic/diagnose.ts";
import { checksInUse } from "../checks-in-use.ts";
import type { PolicyRule } from "../rule.ts";

/** Checks that take long to notice. */
export const checkLax = {
  id: "check-lax",
  judges: "policy",
  docs: "A health check that needs ten failures or more than five minutes leaves clients with a dead endpoint for all that time.",
  check: (policy) =>
    checksInUse(policy)
      .filter((check) => {
        const { unhealthyThreshold, interval } = check;
        return unhealthyThreshold >= tooManyFailures || unhealthyThreshold * interval > longestDetection;
      })
      .map(({ name, unhealthyThreshold: threshold, interval, origin }) => ({
        diagnostic: diagnose("check-lax", { check: name, threshold, interval }, origin),
        about: [],
      })),
  examples: {
    ok: [
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: tcp, port: 443, interval: 100s, unhealthyThreshold: 3 }
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
  web: { type: tcp, port: 443, interval: 10s, unhealthyThreshold: 10 }
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
  web: { type: tcp, port: 443, interval: 2m, unhealthyThreshold: 3 }
endpoints:
  web-a: { ipv4: 203.0.113.10, healthCheck: web }
  web-b: { ipv4: 203.0.113.11, healthCheck: web }
records:
  www: { ttl: 30s, to: { failover: [web-a, web-b] } }
`,
    ],
  },
} as const satisfies PolicyRule;

/** In a row. */
const tooManyFailures = 10;
/** Seconds. */
const longestDetection = 300;
