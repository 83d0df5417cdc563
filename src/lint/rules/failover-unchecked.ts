import { diagnose } from "../../diagnostic/diagnose.ts";
import { nodesOf } from "../../steering/walk.ts";
import { nameOfMember } from "../name-of-member.ts";
import type { RecordRule } from "../rule.ts";

/** Endpoints without a check in front of others. */
export const failoverUnchecked = {
  id: "failover-unchecked",
  judges: "record",
  docs: "A failover member without a health check never counts as down, so the members after it stand by in vain.",
  check: ({ tree }) =>
    nodesOf(tree).flatMap((node) => {
      if (node.kind !== "failover") return [];
      const unchecked = node.members
        .slice(0, -1)
        .find((member) => member.kind === "endpoint" && member.endpoint.check === null);
      if (unchecked?.kind !== "endpoint") return [];
      const args = { member: nameOfMember(unchecked) };
      const diagnostic = diagnose("failover-unchecked", args, unchecked.origin);
      return [{ diagnostic, about: [unchecked.endpoint.name] }];
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
  web-b: { ipv4: 203.0.113.11 }
records:
  www: { ttl: 30s, to: { failover: [web-a, web-b] } }
`,
    ],
    notOk: [
      `version: 1
name: web
zone: example.com
endpoints:
  web-a: { ipv4: 203.0.113.10 }
  web-b: { ipv4: 203.0.113.11 }
records:
  www: { ttl: 30s, to: { failover: [web-a, web-b] } }
`,
    ],
  },
} as const satisfies RecordRule;
