import { diagnose } from "../../diagnostic/diagnose.ts";
import type { EndpointName, Guarantee } from "../../policy/policy.ts";
import { candidatesOf } from "../../steering/answer.ts";
import type { Client } from "../../steering/client.ts";
import { classifyClients } from "../../steering/clients.ts";
import { type Location, locationKey, locationsOf } from "../../steering/geography.ts";
import { readPlace } from "../../steering/place.ts";
import type { SteeredRecord, SteeringNode } from "../../steering/tree.ts";
import { childrenOf, endpointsOf, locationsNamedIn } from "../../steering/walk.ts";
import type { PolicyRule } from "../rule.ts";

/** Latency where a guarantee asks for residency. */
export const latencyForResidency = {
  id: "latency-for-residency",
  judges: "policy",
  docs: "A guarantee says where clients of a place may be sent, and among their answers latency or distance chooses one that it forbids: nearness keeps nobody in a place.",
  check: ({ guarantees }, records) =>
    guarantees.flatMap((guarantee) => {
      const steered = records.find(({ record }) => record.name === guarantee.record);
      const isForbidden = forbid(guarantee);
      if (steered === undefined || isForbidden === null || guarantee.from.length === 0) return [];
      for (const client of clientsAmong(guarantee, steered)) {
        for (const node of seenBy(steered.tree, client)) {
          if (node.kind !== "latency" && node.kind !== "geoproximity") continue;
          const forbidden = node.members.map(({ to }) =>
            endpointsOf(to).find(({ name }) => isForbidden(name)),
          );
          const endpoint = forbidden.find((one) => one !== undefined);
          // Where every choice is forbidden, it isn't nearness that breaks the guarantee.
          if (endpoint === undefined || !forbidden.includes(undefined)) continue;
          const args = { guarantee: guarantee.name, kind: node.kind, endpoint: endpoint.name };
          const diagnostic = diagnose("latency-for-residency", args, guarantee.origin);
          return [{ diagnostic, about: [steered.record.label, endpoint.name] }];
        }
      }
      return [];
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
      latency:
        - { region: eu-west-1, to: eu-a }
        - { region: us-east-1, to: us-a }
`,
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  eu-a: { ipv4: 203.0.113.10, healthCheck: web }
  eu-b: { ipv4: 203.0.113.11, healthCheck: web }
  us-a: { ipv4: 192.0.2.10, healthCheck: web }
records:
  www:
    ttl: 30s
    to:
      geolocation:
        - from: { continents: [EU] }
          to: { latency: [{ region: eu-west-1, to: eu-a }, { region: eu-central-1, to: eu-b }] }
          whenDown: stay
        - from: anywhere
          to: { latency: [{ region: eu-west-1, to: eu-a }, { region: us-east-1, to: us-a }] }
guarantees:
  - { name: Europe stays in Europe, record: www, from: { continents: [EU] }, never: [us-a] }
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
  us-a: { ipv4: 192.0.2.10, healthCheck: web }
records:
  www:
    ttl: 30s
    to:
      latency:
        - { region: eu-west-1, to: eu-a }
        - { region: us-east-1, to: us-a }
guarantees:
  - { name: Europe stays in Europe, record: www, from: { continents: [EU] }, only: [eu-a] }
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
      latency:
        - { region: eu-west-1, to: eu-a }
        - { region: us-east-1, to: us-a }
guarantees:
  - { name: Europe stays in Europe, record: www, from: { continents: [EU] }, never: [us-a] }
`,
    ],
  },
} as const satisfies PolicyRule;

/** Which endpoints a guarantee rules out; null for one that is about something else. */
function forbid({ promise }: Guarantee): ((name: EndpointName) => boolean) | null {
  if (promise.kind === "only") return (name) => !promise.endpoints.has(name);
  if (promise.kind === "never") return (name) => promise.endpoints.has(name);
  return null;
}

/** One client of each class that the guarantee is about. */
function clientsAmong({ from }: Guarantee, { tree }: SteeredRecord): readonly Client[] {
  const places = from.flatMap((written): readonly Location[] => {
    const place = readPlace(written);
    return "code" in place ? [] : [place];
  });
  const keys = new Set(places.map(locationKey));
  return classifyClients([...locationsNamedIn(tree), ...places])
    .map(({ client }) => client)
    .filter((client) => locationsOf(client).some((location) => keys.has(locationKey(location))));
}

/** The nodes that may choose for this client. */
function seenBy(tree: SteeringNode, client: Client): ReadonlySet<SteeringNode> {
  const seen = new Set([tree]);
  for (const node of seen) {
    const next =
      node.kind === "geolocation" ? candidatesOf(node, client).map(({ to }) => to) : childrenOf(node);
    for (const child of next) seen.add(child);
  }
  return seen;
}
