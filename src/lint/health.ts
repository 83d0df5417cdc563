import type { NamedMember } from "../diagnostic/catalogue/lint.ts";
import type { SteeringNode } from "../steering/tree.ts";

/** Whether a node counts as healthy for every client in every state, so that nothing ever falls back from it. */
export function isAlwaysHealthy(node: SteeringNode): boolean {
  switch (node.kind) {
    case "endpoint":
      return node.endpoint.check === null;
    case "multivalue":
    case "failover":
      return node.members.some(isAlwaysHealthy);
    case "weighted":
      return node.members.some((member) => member.weight > 0 && isAlwaysHealthy(member.to));
    case "stay":
      return true;
    case "geolocation":
      // Every client's candidates end with the branch for anywhere, or with one that stays.
      return node.branches.some(
        (branch) =>
          branch.from.some((place) => place.kind === "anywhere") &&
          (branch.whenDown === "stay" || isAlwaysHealthy(branch.to)),
      );
  }
}

/** How to call a node in a sentence. */
export function nameOfMember(node: SteeringNode): NamedMember {
  if (node.part !== null) return { kind: "part", name: node.part };
  return { kind: node.kind, name: node.kind === "endpoint" ? node.endpoint.name : null };
}
