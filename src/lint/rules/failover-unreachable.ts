import { diagnose } from "../../diagnostic/diagnose.ts";
import { isAlwaysHealthy, nodesOf } from "../../steering/walk.ts";
import { nameOfMember } from "../name-of-member.ts";
import type { RecordRule } from "../rule.ts";

/** Members behind a group that always counts as healthy. An endpoint as the reason is failover-unchecked's. */
export const failoverUnreachable = {
  id: "failover-unreachable",
  judges: "record",
  docs: "What stands behind a group that always counts as healthy is never answered.",
  check: ({ tree }) =>
    nodesOf(tree).flatMap((node) => {
      if (node.kind !== "failover") return [];
      const at = node.members.findIndex(isAlwaysHealthy);
      const blocker = node.members[at];
      const member = node.members[at + 1];
      if (blocker === undefined || member === undefined || blocker.kind === "endpoint") return [];
      const args = { member: nameOfMember(member), blocker: nameOfMember(blocker) };
      const about = args.member.name === null ? [] : [args.member.name];
      return [{ diagnostic: diagnose("failover-unreachable", args, member.origin), about }];
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
  standby: { ipv4: 198.51.100.10, healthCheck: web }
records:
  www: { ttl: 30s, to: { failover: [{ weighted: { web-a: 50, web-b: 50 } }, standby] } }
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
  web-b: { ipv4: 203.0.113.11 }
  standby: { ipv4: 198.51.100.10, healthCheck: web }
records:
  www: { ttl: 30s, to: { failover: [{ weighted: { web-a: 50, web-b: 50 } }, standby] } }
`,
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  eu-a: { ipv4: 203.0.113.10, healthCheck: web }
  us-a: { ipv4: 192.0.2.10, healthCheck: web }
records:
  www:
    ttl: 30s
    to:
      failover:
        - geolocation:
            - { from: anywhere, to: eu-a, whenDown: stay }
        - us-a
`,
    ],
  },
} as const satisfies RecordRule;
