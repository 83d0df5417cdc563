/** A tree in the words of a policy, as lines of YAML. */

import { writeText } from "../source/yaml-scalar.ts";
import { type Location, nameOf } from "../steering/geography.ts";
import type { RankedPlace } from "../steering/ranking.ts";
import type { NamedTree } from "./assign.ts";
import { structureOf } from "./tidy.ts";

/** Longer lists stand below one another. */
const longestLine = 90;

/** Names of parts by their structure. */
export type Parts = ReadonlyMap<string, string>;

/**
 * The lines of `key: node`.
 *
 * @param asPart - the node is the part itself, not a use of it
 */
export function writeNode(key: string, node: NamedTree, parts: Parts, asPart = false): readonly string[] {
  const part = asPart ? undefined : parts.get(structureOf(node));
  if (part !== undefined) return [`${key}: { use: ${writeText(part)} }`];
  const short = writeShort(node, parts);
  if (short !== null && short.length <= longestLine) return [`${key}: ${short}`];
  return [`${key}:`, `  ${node.kind}:`, ...writeMembers(node, parts).map((line) => `    ${line}`)];
}

/** On one line; null where it takes several. */
function writeShort(node: NamedTree, parts: Parts): string | null {
  switch (node.kind) {
    case "endpoint":
      return writeText(node.name);
    case "multivalue":
      return `{ multivalue: [${node.members.map(({ name }) => writeText(name)).join(", ")}] }`;
    case "failover": {
      const members = flatten(node, parts).map((member) => writeMember(member, parts));
      return members.includes(null) ? null : `{ failover: [${members.join(", ")}] }`;
    }
    case "weighted": {
      const members = node.members.flatMap(({ weight, to }) =>
        to.kind === "endpoint" ? `${writeText(to.name)}: ${weight}` : [],
      );
      return members.length === node.members.length ? `{ weighted: { ${members.join(", ")} } }` : null;
    }
    default:
      return null;
  }
}

function writeMember(node: NamedTree, parts: Parts): string | null {
  const part = parts.get(structureOf(node));
  if (part !== undefined) return `{ use: ${writeText(part)} }`;
  return writeShort(node, parts);
}

function writeMembers(node: NamedTree, parts: Parts): readonly string[] {
  switch (node.kind) {
    case "endpoint":
      return [];
    case "multivalue":
      return node.members.map(({ name }) => `- ${writeText(name)}`);
    case "failover":
      return flatten(node, parts).flatMap((member) => {
        const [first = "", ...others] = writeNode("", member, parts);
        // The value of a list's item, without the key.
        return others.length === 0
          ? [`- ${first.replace(/^: /u, "")}`]
          : [...asItem(others.map((line) => line.slice(2)))];
      });
    case "weighted":
      return node.members.flatMap(({ weight, to }) =>
        asItem([`weight: ${weight}`, ...writeNode("to", to, parts)]),
      );
    case "latency":
    case "geoproximity":
      return node.members.flatMap(({ place, to }) =>
        asItem([...writePlace(place), ...writeNode("to", to, parts)]),
      );
    case "geolocation":
      return node.branches.flatMap(({ from, to, whenDown }) =>
        asItem([
          `from: ${writeLocations(from)}`,
          ...writeNode("to", to, parts),
          ...(whenDown === "stay" ? ["whenDown: stay"] : []),
        ]),
      );
    case "subnet":
      return node.branches.flatMap(({ from, to }) =>
        asItem([
          from.length === 0
            ? "from: anywhere"
            : `from: [${from.map(({ text }) => JSON.stringify(text)).join(", ")}]`,
          ...writeNode("to", to, parts),
        ]),
      );
  }
}

/** A failover at the end of a failover goes on where it stands. */
function flatten(node: NamedTree & { readonly kind: "failover" }, parts: Parts): readonly NamedTree[] {
  const last = node.members.at(-1);
  if (last?.kind !== "failover" || parts.has(structureOf(last))) return node.members;
  return [...node.members.slice(0, -1), ...flatten(last, parts)];
}

function asItem([first = "", ...others]: readonly string[]): readonly string[] {
  return [`- ${first}`, ...others.map((line) => `  ${line}`)];
}

function writePlace(place: RankedPlace): readonly string[] {
  if (place.kind === "latency") return [`region: ${place.region}`];
  const at =
    "region" in place.at
      ? `region: ${place.at.region}`
      : `latitude: ${place.at.latitude}, longitude: ${place.at.longitude}`;
  return [`at: { ${at} }`, ...(place.bias === 0 ? [] : [`bias: ${place.bias}`])];
}

function writeLocations(places: readonly Location[]): string {
  if (places.some(({ kind }) => kind === "anywhere")) return "anywhere";
  const codes = (kind: Location["kind"]) =>
    places.flatMap((place) => (place.kind === kind ? [codeOf(place)] : [])).sort();
  const lists = [
    ["continents", codes("continent")],
    ["countries", codes("country")],
    ["subdivisions", codes("subdivision")],
  ] as const;
  const written = lists.flatMap(([key, own]) =>
    own.length === 0 ? [] : [`${key}: [${own.map(writeText).join(", ")}]`],
  );
  // Codes of two letters are soon mistaken.
  const told = places.length <= 3 ? ` # ${places.map(nameOf).join(", ")}` : "";
  return `{ ${written.join(", ")} }${told}`;
}

function codeOf(place: Location): string {
  switch (place.kind) {
    case "continent":
      return place.continent;
    case "country":
      return place.country;
    case "subdivision":
      return `${place.country}-${place.subdivision}`;
    case "anywhere":
      return "anywhere";
  }
}
