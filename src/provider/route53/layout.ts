/**
 * How the tree of one record is laid out as groups of record sets: which nodes need a group of their own, and
 * what it is called. The layout is the same for A and AAAA; only the values differ.
 */
import type { Origin } from "../../policy/policy.ts";
import type { Location } from "../../steering/geography.ts";
import type { RankedPlace } from "../../steering/ranking.ts";
import type { Network } from "../../steering/subnet.ts";
import type { NormalNode, PlainNode, SteeredEndpoint, SubnetNode } from "../../steering/tree.ts";
import { structureOf } from "../../steering/walk.ts";
import { coverNetworks } from "./cidr.ts";
import { identify, pairUp } from "./members.ts";
import { nameEqualsAlike } from "./same-part.ts";
import { nameGroups } from "./slug.ts";

/** What a member of a group leads to. */
export type Target =
  /** Written in place. `watched: false`: its check is left off, because clients stay here whatever it says. */
  | { readonly kind: "endpoint"; readonly endpoint: SteeredEndpoint; readonly watched: boolean }
  | { readonly kind: "group"; readonly group: Group; readonly evaluate: boolean };

export type Routing =
  | { readonly kind: "simple"; readonly target: Target }
  /** Several values in one record set: nothing is checked, so nothing can be left out. */
  | { readonly kind: "all"; readonly endpoints: readonly SteeredEndpoint[] }
  | { readonly kind: "multivalue"; readonly endpoints: readonly SteeredEndpoint[] }
  | { readonly kind: "weighted"; readonly members: readonly WeightedMember[] }
  | { readonly kind: "failover"; readonly primary: Target; readonly secondary: Target | null }
  | { readonly kind: "geolocation"; readonly members: readonly GeolocationMember[] }
  | { readonly kind: "ranked"; readonly members: readonly RankedTarget[] }
  | { readonly kind: "subnet"; readonly members: readonly SubnetMember[] };

export interface RankedTarget {
  readonly place: RankedPlace;
  readonly target: Target;
  readonly origin: Origin;
}

export interface SubnetMember {
  /** Null: everybody else. */
  readonly network: Network | null;
  readonly target: Target;
  readonly origin: Origin;
}

export interface WeightedMember {
  readonly id: string;
  readonly weight: number;
  readonly target: Target;
  readonly origin: Origin;
}

export interface GeolocationMember {
  readonly location: Location;
  readonly target: Target;
  readonly origin: Origin;
}

export interface Group {
  /** Null for the group at the public name itself. */
  readonly slug: string | null;
  readonly routing: Routing;
  readonly origin: Origin;
}

/**
 * The groups of a record, that of the public name first, then the helpers by slug. Equal subtrees share one.
 *
 * @param networks - all that the policy's CIDR collection holds
 */
export function layOut(normal: NormalNode, networks: readonly Network[] = []): readonly Group[] {
  const root = nameEqualsAlike(normal);
  const slugs = nameGroups(root);
  const groups = new Map<string, Group>();
  const top: Group = { slug: null, routing: routeNode(root), origin: root.origin };

  function groupFor(node: PlainNode): Group {
    const structure = structureOf(node);
    const known = groups.get(structure);
    if (known !== undefined) return known;
    const slug = slugs.get(structure);
    if (slug === undefined) throw new Error(`no name was made for the group ${structure}`);
    const group: Group = {
      slug,
      routing:
        node.kind === "endpoint"
          ? { kind: "simple", target: { kind: "endpoint", endpoint: node.endpoint, watched: true } }
          : routeNode(node),
      origin: node.origin,
    };
    groups.set(structure, group);
    return group;
  }

  function routeNode(node: NormalNode): Routing {
    switch (node.kind) {
      case "endpoint":
        // A check on a lone simple record set changes nothing (API reference, ResourceRecordSet).
        return { kind: "simple", target: { kind: "endpoint", endpoint: node.endpoint, watched: false } };
      case "stay":
        return { kind: "simple", target: aim(node) };
      case "multivalue": {
        const endpoints = node.members.map((member) => member.endpoint);
        const unchecked = endpoints.every((endpoint) => endpoint.check === null);
        return { kind: unchecked ? "all" : "multivalue", endpoints };
      }
      case "weighted": {
        const ids = identify(node.members);
        const members = node.members.map((member, position) => ({
          id: ids[position] ?? "",
          weight: member.weight,
          target: aim(member.to),
          origin: member.origin,
        }));
        return { kind: "weighted", members };
      }
      case "failover": {
        const [primary, secondary] = pairUp(node);
        return {
          kind: "failover",
          primary: aimFailover(primary),
          secondary: secondary === null ? null : aimFailover(secondary),
        };
      }
      case "latency":
      case "geoproximity": {
        const members = node.members.map(({ place, to, origin }) => ({ place, target: aim(to), origin }));
        return { kind: "ranked", members };
      }
      case "subnet":
        return { kind: "subnet", members: spread(node) };
      case "geolocation": {
        const members = node.branches.flatMap((branch) => {
          const to = aim(branch.to);
          const target = branch.whenDown === "stay" ? hold(to) : to;
          return branch.from.map((location) => ({ location, target, origin: branch.origin }));
        });
        return { kind: "geolocation", members };
      }
    }
  }

  /** Each branch once for every block of the collection that its networks are the longest to hold. */
  function spread({ branches }: SubnetNode<PlainNode>): readonly SubnetMember[] {
    const own = branches.flatMap(({ from }) => from);
    const blocks = new Map<Network, Network[]>(own.map((one) => [one, []]));
    for (const { network, within } of coverNetworks(own, networks)) blocks.get(within)?.push(network);
    return branches.flatMap(({ from, to, origin }): readonly SubnetMember[] => {
      const target = hold(aim(to));
      if (from.length === 0) return [{ network: null, target, origin }];
      return from.flatMap((one) => blocks.get(one) ?? []).map((network) => ({ network, target, origin }));
    });
  }

  function aim(node: PlainNode): Target {
    if (node.kind === "endpoint") return { kind: "endpoint", endpoint: node.endpoint, watched: true };
    if (node.kind === "stay") return hold(aim(node.to));
    return { kind: "group", group: groupFor(node), evaluate: true };
  }

  /**
   * A failover alias must evaluate its target's health (API reference, ResourceRecordSet.Failover). So a staying group
   * takes one more hop, an alias without evaluation, which is always healthy; and so does an AWS service, whose own
   * notion of health is none that the policy knows.
   */
  function aimFailover(node: PlainNode): Target {
    const target = aim(node);
    const isService = target.kind === "endpoint" && target.endpoint.alias !== null;
    if (!isService && (target.kind === "endpoint" || target.evaluate)) return target;
    return { kind: "group", group: groupFor(node), evaluate: true };
  }

  return [top, ...[...groups.values()].sort((one, other) => compareText(one.slug ?? "", other.slug ?? ""))];
}

function hold(target: Target): Target {
  return target.kind === "endpoint" ? { ...target, watched: false } : { ...target, evaluate: false };
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
