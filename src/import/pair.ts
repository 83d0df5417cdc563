/** From the trees of a name's types to one tree, whose endpoints have an address for each. */
import type { CheckSettings, RecordType, ServiceAlias } from "../policy/policy.ts";
import type { FoundEndpoint, FoundRecord, FoundTree } from "../provider/imported.ts";
import { placeKeyOf } from "../steering/ranking.ts";

/** An endpoint as a policy has it. */
export interface PairedEndpoint {
  readonly kind: "endpoint";
  readonly labels: readonly string[];
  readonly ipv4: string | null;
  readonly ipv6: string | null;
  readonly hostname: string | null;
  readonly alias: ServiceAlias | null;
  readonly check: CheckSettings | null;
  /** The key of the live check that watches it, by type. */
  readonly watched: ReadonlyMap<RecordType, string>;
}

export type PairedTree = FoundTree<PairedEndpoint>;

export interface Paired {
  readonly types: readonly RecordType[];
  readonly to: PairedTree;
  /** Types whose tree is another one. */
  readonly left: readonly RecordType[];
}

/** One tree for all types that are built alike; of those that aren't, the first. Null without any. */
export function pairTypes(records: readonly FoundRecord[]): Paired | null {
  const [first, ...others] = records;
  if (first === undefined) return null;
  let to = mapEndpoints(first.to, (endpoint) => asPaired(endpoint, first.type));
  const types = [first.type];
  const left: RecordType[] = [];
  for (const { type, to: other } of others) {
    const paired = pairTrees(
      to,
      mapEndpoints(other, (endpoint) => asPaired(endpoint, type)),
    );
    if (paired === null) left.push(type);
    else {
      to = paired;
      types.push(type);
    }
  }
  return { types, to, left };
}

function asPaired({ labels, value, service, check }: FoundEndpoint, type: RecordType): PairedEndpoint {
  const isPlain = service === null;
  return {
    kind: "endpoint",
    labels,
    ipv4: isPlain && type === "A" ? value : null,
    ipv6: isPlain && type === "AAAA" ? value : null,
    hostname: isPlain && type === "CNAME" ? value : null,
    alias: service,
    check: check?.settings ?? null,
    watched: new Map(check === null ? [] : [[type, check.key]]),
  };
}

/** The same tree with other endpoints. */
export function mapEndpoints<E extends { readonly kind: "endpoint" }, F>(
  node: FoundTree<E>,
  change: (endpoint: E) => F,
): FoundTree<F> {
  const below = (to: FoundTree<E>) => mapEndpoints(to, change);
  switch (node.kind) {
    case "endpoint":
      return change(node);
    case "multivalue":
      return { ...node, members: node.members.map(change) };
    case "failover":
      return { ...node, members: node.members.map(below) };
    case "weighted":
      return { ...node, members: node.members.map(({ weight, to }) => ({ weight, to: below(to) })) };
    case "latency":
    case "geoproximity":
      return { ...node, members: node.members.map(({ place, to }) => ({ place, to: below(to) })) };
    case "geolocation":
      return { ...node, branches: node.branches.map((branch) => ({ ...branch, to: below(branch.to) })) };
    case "subnet":
      return { ...node, branches: node.branches.map(({ from, to }) => ({ from, to: below(to) })) };
  }
}

type Pairing<T> = (one: T, other: T) => T | null;

/** Null where the two aren't built alike. */
function pairTrees(one: PairedTree, other: PairedTree): PairedTree | null {
  switch (one.kind) {
    case "endpoint":
      return other.kind === "endpoint" ? pairEndpoints(one, other) : null;
    case "multivalue": {
      if (other.kind !== "multivalue") return null;
      const members = matchUp(one.members, other.members, pairEndpoints, ({ labels }) => labels[0]);
      return members === null ? null : { ...one, members };
    }
    case "failover": {
      if (other.kind !== "failover") return null;
      const members = inOrder(one.members, other.members, pairTrees);
      return members === null ? null : { ...one, members };
    }
    case "weighted": {
      if (other.kind !== "weighted") return null;
      const pairing = pairBelow<(typeof one.members)[number]>(({ weight }) => String(weight));
      const members = matchUp(one.members, other.members, pairing, ({ to }) => to.labels[0]);
      return members === null ? null : { ...one, members };
    }
    case "latency":
    case "geoproximity": {
      if (other.kind !== one.kind) return null;
      const pairing = pairBelow<(typeof one.members)[number]>(({ place }) => placeKeyOf(place));
      const members = matchUp(one.members, other.members, pairing, ({ place }) => placeKeyOf(place));
      return members === null ? null : { ...one, members };
    }
    case "geolocation": {
      if (other.kind !== "geolocation") return null;
      const spell = ({ from, whenDown }: (typeof one.branches)[number]) => JSON.stringify([from, whenDown]);
      const branches = matchUp(one.branches, other.branches, pairBelow(spell), spell);
      return branches === null ? null : { ...one, branches };
    }
    case "subnet": {
      if (other.kind !== "subnet") return null;
      const spell = ({ from }: (typeof one.branches)[number]) => from.map(({ text }) => text).join();
      const branches = matchUp(one.branches, other.branches, pairBelow(spell), spell);
      return branches === null ? null : { ...one, branches };
    }
  }
}

/** Pairs what is below two members that are alike in everything else. */
function pairBelow<T extends { readonly to: PairedTree }>(spell: (member: T) => string): Pairing<T> {
  return (one, other) => {
    if (spell(one) !== spell(other)) return null;
    const to = pairTrees(one.to, other.to);
    return to === null ? null : { ...one, to };
  };
}

function pairEndpoints(one: PairedEndpoint, other: PairedEndpoint): PairedEndpoint | null {
  // An endpoint has one check, or none, for all of its addresses.
  if (JSON.stringify([one.alias, one.check]) !== JSON.stringify([other.alias, other.check])) return null;
  return {
    ...one,
    ipv4: one.ipv4 ?? other.ipv4,
    ipv6: one.ipv6 ?? other.ipv6,
    watched: new Map([...one.watched, ...other.watched]),
  };
}

function inOrder<T>(ones: readonly T[], others: readonly T[], pair: Pairing<T>): readonly T[] | null {
  if (ones.length !== others.length) return null;
  const paired = ones.flatMap((one, position) => {
    const other = others[position];
    return (other === undefined ? null : pair(one, other)) ?? [];
  });
  return paired.length === ones.length ? paired : null;
}

/** Where order has no meaning: those of one label together, else the first that is alike. */
function matchUp<T>(
  ones: readonly T[],
  others: readonly T[],
  pair: Pairing<T>,
  labelOf: (member: T) => string | undefined,
): readonly T[] | null {
  if (ones.length !== others.length) return null;
  const left = [...others];
  const paired = ones.flatMap((one) => {
    const label = labelOf(one);
    const namesake = left.find((other) => label !== undefined && labelOf(other) === label);
    for (const other of namesake === undefined ? left : [namesake, ...left]) {
      const both = pair(one, other);
      if (both === null) continue;
      left.splice(left.indexOf(other), 1);
      return both;
    }
    return [];
  });
  return paired.length === ones.length ? paired : null;
}
