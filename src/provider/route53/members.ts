/** The members of a group as Route 53 wants them: failovers in pairs, weighted members with an identifier each. */
import type { PlainNode, Share } from "../../steering/tree.ts";
import { endpointsOf, structureOf } from "../../steering/walk.ts";
import { shortHash } from "../short-hash.ts";

/**
 * The first member and what stands behind it; more than two members nest to the right. Nothing stands behind the last
 * one that was not drained.
 */
export function pairUp(
  node: PlainNode & { readonly kind: "failover" },
): readonly [PlainNode, PlainNode | null] {
  const [primary, secondary = null, ...more] = node.members;
  if (primary === undefined) throw new Error("a failover has members");
  if (more.length === 0) return [primary, secondary];
  return [primary, { ...node, members: node.members.slice(1), part: null }];
}

/** Stable identifiers of weighted members: the written name, else what the member is, never its position. */
export function identify(members: readonly Pick<Share<PlainNode>, "name" | "to">[]): readonly string[] {
  const ids = members.map((member) => member.name ?? roleOf(member.to));
  return ids.map((id, position) => {
    if (ids.indexOf(id) === ids.lastIndexOf(id)) return id;
    const member = members[position];
    return member === undefined ? id : `${id}-${shortHash(structureOf(member.to), 4)}`;
  });
}

/** What a member without a name is called: its endpoint, its part, or a hash of its endpoints without weights. */
function roleOf(node: PlainNode): string {
  if (node.kind === "endpoint") return node.endpoint.name;
  if (node.part !== null) return node.part;
  return shortHash(
    endpointsOf(node)
      .map((endpoint) => endpoint.name)
      .sort()
      .join(" "),
    8,
  );
}
