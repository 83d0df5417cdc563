/** A tree as `to` is written, on one line. */
import { renderFlow } from "../../policy/flow.ts";
import type { Location } from "../../steering/geography.ts";
import type { RankedPlace } from "../../steering/ranking.ts";
import type { SteeringNode } from "../../steering/tree.ts";

export function spellTree(root: SteeringNode): string {
  return renderFlow(write(root));
}

type Writable = string | number | readonly Writable[] | { readonly [key: string]: Writable };

function write(node: SteeringNode): Writable {
  // A part that stands as it is keeps its name.
  if (node.part !== null) return { use: node.part };
  switch (node.kind) {
    case "endpoint":
      return node.endpoint.name;
    case "multivalue":
    case "failover":
      return { [node.kind]: node.members.map(write) };
    case "stay":
      // Behind it nothing is tried, and it is the last of what holds it.
      return write(node.to);
    case "weighted":
      return {
        weighted: node.members.every(({ to }) => to.kind === "endpoint" && to.part === null)
          ? Object.fromEntries(node.members.map(({ to, weight }) => [String(write(to)), weight]))
          : node.members.map(({ to, weight }) => ({ to: write(to), weight })),
      };
    case "latency":
    case "geoproximity":
      return { [node.kind]: node.members.map(({ place, to }) => ({ ...writeSpot(place), to: write(to) })) };
    case "subnet":
      return {
        subnet: node.branches.map(({ from, to }) => ({
          from: from.length === 0 ? "anywhere" : from.map(({ text }) => text),
          to: write(to),
        })),
      };
    case "geolocation":
      return {
        geolocation: node.branches.map(({ from, to, whenDown }) => ({
          from: writePlaces(from),
          to: write(to),
          ...(whenDown === "stay" ? { whenDown } : {}),
        })),
      };
  }
}

function writePlaces(places: readonly Location[]): Writable {
  // What is said of everybody is said of the others beside it.
  if (places.some(({ kind }) => kind === "anywhere")) return "anywhere";
  const continents = places.flatMap((place) => (place.kind === "continent" ? [place.continent] : []));
  const countries = places.flatMap((place) => (place.kind === "country" ? [place.country] : []));
  const subdivisions = places.flatMap((place) =>
    place.kind === "subdivision" ? [`${place.country}-${place.subdivision}`] : [],
  );
  return Object.fromEntries(
    Object.entries({ continents, countries, subdivisions }).filter(([, codes]) => codes.length > 0),
  );
}

function writeSpot(place: RankedPlace): { readonly [key: string]: Writable } {
  if (place.kind === "latency") return { region: place.region };
  const { at, bias } = place;
  const spot = "region" in at ? { region: at.region } : { latitude: at.latitude, longitude: at.longitude };
  return { at: spot, ...(bias === 0 ? {} : { bias }) };
}
