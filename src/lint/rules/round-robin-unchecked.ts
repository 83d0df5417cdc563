import { diagnose } from "../../diagnostic/diagnose.ts";
import { nodesOf } from "../../steering/walk.ts";
import type { RecordRule } from "../rule.ts";

/** Addresses that are answered together, and while they are dead. */
export const roundRobinUnchecked = {
  id: "round-robin-unchecked",
  judges: "record",
  docs: "Of several addresses answered together, one without a health check is answered while it is dead too.",
  check: ({ tree }) =>
    nodesOf(tree).flatMap((node) => {
      if (node.kind !== "multivalue" || node.members.length < 2) return [];
      const unchecked = node.members.filter(({ endpoint }) => endpoint.check === null);
      const [first] = unchecked;
      if (first === undefined) return [];
      const endpoints = unchecked.map(({ endpoint }) => endpoint.name);
      return [
        { diagnostic: diagnose("round-robin-unchecked", { endpoints }, first.origin), about: endpoints },
      ];
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
  www: { ttl: 30s, to: { multivalue: [web-a, web-b] } }
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
records:
  www: { ttl: 30s, to: { multivalue: [web-a, web-b] } }
`,
      `version: 1
name: web
zone: example.com
endpoints:
  ns-a: { ipv4: 203.0.113.10 }
  ns-b: { ipv4: 203.0.113.11 }
records:
  www: { ttl: 1h, to: { multivalue: [ns-a, ns-b] } }
`,
    ],
  },
} as const satisfies RecordRule;
