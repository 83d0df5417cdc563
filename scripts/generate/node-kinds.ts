/** What the reference says of each way to choose, beyond the schema: what it means, and a policy to start from. */

import { orderKeys } from "../../src/policy/key-order.ts";
import { formatSource } from "../../src/source/format.ts";
import { parseSource } from "../../src/source/read.ts";

export interface NodeKind {
  /** Sentences for a list. */
  readonly meaning: readonly string[];
  /** What stands under `to` of a record: YAML, not indented. */
  readonly to: string;
  /** Endpoints that it names, with their settings on one line each. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Other top-level keys that it needs, in YAML. */
  readonly besides?: string;
}

const checked = (ipv4: string) => `{ ipv4: ${ipv4}, healthCheck: web }`;

/** By the key of the node; the generator fails when the schema knows another one. */
export const nodeKinds: Readonly<Record<string, NodeKind>> = {
  endpoint: {
    meaning: [
      "`to: web-a` is short for `to: { endpoint: web-a }`.",
      "It is healthy as long as its check says so. Without a check it always is.",
    ],
    endpoints: { "web-a": "{ ipv4: 203.0.113.10 }" },
    to: "web-a",
  },
  multivalue: {
    meaning: [
      "All healthy members are answered together; if none is healthy, all are.",
      "Clients dial the first address of an answer, and the order rotates: each of k members gets about 1/k.",
      "Members are endpoints with addresses: no groups, no host names, no AWS services.",
    ],
    endpoints: { "web-a": checked("203.0.113.10"), "web-b": checked("203.0.113.11") },
    to: "multivalue: [web-a, web-b]",
  },
  weighted: {
    meaning: [
      "One member that is healthy and has a weight over 0, with probability in proportion to its weight. If none is healthy: as if all with a weight were.",
      "Weight 0 drains a member: it is never answered, in any state. All weights 0 is an error.",
      "The short form `{ web-a: 90, web-b: 10 }` names endpoints. The list `[{ to, weight, name? }]` takes any node.",
      "Route 53 holds weights up to 255. Larger ones are scaled; a share that moves by more than 0.1 percentage points is a warning.",
    ],
    endpoints: { "web-a": checked("203.0.113.10"), "web-b": checked("203.0.113.11") },
    to: `weighted:
  - { to: web-a, weight: 95 }
  - { to: web-b, weight: 5, name: canary }`,
  },
  failover: {
    meaning: [
      "The first healthy member; if none is healthy, the first.",
      "A member that is never noticed to be down hides those behind it, which is a warning.",
    ],
    endpoints: {
      primary: checked("203.0.113.10"),
      second: checked("203.0.113.11"),
      standby: "{ ipv4: 198.51.100.10 }",
    },
    to: "failover: [primary, second, standby]",
  },
  geolocation: {
    meaning: [
      "Candidates are the branches that name the client's subdivision, country, continent, and `anywhere`, in this order. The first healthy one is taken; if none is healthy, the most specific.",
      "`whenDown: stay` ends the list: clients there are never sent to a wider place, whatever fails.",
      "A client without a candidate gets no answer. Below the top of a record, `anywhere` is therefore required.",
      "A place may be named in one branch only. Subdivisions are known for the US alone.",
      "The continent EU holds TR, RU, GB and CH too: for residency name a group, such as the built-in EU27 or EEA.",
    ],
    besides: "groups:\n  dach: [DE, AT, CH]",
    endpoints: {
      zurich: checked("203.0.113.10"),
      dublin: checked("203.0.113.11"),
      virginia: checked("192.0.2.10"),
    },
    to: `geolocation:
  - { from: { groups: [dach] }, to: zurich }
  - { from: { continents: [EU] }, to: { failover: [dublin, zurich] }, whenDown: stay }
  - { from: anywhere, to: virginia }`,
  },
  latency: {
    meaning: [
      "Members are ranked for each client by the latency that the vendor measured to their regions. The first healthy one is taken; if none is healthy, the first.",
      "Who is nearest is the vendor's to say: the proof tries every order, and `simulate` and the plan's table go by distance and are estimates.",
      "It is for speed. To keep clients in a place, use geolocation.",
    ],
    endpoints: { eu: checked("203.0.113.10"), us: checked("192.0.2.10") },
    to: `latency:
  - { region: eu-west-1, to: eu }
  - { region: us-east-1, to: us }`,
  },
  geoproximity: {
    meaning: [
      "Members are ranked for each client by distance. The first healthy one is taken; if none is healthy, the first.",
      "A bias above 0 makes a place count as nearer, below 0 as further: distance × (1 − bias/100), or distance ÷ (1 + bias/100).",
      "Route 53 keeps two decimals of a coordinate.",
    ],
    endpoints: { frankfurt: checked("203.0.113.10"), newyork: checked("192.0.2.10") },
    to: `geoproximity:
  - { at: { region: eu-central-1 }, bias: 20, to: frankfurt }
  - { at: { latitude: 40.71, longitude: -74.01 }, to: newyork }`,
  },
  subnet: {
    meaning: [
      "The branch with the longest network that holds the client's address, and that alone: nobody leaves it, whatever its health. Give it a standby where that matters.",
      "The address is that of the EDNS client subnet, else the resolver's. Without a match it is `anywhere`; without that, no answer.",
      "Below the top of a record, `anywhere` is required.",
      "Route 53 takes IPv4 networks from /1 to /24 and IPv6 networks from /1 to /48.",
    ],
    endpoints: { office: checked("203.0.113.10"), public: checked("192.0.2.10") },
    to: `subnet:
  - { from: [198.51.100.0/24, "2001:db8:100::/48"], to: { failover: [office, public] } }
  - { from: anywhere, to: public }`,
  },
  use: {
    meaning: [
      "As if the part stood here. A part may use other parts, but not itself.",
      "On Route 53 its name shows in the names of the record sets that it becomes.",
    ],
    besides: "policies:\n  europe:\n    failover: [eu-a, eu-b]",
    endpoints: { "eu-a": checked("203.0.113.10"), "eu-b": checked("203.0.113.11") },
    to: "use: europe",
  },
};

/** A whole policy in which a node of this kind leads the way, as `signpost fmt` writes it. */
export function examplePolicy(kind: NodeKind): string {
  const written = { path: "example.yaml", text: composePolicy(kind) };
  const { text } = formatSource(parseSource(written), orderKeys);
  if (text === null) throw new Error(`this example is no YAML:\n${written.text}`);
  return text.trimEnd();
}

function composePolicy({ to, endpoints, besides }: NodeKind): string {
  const settings = Object.entries(endpoints);
  const isChecked = settings.some(([, setting]) => setting.includes("healthCheck"));
  return [
    "version: 1",
    "name: example",
    "zone: example.com",
    "providers:",
    "  route53: {}",
    ...(isChecked
      ? ["healthChecks:", "  web: { type: https, path: /healthz, host: www.example.com, interval: 10s }"]
      : []),
    "endpoints:",
    ...settings.map(([name, setting]) => `  ${name}: ${setting}`),
    ...(besides === undefined ? [] : [besides]),
    "records:",
    "  www:",
    `    ttl: ${isChecked ? "30s" : "5m"}`,
    ...(/^[\w-]+$/u.test(to) ? [`    to: ${to}`] : ["    to:", to.replace(/^/gmu, "      ")]),
  ].join("\n");
}
