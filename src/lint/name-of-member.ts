import type { NamedMember } from "../diagnostic/catalogue/lint.ts";
import type { SteeringNode } from "../steering/tree.ts";

/** How to call a node in a sentence. */
export function nameOfMember(node: SteeringNode): NamedMember {
  if (node.part !== null) return { kind: "part", name: node.part };
  return { kind: node.kind, name: node.kind === "endpoint" ? node.endpoint.name : null };
}
