/** What a record's answers depend on. */
import type { SteeringNode } from "../steering/tree.ts";
import { endpointsOf, isAlwaysHealthy, nodesOf } from "../steering/walk.ts";

/** Whether a failure can change an answer: some group would send its clients elsewhere. */
export function failsOver(tree: SteeringNode): boolean {
  return nodesOf(tree).some(leavesMember);
}

function leavesMember(node: SteeringNode): boolean {
  switch (node.kind) {
    case "endpoint":
    case "stay":
    case "subnet":
      return false;
    case "multivalue":
      return node.members.length > 1 && !node.members.every(isAlwaysHealthy);
    case "failover":
      return !node.members.slice(0, -1).every(isAlwaysHealthy);
    case "weighted": {
      const active = node.members.filter(({ weight }) => weight > 0);
      return active.length > 1 && !active.every(({ to }) => isAlwaysHealthy(to));
    }
    case "latency":
    case "geoproximity":
      return node.members.length > 1 && !node.members.every(({ to }) => isAlwaysHealthy(to));
    case "geolocation":
      return node.branches.some(
        ({ from, to, whenDown }) =>
          whenDown === "fallThrough" && from.some(({ kind }) => kind !== "anywhere") && !isAlwaysHealthy(to),
      );
  }
}

/** Whether everybody gets the same in every state of health. */
export function steersNothing(tree: SteeringNode): boolean {
  return tree.kind === "endpoint" || (tree.kind === "multivalue" && tree.members.every(isAlwaysHealthy));
}

/** Whether the record's TTL reaches anybody: an alias is answered with the service's own. */
export function hasOwnTtl(tree: SteeringNode): boolean {
  return endpointsOf(tree).some(({ alias }) => alias === null);
}
