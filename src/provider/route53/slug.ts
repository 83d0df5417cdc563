/** The names of helper groups: recognisable, stable when weights change, and never two alike. */
import { locationKey } from "../../steering/geography.ts";
import type { Network } from "../../steering/subnet.ts";
import type { NormalNode, PlainNode } from "../../steering/tree.ts";
import { endpointsOf, structureOf } from "../../steering/walk.ts";
import { shortHash } from "../short-hash.ts";
import { identify, pairUp } from "./members.ts";
import { identifyPlace } from "./ranked.ts";

/** A node that may become a helper group, with the names it could have. */
interface Candidate {
  readonly node: NormalNode;
  readonly height: number;
  readonly slugs: Slug[];
}

interface Slug {
  readonly text: string;
  /** Whether somebody wrote this name: that of a `use`. */
  readonly given: boolean;
  /** The end of a long failover goes on counting where its beginning stopped. */
  readonly base: string;
  readonly offset: number;
}

const top: Slug = { text: "", given: false, base: "", offset: 0 };

/**
 * Names the groups below a root, by structure. A group takes the name of the `use` that led to it, else its
 * parent's name and its role there; among several, the smallest.
 */
export function nameGroups(root: NormalNode): ReadonlyMap<string, string> {
  const candidates = new Map<string, Candidate>();
  collect(root, candidates);
  candidates.get(structureOf(root))?.slugs.push(top);

  const chosen = new Map<string, Slug>();
  // A parent is always higher than its children, so its name is settled before theirs are made from it.
  for (const candidate of [...candidates.values()].sort((one, other) => other.height - one.height)) {
    const [slug] = candidate.slugs.sort(comparePreference);
    if (slug === undefined) continue;
    chosen.set(structureOf(candidate.node), slug);
    for (const member of rolesIn(candidate.node, slug)) {
      candidates.get(structureOf(member.node))?.slugs.push(member.slug);
    }
  }
  chosen.delete(structureOf(root));
  return tellApart(chosen, candidates);
}

/** Written names first, then the smallest; the rest makes the order total. */
function comparePreference(one: Slug, other: Slug): number {
  if (one.given !== other.given) return one.given ? -1 : 1;
  const [text, otherText] = [`${one.text} ${one.base}`, `${other.text} ${other.base}`];
  return text < otherText ? -1 : text > otherText ? 1 : one.offset - other.offset;
}

/** Heights count from the endpoints, which need no group. */
function collect(node: NormalNode, candidates: Map<string, Candidate>): number {
  // An AWS service needs one as a member of a failover.
  if (node.kind === "endpoint" && node.endpoint.alias === null) return 0;
  const structure = structureOf(node);
  const known = candidates.get(structure);
  if (known !== undefined) return known.height;
  const below = rolesIn(node, top).map((member) => collect(member.node, candidates));
  const height = 1 + Math.max(0, ...below);
  candidates.set(structure, { node, height, slugs: [] });
  return height;
}

interface Role {
  readonly node: PlainNode;
  readonly slug: Slug;
}

function rolesIn(node: NormalNode, slug: Slug): readonly Role[] {
  switch (node.kind) {
    case "endpoint":
    case "multivalue":
      return [];
    case "stay":
      return [role(node.to, slug.text, "staying")];
    case "weighted": {
      const ids = identify(node.members);
      return node.members.map((member, position) => role(member.to, slug.text, ids[position] ?? ""));
    }
    case "failover": {
      const [primary, rest] = pairUp(node);
      const first = role(primary, slug.base, ordinal(slug.offset));
      if (rest === null) return [first];
      if (node.members.length === 2) return [first, role(rest, slug.base, ordinal(slug.offset + 1))];
      const text = join(slug.base, `from-${ordinal(slug.offset + 1)}`);
      return [first, { node: rest, slug: { text, given: false, base: slug.base, offset: slug.offset + 1 } }];
    }
    case "latency":
    case "geoproximity":
      return node.members.map((member) =>
        role(member.to, slug.text, identifyPlace(member.place).replaceAll(/[._]/gu, "-")),
      );
    case "subnet":
      return node.branches.map((branch) => role(branch.to, slug.text, nameNetworks(branch.from)));
    case "geolocation":
      return node.branches.map((branch) =>
        role(branch.to, slug.text, branch.from.map(locationKey).map(shortenLocation).sort().join("-")),
      );
  }
}

function role(node: PlainNode, parent: string, name: string): Role {
  const text = node.part ?? join(parent, name);
  return { node, slug: { text, given: node.part !== null, base: text, offset: 0 } };
}

/** "country:DE" → "de". NA the continent and NA the country may share a branch's name; the hash tells them apart. */
function shortenLocation(key: string): string {
  return key.replace(/^.*:/u, "").toLowerCase();
}

/** "203-0-113-0-24", or a hash of several; "others" for everybody else. */
function nameNetworks(networks: readonly Network[]): string {
  const [only, ...more] = networks.map(({ text }) => text).sort();
  if (only === undefined) return "others";
  return more.length === 0 ? only.replaceAll(/[.:/]/gu, "-") : shortHash([only, ...more].join(" "), 8);
}

function join(parent: string, name: string): string {
  return parent === "" ? name : `${parent}-${name}`;
}

const ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];

function ordinal(position: number): string {
  return ordinals[position] ?? `member-${position + 1}`;
}

/**
 * Groups that came to one name get a hash of what they are made of, weights left out. A part keeps its name as it
 * was written: a branch for Europe and a part `eu` often meet.
 */
function tellApart(
  chosen: ReadonlyMap<string, Slug>,
  candidates: ReadonlyMap<string, Candidate>,
): ReadonlyMap<string, string> {
  const byShape = suffixClashes(chosen, (structure) => {
    const node = candidates.get(structure)?.node;
    return node === undefined ? structure : shapeOf(node);
  });
  // Groups that differ in nothing but weights.
  const byStructure = suffixClashes(byShape, (structure) => structure);
  return new Map([...byStructure].map(([structure, { text }]) => [structure, text]));
}

function suffixClashes(
  slugs: ReadonlyMap<string, Slug>,
  distinguish: (structure: string) => string,
): ReadonlyMap<string, Slug> {
  const all = [...slugs.values()];
  const keeps = (slug: Slug) => {
    const rivals = all.filter((other) => other !== slug && other.text === slug.text);
    return rivals.length === 0 || (slug.given && !rivals.some(({ given }) => given));
  };
  return new Map(
    [...slugs].map(([structure, slug]): [string, Slug] => [
      structure,
      keeps(slug) ? slug : { ...slug, text: `${slug.text}-${shortHash(distinguish(structure), 4)}` },
    ]),
  );
}

function shapeOf(node: NormalNode): string {
  const names = endpointsOf(node).map((endpoint) => endpoint.name);
  return `${node.kind} ${names.sort().join(" ")}`;
}
