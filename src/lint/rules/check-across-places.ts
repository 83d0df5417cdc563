import { diagnose } from "../../diagnostic/diagnose.ts";
import type { RecordType } from "../../policy/policy.ts";
import { unitKeyOf } from "../../steering/health.ts";
import type { SteeredEndpoint, SteeringNode } from "../../steering/tree.ts";
import { childrenOf, endpointsOf, nodesOf } from "../../steering/walk.ts";
import type { RecordRule } from "../rule.ts";

/** One probe that speaks for several places. */
export const checkAcrossPlaces = {
  id: "check-across-places",
  judges: "record",
  docs: "Endpoints of different places with the same address and check are probed once, so they can't take over for one another. Sharing the configuration of a check is fine.",
  check: ({ record, tree }) =>
    nodesOf(tree).flatMap((node) => {
      if (!byPlace.has(node.kind)) return [];
      const twins = findTwins(node, record.types);
      return twins.map(([{ name: other }, { name: endpoint, check, origin }]) => {
        const args = { check: check?.name ?? "", endpoint, other };
        return { diagnostic: diagnose("check-across-places", args, origin), about: [other, args.check] };
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
  eu-a: { ipv4: 203.0.113.10, healthCheck: web }
  us-a: { ipv4: 192.0.2.10, healthCheck: web }
records:
  www:
    ttl: 30s
    to:
      geolocation:
        - { from: { continents: [EU] }, to: eu-a }
        - { from: anywhere, to: us-a }
`,
    ],
    notOk: [
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  eu-a: { ipv4: 203.0.113.10, healthCheck: web }
  us-a: { ipv4: 203.0.113.10, healthCheck: web }
records:
  www:
    ttl: 30s
    to:
      geolocation:
        - { from: { continents: [EU] }, to: eu-a }
        - { from: anywhere, to: us-a }
`,
    ],
  },
} as const satisfies RecordRule;

const byPlace: ReadonlySet<SteeringNode["kind"]> = new Set(["geolocation", "latency", "geoproximity"]);

/** Endpoints below different members that are probed as one, each with one that was met before. */
function findTwins(
  node: SteeringNode,
  types: readonly RecordType[],
): readonly (readonly [SteeredEndpoint, SteeredEndpoint])[] {
  const met = new Map<string, SteeredEndpoint>();
  const twins = new Map<string, readonly [SteeredEndpoint, SteeredEndpoint]>();
  for (const child of childrenOf(node)) {
    const endpoints = endpointsOf(child);
    const keysOf = (one: SteeredEndpoint) => types.flatMap((type) => unitKeyOf(one, type) ?? []);
    for (const endpoint of endpoints) {
      const before = keysOf(endpoint).flatMap((key) => met.get(key) ?? [])[0];
      if (before !== undefined && before.name !== endpoint.name) twins.set(endpoint.name, [before, endpoint]);
    }
    // After all of them: two of one place may well be one machine.
    for (const endpoint of endpoints)
      for (const key of keysOf(endpoint)) met.set(key, met.get(key) ?? endpoint);
  }
  return [...twins.values()];
}
