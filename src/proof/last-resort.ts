/** What a client could be given: with all of that dead, its answer is a last resort. */
import { candidatesOf, isHealthy, subnetBranchOf } from "../steering/answer.ts";
import type { Client } from "../steering/client.ts";
import { sortByRank } from "../steering/ranking.ts";
import type { SteeredEndpoint, SteeringNode } from "../steering/tree.ts";

/** Every endpoint that this client is given in some state of health. */
export function reachableFor(node: SteeringNode, client: Client): readonly SteeredEndpoint[] {
  switch (node.kind) {
    case "endpoint":
      return [node.endpoint];
    case "multivalue":
      return node.members.map(({ endpoint }) => endpoint);
    case "weighted":
      return node.members.flatMap(({ to, weight }) => (weight > 0 ? reachableFor(to, client) : []));
    case "failover":
      return reachInOrder(node.members, client);
    case "latency":
    case "geoproximity":
      return reachInOrder(
        sortByRank(node.members, client.rank).map(({ to }) => to),
        client,
      );
    case "stay":
      return reachableFor(node.to, client);
    case "geolocation":
      // A staying branch is the last of the candidates.
      return reachInOrder(
        candidatesOf(node, client).map(({ to }) => to),
        client,
      );
    case "subnet": {
      const branch = subnetBranchOf(node, client);
      return branch === null ? [] : reachableFor(branch.to, client);
    }
  }
}

/** Nobody comes past what is healthy in every state. */
function reachInOrder(nodes: readonly SteeringNode[], client: Client): readonly SteeredEndpoint[] {
  const end = nodes.findIndex((node) => isHealthy(node, client, () => true));
  const reached = end < 0 ? nodes : nodes.slice(0, end + 1);
  return reached.flatMap((node) => reachableFor(node, client));
}
