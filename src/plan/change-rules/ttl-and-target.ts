import { diagnose } from "../../diagnostic/diagnose.ts";
import { below } from "../../lint/below.ts";
import { hasOwnTtl } from "../../lint/choice.ts";
import type { ChangeRule } from "./rule.ts";

/** A longer TTL together with other answers. */
export const ttlAndTarget: ChangeRule = {
  id: "change-ttl-and-target",
  docs: "A TTL that is raised together with a change of the answers keeps a mistake in caches for longer.",
  check: ({ steered: { record, tree }, rows, ttlBefore: before }) => {
    const { label, ttl: after, origin } = record;
    const moves = rows.some(({ moved }) => moved !== null && moved > 0);
    if (before === null || after <= before || !moves || !hasOwnTtl(tree)) return [];
    const diagnostic = diagnose(
      "change-ttl-and-target",
      { record: label, before, after },
      below(origin, "ttl"),
    );
    return [{ diagnostic, about: [label] }];
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
records:
  www: { ttl: 30s, to: { weighted: { web-a: 60, web-b: 40 } } }
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
  www: { ttl: 60s, to: { weighted: { web-a: 60, web-b: 40 } } }
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
  www: { ttl: 60s, to: { weighted: { web-a: 60, web-b: 40 } } }
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
  www: { ttl: 30s, to: { weighted: { web-a: 40, web-b: 60 } } }
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
  www: { ttl: 30s, to: { weighted: { web-a: 60, web-b: 40 } } }
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
  www: { ttl: 60s, to: { weighted: { web-a: 40, web-b: 60 } } }
`,
      },
    ],
  },
};
