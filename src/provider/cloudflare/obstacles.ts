/** What of a tree no layout can hold: all of it, each at its own line. */
import type { Origin } from "../../policy/policy.ts";
import type { NormalNode, PlainNode, RankedNode, WeightedNode } from "../../steering/tree.ts";
import { asPool, headOf } from "./pool-spec.ts";

export interface Obstacle {
  readonly reason:
    | "multivalue"
    | "subnet"
    | "subdivision"
    | "bias"
    | "ranked-below"
    | "no-anywhere"
    | "weights-in-place"
    | "weights-in-failover"
    | "too-deep";
  readonly origin: Origin;
  /** The checks of a set that is no pool for having several; else empty. */
  readonly checks: readonly string[];
}

/**
 * Where a node stands: it may choose by itself at the root, and with pool sets in a place; as one of several in a list,
 * or of several that are drawn from or ranked, it has to be pools.
 */
type Position = "root" | "place" | "listed" | "member";

/** Every obstacle of a tree, in the order of the tree. With none, `layOut` can lay it out. */
export function findObstacles(
  root: NormalNode,
  { poolSets }: { readonly poolSets: boolean },
): readonly Obstacle[] {
  const found: Obstacle[] = [];
  const tell = (reason: Obstacle["reason"], origin: Origin, checks: readonly string[] = []) => {
    found.push({ reason, origin, checks });
  };
  const mayChoose = (position: Position) => position === "root" || (position === "place" && poolSets);

  const visit = (node: NormalNode, position: Position): void => {
    const { origin } = node;
    switch (node.kind) {
      case "endpoint":
        return;
      case "multivalue": {
        const watched = node.members.some(({ endpoint }) => endpoint.check !== null);
        if (position !== "root" || watched) tell("multivalue", origin);
        return;
      }
      case "subnet":
        tell("subnet", origin);
        // Without the networks each branch could stand where they stood.
        for (const { to } of node.branches) visit(to, position);
        return;
      case "geolocation": {
        for (const branch of node.branches) {
          if (branch.from.some(({ kind }) => kind === "subdivision")) tell("subdivision", branch.origin);
          visit(branch.to, "place");
        }
        const places = node.branches.flatMap(({ from }) => from);
        if (!places.some(({ kind }) => kind === "anywhere")) tell("no-anywhere", origin);
        return;
      }
      case "latency":
      case "geoproximity": {
        if (!mayChoose(position)) tell("ranked-below", origin);
        for (const { place, origin: at } of node.members) {
          if (place.kind === "distance" && place.bias !== 0) tell("bias", at);
        }
        visitMembers(node);
        return;
      }
      case "weighted": {
        if (asPool(node) !== null) return;
        if (position === "place" && !poolSets) tell("weights-in-place", origin, checksOf(node));
        if (position === "listed") tell("weights-in-failover", origin, checksOf(node));
        visitMembers(node);
        return;
      }
      case "failover":
        for (const member of node.members) visit(member, position === "member" ? "member" : "listed");
        return;
      case "stay":
        visit(node.to, position);
        return;
    }
  };

  /** What isn't one pool begins with one: of a failover, its first. The proof says where that differs. */
  const visitMembers = ({ members }: WeightedNode<PlainNode> | RankedNode<PlainNode>): void => {
    for (const { to } of members) {
      const before = found.length;
      visit(to, "member");
      if (found.length === before && headOf(to) === null) tell("too-deep", to.origin);
    }
  };

  visit(root, "root");
  return found;
}

/** Of a set of endpoints alone, which one check would make a pool. */
function checksOf({ members }: WeightedNode<PlainNode>): readonly string[] {
  const checks = members.map(({ to }) =>
    to.kind === "endpoint" ? (to.endpoint.check?.name ?? "none") : null,
  );
  return checks.includes(null) ? [] : [...new Set(checks.flatMap((check) => check ?? []))];
}
