import { diagnose } from "../../diagnostic/diagnose.ts";
import { below } from "../below.ts";
import { failsOver, hasOwnTtl } from "../choice.ts";
import type { RecordRule } from "../rule.ts";

/** TTLs that delay a failover. */
export const ttlLong = {
  id: "ttl-long",
  judges: "record",
  docs: "Where a failure changes the answers, a TTL over 60 s keeps clients at a dead endpoint for that long after it was noticed.",
  check: ({ record: { label, ttl, origin }, tree }) =>
    ttl > longestTtl && failsOver(tree) && hasOwnTtl(tree)
      ? [{ diagnostic: diagnose("ttl-long", { record: label, ttl }, below(origin, "ttl")), about: [] }]
      : [],
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
  www: { ttl: 60s, to: { failover: [web-a, web-b] } }
`,
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  web-a: { ipv4: 203.0.113.10, healthCheck: web }
records:
  www: { ttl: 1h, to: web-a }
`,
    ],
    notOk: [
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  web-a: { ipv4: 203.0.113.10, healthCheck: web }
  web-b: { ipv4: 203.0.113.11, healthCheck: web }
records:
  www: { ttl: 2m, to: { failover: [web-a, web-b] } }
`,
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  web-a: { ipv4: 203.0.113.10, healthCheck: web }
  web-b: { ipv4: 203.0.113.11, healthCheck: web }
records:
  www: { ttl: 5m, to: { weighted: { web-a: 50, web-b: 50 } } }
`,
    ],
  },
} as const satisfies RecordRule;

/** Seconds; AWS advises the same for records with health checks (Route 53 Developer Guide, "Values that are common for all routing policies"). */
const longestTtl = 60;
