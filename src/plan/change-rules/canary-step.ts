import { diagnose } from "../../diagnostic/diagnose.ts";
import { childrenOf, endpointsOf, nodesOf } from "../../steering/walk.ts";
import { asPercent } from "../percent.ts";
import type { ChangeRule } from "./rule.ts";

/** Weights that are raised by most of what there is. */
export const canaryStep: ChangeRule = {
  id: "change-canary-step",
  docs: "A weighted member that gains over 50 points in one step shows a mistake to most clients at once.",
  check: ({ steered: { record, tree }, rows }) => {
    const groups = nodesOf(tree).filter(({ kind }) => kind === "weighted");
    const weighed = new Set<string>(
      groups.flatMap(childrenOf).flatMap((member) => endpointsOf(member).map(({ name }) => name)),
    );
    for (const { now, after, clients } of rows) {
      if (now === null || now.length === 0) continue;
      for (const { label: endpoint, share } of after ?? []) {
        const before = now.find(({ label }) => label === endpoint)?.share ?? 0;
        if (!weighed.has(endpoint) || share - before <= largestStep) continue;
        const shares = { before: asPercent(before), after: asPercent(share) };
        const args = { record: record.label, endpoint, ...shares, clients: clients.join(", ") };
        return [
          {
            diagnostic: diagnose("change-canary-step", args, record.origin),
            about: [record.label, endpoint],
          },
        ];
      }
    }
    return [];
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
  www: { ttl: 30s, to: { weighted: { web-a: 95, web-b: 5 } } }
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
  www: { ttl: 30s, to: { weighted: { web-a: 50, web-b: 50 } } }
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
  www: { ttl: 30s, to: { weighted: { web-a: 95, web-b: 5 } } }
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
  www: { ttl: 30s, to: { weighted: { web-a: 20, web-b: 80 } } }
guards: { max-shift: 80 }
`,
      },
    ],
  },
};

/** A part of all answers. Shares are sums, so the last digits are left out. */
const largestStep = 0.5 + 1e-9;
