import { diagnose } from "../../diagnostic/diagnose.ts";
import { below } from "../below.ts";
import { hasOwnTtl, steersNothing } from "../choice.ts";
import type { RecordRule } from "../rule.ts";

/** TTLs below what resolvers keep to. */
export const ttlShort = {
  id: "ttl-short",
  judges: "record",
  docs: "Many resolvers keep answers for 30 s at least, so a shorter TTL costs queries and makes nothing quicker.",
  check: ({ record: { label, ttl, origin }, tree }) =>
    ttl < shortestKept && !steersNothing(tree) && hasOwnTtl(tree)
      ? [{ diagnostic: diagnose("ttl-short", { record: label, ttl }, below(origin, "ttl")), about: [] }]
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
  www: { ttl: 30s, to: { failover: [web-a, web-b] } }
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
  www: { ttl: 10s, to: { failover: [web-a, web-b] } }
`,
    ],
  },
} as const satisfies RecordRule;

/** Seconds. */
const shortestKept = 30;
