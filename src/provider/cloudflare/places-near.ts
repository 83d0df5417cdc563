/** Geolocation as Cloudflare has it: by country at the finest, and with an answer for everybody. */
import type { Location } from "../../steering/geography.ts";
import type { Branch, PlainNode } from "../../steering/tree.ts";

/** A state becomes its country, unless another branch is for that. */
export function withoutSubdivisions(branches: readonly Branch<PlainNode>[]): readonly Branch<PlainNode>[] {
  const taken = new Set(
    branches.flatMap(({ from }) => from.flatMap((one) => (one.kind === "country" ? one.country : []))),
  );
  return branches.flatMap((branch) => {
    const from = branch.from.flatMap((place): readonly Location[] => {
      if (place.kind !== "subdivision") return [place];
      if (taken.has(place.country)) return [];
      taken.add(place.country);
      return [{ kind: "country", country: place.country }];
    });
    return from.length === 0 ? [] : [{ ...branch, from }];
  });
}

/** Everybody else gets what the first branch gives. */
export function withAnywhere(branches: readonly Branch<PlainNode>[]): readonly Branch<PlainNode>[] {
  if (branches.some(({ from }) => from.some(({ kind }) => kind === "anywhere"))) return branches;
  const [first] = branches;
  if (first === undefined) return branches;
  const { to, origin } = first;
  return [...branches, { from: [{ kind: "anywhere" }], to, origin, whenDown: "fallThrough" }];
}
