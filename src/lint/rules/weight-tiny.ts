import { diagnose } from "../../diagnostic/diagnose.ts";
import { nodesOf } from "../../steering/walk.ts";
import { nameOfMember } from "../name-of-member.ts";
import type { RecordRule } from "../rule.ts";

/** Weights that caches drown. */
export const weightTiny = {
  id: "weight-tiny",
  judges: "record",
  docs: "A share below 1 % is more luck than a share: one resolver's cache may hold it for a million clients or for none.",
  check: ({ tree }) =>
    nodesOf(tree).flatMap((node) => {
      if (node.kind !== "weighted") return [];
      const total = node.members.reduce((sum, { weight }) => sum + weight, 0);
      return node.members
        .filter(({ weight }) => weight > 0 && weight * 100 < total)
        .map(({ weight, to, origin }) => {
          const member = nameOfMember(to);
          const about = member.name === null ? [] : [member.name];
          return { diagnostic: diagnose("weight-tiny", { member, weight, total }, origin), about };
        });
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
records:
  www: { ttl: 30s, to: { weighted: { web-a: 99, web-b: 1 } } }
`,
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
  www: { ttl: 30s, to: { weighted: { web-a: 60, web-b: 40, standby: 0 } } }
  spare: { ttl: 5m, to: standby }
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
  www: { ttl: 30s, to: { weighted: { web-a: 1000, web-b: 1 } } }
`,
    ],
  },
} as const satisfies RecordRule;
