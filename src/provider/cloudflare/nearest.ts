/** What Cloudflare holds exactly and comes nearest to a tree that it holds only nearly, as `to` is written. */
import type { RankedPlace } from "../../steering/ranking.ts";
import type { NormalNode, PlainNode } from "../../steering/tree.ts";
import { asPool, lastResortOf, type Member } from "./pool-spec.ts";

/** Null where the tree is held as it is, or nothing near it is known. */
export function nearestTo(root: NormalNode): string | null {
  switch (root.kind) {
    case "stay":
      return nearestTo(root.to);
    case "weighted":
      return root.members.every(({ to }) => asPool(to) !== null) ? null : standbysOutside(root.members);
    case "latency":
    case "geoproximity": {
      if (root.members.every(({ to }) => asPool(to) !== null)) return null;
      // Whoever is left without its nearest goes to the next nearest.
      const places = root.members.map(({ place, to }) => {
        const first = stagesOf(to)[0];
        const members = first === undefined ? null : lastResortOf(first);
        return members === null ? null : `{ ${spellPlace(place)}, to: ${spellPool(members)} }`;
      });
      return places.includes(null) ? null : `{ ${root.kind}: [${places.join(", ")}] }`;
    }
    default:
      return null;
  }
}

/** Standbys of each member become standbys of all: weighted{failover[a, b], …} as failover[weighted{a, …}, weighted{b, …}]. */
function standbysOutside(
  members: readonly { readonly to: PlainNode; readonly weight: number }[],
): string | null {
  const stages = members.map(({ to, weight }) => ({ weight, stages: stagesOf(to) }));
  const depth = Math.max(...stages.map((one) => one.stages.length));
  const pools = Array.from({ length: depth }, (_, stage): readonly Member[] => {
    const drawn = stages.flatMap(({ weight, stages: own }) => {
      const node = own[Math.min(stage, own.length - 1)];
      const below = node === undefined ? null : lastResortOf(node);
      const sum = (below ?? []).reduce((total, member) => total + member.weight, 0);
      return (below ?? []).map((member) => ({ ...member, weight: (weight * member.weight) / sum }));
    });
    const merged = new Map<string, Member>();
    for (const { endpoint, weight } of drawn) {
      merged.set(endpoint.name, { endpoint, weight: weight + (merged.get(endpoint.name)?.weight ?? 0) });
    }
    return [...merged.values()];
  });
  // A pool has one monitor.
  const checks = new Set(pools.flat().map(({ endpoint }) => endpoint.check));
  if (checks.size > 1 || pools.some((pool) => pool.length === 0)) return null;
  const distinct = [...new Set(pools.map(spellPool))];
  return distinct.length === 1 ? (distinct[0] ?? null) : `{ failover: [${distinct.join(", ")}] }`;
}

/** What is tried one after the other. */
function stagesOf(node: PlainNode): readonly PlainNode[] {
  if (node.kind === "stay") return stagesOf(node.to);
  return node.kind === "failover" ? node.members.flatMap(stagesOf) : [node];
}

function spellPool(members: readonly Member[]): string {
  const [only, ...others] = members;
  if (only !== undefined && others.length === 0) return only.endpoint.name;
  // Whole numbers, as weights are written; a hundredth is what Cloudflare tells apart.
  const least = Math.min(...members.flatMap(({ weight }) => (weight > 0 ? [weight] : [])));
  const isWhole = members.every(({ weight }) => Number.isInteger(weight));
  const scale = isWhole ? 1 : 10 / least;
  const spelt = members.map(({ endpoint, weight }) => `${endpoint.name}: ${Math.round(weight * scale)}`);
  return `{ weighted: { ${spelt.join(", ")} } }`;
}

function spellPlace(place: RankedPlace): string {
  if (place.kind === "latency") return `region: ${place.region}`;
  return "region" in place.at
    ? `at: { region: ${place.at.region} }`
    : `at: { latitude: ${place.at.latitude}, longitude: ${place.at.longitude} }`;
}
