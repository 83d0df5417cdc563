/** Documents rewritten so that they mean the same: in another order, or with parts lifted out. */
import type { Document } from "./grow.ts";

/** Flips of a coin, or draws of a number below a limit; the same seed gives the same ones. */
export type Draw = (below: number) => number;

export function drawsOf(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Lists whose order has a meaning: a failover, and nothing else. */
const ordered: ReadonlySet<string> = new Set(["failover"]);

/** The document with the keys of every mapping and the members of every unordered list in another order. */
export function reorder(document: Document, draw: Draw): Document {
  return reorderMapping(document, draw);
}

function reorderMapping(mapping: object, draw: Draw): Document {
  return Object.fromEntries(
    shuffle(Object.entries(mapping), draw).map(([key, value]) => [
      key,
      reorderValue(value, draw, ordered.has(key)),
    ]),
  );
}

function reorderValue(value: unknown, draw: Draw, keepsOrder: boolean): unknown {
  if (Array.isArray(value)) {
    const members: readonly unknown[] = value;
    return (keepsOrder ? members : shuffle(members, draw)).map((member) => reorderValue(member, draw, false));
  }
  return typeof value === "object" && value !== null ? reorderMapping(value, draw) : value;
}

function shuffle<T>(items: readonly T[], draw: Draw): readonly T[] {
  const left = [...items];
  const drawn: T[] = [];
  while (left.length > 0) drawn.push(...left.splice(draw(left.length), 1));
  return drawn;
}

/** The document with about half of the nodes below its record lifted into parts; equal ones share a part. */
export function liftParts(document: Document, draw: Draw): Document {
  const parts = new Map<string, unknown>();
  const names = new Map<string, string>();
  const lift = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(lift);
    if (typeof value !== "object" || value === null) return value;
    const lifted = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, lift(inner)]));
    const [kind = ""] = Object.keys(lifted);
    if (
      !["weighted", "failover", "multivalue", "geolocation", "latency", "geoproximity", "subnet"].includes(
        kind,
      ) ||
      draw(2) === 0
    )
      return lifted;
    const text = JSON.stringify(lifted);
    const name = names.get(text) ?? `part-${names.size}`;
    names.set(text, name);
    parts.set(name, lifted);
    return { use: name };
  };
  const records = lift(document.records);
  return { ...document, records, ...(parts.size === 0 ? {} : { policies: Object.fromEntries(parts) }) };
}
