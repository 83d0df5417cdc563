import { diagnose } from "../../diagnostic/diagnose.ts";
import { nodesOf } from "../../steering/walk.ts";
import type { RecordRule } from "../rule.ts";

/** Many single servers where one virtual address would do. */
export const roundRobinLarge = {
  id: "round-robin-large",
  judges: "record",
  docs: "More than eight single servers in one group: DNS shares clients out too coarsely for that, and a load balancer in front of them would do it better.",
  check: ({ tree }) =>
    nodesOf(tree).flatMap((node) => {
      if (node.kind !== "weighted" && node.kind !== "multivalue") return [];
      const answered =
        node.kind === "multivalue"
          ? node.members
          : node.members.flatMap(({ weight, to }) => (weight > 0 && to.kind === "endpoint" ? [to] : []));
      if (answered.length <= mostServers) return [];
      const args = { kind: node.kind, servers: answered.length, most: mostServers };
      return [{ diagnostic: diagnose("round-robin-large", args, node.origin), about: [] }];
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
  web-c: { ipv4: 203.0.113.12, healthCheck: web }
  web-d: { ipv4: 203.0.113.13, healthCheck: web }
  web-e: { ipv4: 203.0.113.14, healthCheck: web }
  web-f: { ipv4: 203.0.113.15, healthCheck: web }
  web-g: { ipv4: 203.0.113.16, healthCheck: web }
  web-h: { ipv4: 203.0.113.17, healthCheck: web }
records:
  www: { ttl: 30s, to: { weighted: { web-a: 1, web-b: 1, web-c: 1, web-d: 1, web-e: 1, web-f: 1, web-g: 1, web-h: 1 } } }
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
  web-c: { ipv4: 203.0.113.12, healthCheck: web }
  web-d: { ipv4: 203.0.113.13, healthCheck: web }
  web-e: { ipv4: 203.0.113.14, healthCheck: web }
  web-f: { ipv4: 203.0.113.15, healthCheck: web }
  web-g: { ipv4: 203.0.113.16, healthCheck: web }
  web-h: { ipv4: 203.0.113.17, healthCheck: web }
  web-i: { ipv4: 203.0.113.18, healthCheck: web }
records:
  www: { ttl: 30s, to: { weighted: { web-a: 1, web-b: 1, web-c: 1, web-d: 1, web-e: 1, web-f: 1, web-g: 1, web-h: 1, web-i: 1 } } }
`,
    ],
  },
} as const satisfies RecordRule;

/** What Route 53 puts into one answer at most. */
const mostServers = 8;
