import { diagnose } from "../../diagnostic/diagnose.ts";
import { below } from "../below.ts";
import { hasOwnTtl, steersNothing } from "../choice.ts";
import type { RecordRule } from "../rule.ts";

/** Short TTLs where nothing can change by itself. */
export const ttlShortPlain = {
  id: "ttl-short-plain",
  judges: "record",
  docs: "A record that answers everybody the same in every state of health gains nothing by a TTL below five minutes.",
  check: ({ record: { label, ttl, origin }, tree }) =>
    ttl < shortestUseful && steersNothing(tree) && hasOwnTtl(tree)
      ? [{ diagnostic: diagnose("ttl-short-plain", { record: label, ttl }, below(origin, "ttl")), about: [] }]
      : [],
  examples: {
    ok: [
      `version: 1
name: web
zone: example.com
endpoints:
  mail: { ipv4: 203.0.113.10 }
records:
  www: { ttl: 5m, to: mail }
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
  www: { ttl: 30s, to: { failover: [web-a, web-b] } }
`,
    ],
    notOk: [
      `version: 1
name: web
zone: example.com
endpoints:
  mail: { ipv4: 203.0.113.10 }
records:
  www: { ttl: 60s, to: mail }
`,
    ],
  },
} as const satisfies RecordRule;

/** Seconds. */
const shortestUseful = 300;
