import { diagnose } from "../../diagnostic/diagnose.ts";
import type { SteeringNode } from "../../steering/tree.ts";
import { childrenOf, endpointsOf, nodesOf } from "../../steering/walk.ts";
import { nameOfMember } from "../name-of-member.ts";
import type { PolicyRule } from "../rule.ts";

/** Members that nothing answers. */
export const drainedForGood = {
  id: "drained-for-good",
  judges: "policy",
  docs: "What has the weight 0 in every record is never answered, though its checks are paid for. `drained: true` says that it is meant for now, and isn't told.",
  check: (_policy, records) => {
    const answered = findAnswered(records.map(({ tree }) => tree));
    const drained = records.flatMap(({ record, tree }) =>
      nodesOf(tree).flatMap((node) =>
        (node.kind === "weighted" ? node.members : []).map((member) => ({ record, member })),
      ),
    );
    return drained.flatMap(({ record, member: { weight, to, origin } }) => {
      const endpoints = endpointsOf(to);
      if (weight > 0 || endpoints.some(({ name, drained: out }) => out || answered.has(name))) return [];
      const names = endpoints.map(({ name }) => name);
      const args = { member: nameOfMember(to), endpoints: names };
      const part = to.part === null ? [] : [to.part];
      return [
        { diagnostic: diagnose("drained-for-good", args, origin), about: [record.label, ...part, ...names] },
      ];
    });
  },
  examples: {
    ok: [
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  blue: { ipv4: 203.0.113.10, healthCheck: web }
  green: { ipv4: 203.0.113.11, healthCheck: web }
records:
  www: { ttl: 30s, to: { weighted: { blue: 100, green: 0 } } }
  green: { ttl: 5m, to: green }
`,
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  web-a: { ipv4: 203.0.113.10, healthCheck: web }
  web-b: { ipv4: 203.0.113.11, healthCheck: web, drained: true }
records:
  www: { ttl: 30s, to: { weighted: { web-a: 50, web-b: 50 } } }
`,
    ],
    notOk: [
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  blue: { ipv4: 203.0.113.10, healthCheck: web }
  green: { ipv4: 203.0.113.11, healthCheck: web }
records:
  www: { ttl: 30s, to: { weighted: { blue: 100, green: 0 } } }
`,
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  blue: { ipv4: 203.0.113.10, healthCheck: web }
  green-a: { ipv4: 203.0.113.11, healthCheck: web }
  green-b: { ipv4: 203.0.113.12, healthCheck: web }
policies:
  green: { weighted: { green-a: 1, green-b: 1 } }
records:
  www: { ttl: 30s, to: { weighted: [{ to: blue, weight: 1 }, { to: { use: green }, weight: 0 }] } }
`,
    ],
  },
} as const satisfies PolicyRule;

/** The endpoints to which some way leads on which no weight is 0. */
function findAnswered(trees: readonly SteeringNode[]): ReadonlySet<string> {
  const reached = new Set(trees);
  const answered = new Set<string>();
  for (const node of reached) {
    if (node.kind === "endpoint") answered.add(node.endpoint.name);
    const next =
      node.kind === "weighted"
        ? node.members.flatMap(({ weight, to }) => (weight > 0 ? [to] : []))
        : childrenOf(node);
    for (const child of next) reached.add(child);
  }
  return answered;
}
