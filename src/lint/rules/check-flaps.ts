import { diagnose } from "../../diagnostic/diagnose.ts";
import { below } from "../below.ts";
import { checksInUse } from "../checks-in-use.ts";
import type { PolicyRule } from "../rule.ts";

/** Checks that a single lost probe turns. */
export const checkFlaps = {
  id: "check-flaps",
  judges: "policy",
  docs: "A health check with a threshold of 1 moves all clients whenever a single probe gets lost.",
  check: (policy) =>
    checksInUse(policy)
      .filter(({ unhealthyThreshold }) => unhealthyThreshold === 1)
      .map(({ name, origin }) => ({
        diagnostic: diagnose("check-flaps", { check: name }, below(origin, "unhealthyThreshold")),
        about: [],
      })),
  examples: {
    ok: [
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: tcp, port: 443, interval: 10s, unhealthyThreshold: 2 }
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
  web: { type: tcp, port: 443, interval: 10s, unhealthyThreshold: 1 }
endpoints:
  web-a: { ipv4: 203.0.113.10, healthCheck: web }
  web-b: { ipv4: 203.0.113.11, healthCheck: web }
records:
  www: { ttl: 30s, to: { failover: [web-a, web-b] } }
`,
    ],
  },
} as const satisfies PolicyRule;
