/** Where a member's weight is written. */
import type { Origin, PartName, Policy, PolicyNode, WrittenShare } from "./policy.ts";
import { childrenOf, makeReachFinder } from "./reach.ts";
import type { Weighed } from "./share-out.ts";

export interface WeightedPlace {
  /** The node. */
  readonly origin: Origin;
  readonly members: readonly (WrittenShare & Weighed & { readonly label: string })[];
  /** Of the member that was looked for. */
  readonly position: number;
}

/**
 * The weighted nodes below a node, through all parts, that have a member of this name: its own, else that of the endpoint
 * or part that it leads to. Each is found once, however many ways lead to it.
 */
export function findWeighted(policy: Policy, root: PolicyNode, member: string): readonly WeightedPlace[] {
  const reachOf = makeReachFinder(policy.parts);
  const mayAnswer = (node: PolicyNode) =>
    [...reachOf(node).endpoints].some((name) => policy.endpoints.get(name)?.drained === false);
  return listWeighted(policy, root).flatMap((node) => {
    const members = node.members.map((one) => ({
      ...one,
      label: labelOf(one),
      answers: mayAnswer(one.to),
    }));
    const position = members.findIndex(({ label }) => label === member);
    return position === -1 ? [] : [{ origin: node.origin, members, position }];
  });
}

/** The members that have a weight below a node, by name. */
export function weightedBelow(policy: Policy, root: PolicyNode): readonly string[] {
  return listWeighted(policy, root)
    .flatMap(({ members }) => members.map(labelOf))
    .filter((label) => label !== "");
}

type WeightedNode = Extract<PolicyNode, { readonly kind: "weighted" }>;

function listWeighted(policy: Policy, root: PolicyNode): readonly WeightedNode[] {
  const found: WeightedNode[] = [];
  const seen = new Set<PartName>();
  const visit = (node: PolicyNode): void => {
    if (node.kind === "weighted") found.push(node);
    if (node.kind === "use" && !seen.has(node.part)) {
      seen.add(node.part);
      const part = policy.parts.get(node.part);
      if (part !== undefined) visit(part);
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(root);
  return found;
}

/** What people call a member. */
function labelOf({ name, to }: WrittenShare): string {
  if (name !== null) return name;
  if (to.kind === "endpoint") return to.endpoint;
  return to.kind === "use" ? to.part : "";
}
