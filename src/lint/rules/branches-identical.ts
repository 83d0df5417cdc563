import { diagnose } from "../../diagnostic/diagnose.ts";
import { clientAt, locationKey, locationsOf, nameOf } from "../../steering/geography.ts";
import { longestMatch } from "../../steering/subnet.ts";
import type { Branch, GeolocationNode, SteeringNode, SubnetBranch, SubnetNode } from "../../steering/tree.ts";
import { nodesOf, structureOf } from "../../steering/walk.ts";
import type { Finding, RecordRule } from "../rule.ts";

/** Branches that say the same. */
export const branchesIdentical = {
  id: "branches-identical",
  judges: "record",
  docs: "Two branches that lead to the same are mostly a copy in which something was forgotten.",
  check: ({ tree }) =>
    nodesOf(tree).flatMap((node) => {
      if (node.kind === "geolocation")
        return findAlike(node.branches.map((branch) => describeBranch(node, branch)));
      if (node.kind === "subnet")
        return findAlike(node.branches.map((branch) => describeSubnet(node, branch)));
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
      geolocation:
        - { from: { countries: [DE] }, to: eu-a }
        - { from: { continents: [EU] }, to: us-a }
        - { from: anywhere, to: eu-a }
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
      geolocation:
        - { from: { countries: [DE, FR] }, to: eu-a }
        - { from: anywhere, to: us-a }
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
      geolocation:
        - { from: { continents: [EU] }, to: eu-a }
        - { from: { continents: [NA] }, to: us-a }
        - { from: anywhere, to: eu-a }
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
      geolocation:
        - { from: { countries: [DE] }, to: eu-a }
        - { from: { countries: [FR] }, to: eu-a }
        - { from: anywhere, to: us-a }
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
      geolocation:
        - { from: { countries: [DE] }, to: eu-a }
        - { from: { continents: [EU] }, to: eu-a }
        - { from: anywhere, to: us-a }
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
      subnet:
        - { from: [203.0.113.0/24], to: eu-a }
        - { from: [203.0.0.0/16], to: eu-a }
        - { from: anywhere, to: us-a }
`,
      `version: 1
name: web
zone: example.com
healthChecks:
  web: { type: https, path: /healthz, host: www.example.com }
endpoints:
  eu-a: { ipv4: 203.0.113.10, healthCheck: web }
records:
  www:
    ttl: 5m
    to:
      geolocation:
        - { from: { continents: [EU] }, to: eu-a, whenDown: stay }
        - { from: anywhere, to: eu-a, whenDown: stay }
`,
    ],
  },
} as const satisfies RecordRule;

interface Described {
  /** A function, because the names of countries cost more than all rules together, and most policies need none. */
  readonly places: () => string;
  readonly isForEverybody: boolean;
  readonly structure: string;
  readonly origin: SubnetBranch<SteeringNode>["origin"];
  /** Of the branches that its clients would be given without it. */
  readonly around: readonly (object | undefined)[];
  readonly branch: object;
}

function findAlike(branches: readonly Described[]): readonly Finding[] {
  const same = branches.every(({ structure }) => structure === branches[0]?.structure);
  const outerOf = new Map(
    branches.map((one) => [
      one,
      branches.find(
        ({ branch, structure, isForEverybody }) =>
          structure === one.structure &&
          one.around.every((around) => around === branch) &&
          // Which of the named places everybody else goes to is worth saying, unless there is only one answer.
          (same || !isForEverybody),
      ),
    ]),
  );
  return branches.flatMap((one, position) => {
    if (one.isForEverybody) return [];
    const outer = outerOf.get(one);
    const twin = branches
      .slice(0, position)
      .find(
        (other) =>
          other.structure === one.structure && !other.isForEverybody && outerOf.get(other) === undefined,
      );
    const other = outer ?? twin;
    if (other === undefined) return [];
    const args = { places: one.places(), others: other.places(), around: outer !== undefined };
    return [{ diagnostic: diagnose("branches-identical", args, one.origin), about: [] }];
  });
}

function describeBranch(node: GeolocationNode<SteeringNode>, branch: Branch<SteeringNode>): Described {
  const at = (key: string) =>
    node.branches.find(({ from }) => from.some((place) => locationKey(place) === key));
  return {
    places: () =>
      branch.from.map((place) => (place.kind === "anywhere" ? "everywhere" : nameOf(place))).join(", "),
    isForEverybody: branch.from.some(({ kind }) => kind === "anywhere"),
    structure: `${branch.whenDown} ${structureOf(branch.to)}`,
    origin: branch.origin,
    around: branch.from.map((place) =>
      locationsOf(clientAt(place))
        .slice(1)
        .map((location) => at(locationKey(location)))
        .find((around) => around !== undefined && around !== branch),
    ),
    branch,
  };
}

function describeSubnet(node: SubnetNode<SteeringNode>, branch: SubnetBranch<SteeringNode>): Described {
  const others = node.branches.filter((other) => other !== branch);
  return {
    places: () => (branch.from.length === 0 ? "everybody" : branch.from.map(({ text }) => text).join(", ")),
    isForEverybody: branch.from.length === 0,
    structure: structureOf(branch.to),
    origin: branch.origin,
    around: branch.from.map(({ text }) => {
      const [address = ""] = text.split("/");
      const shorter = others
        .flatMap(({ from }) => from)
        .filter(({ prefix }) => prefix < Number(text.split("/")[1]));
      const match = longestMatch(shorter, address);
      return others.find(({ from }) => (match === null ? from.length === 0 : from.includes(match)));
    }),
    branch,
  };
}
