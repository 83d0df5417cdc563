/**
 * What is sent: the canonical object with its references replaced by ids, and its marker. What isn't managed here is
 * left out, and so stays.
 */
import type { Json, JsonObject, Resource } from "../resource.ts";
import { type Mark, notesIn, readMark, writeMark } from "./marker.ts";
import {
  type CloudflareOrigin,
  isDnsRecord,
  isLoadBalancer,
  isMonitor,
  isPool,
  type LoadBalancer,
  type Pool,
} from "./objects.ts";
import { readList } from "./parse-reply.ts";

/** Ids by reference. */
export type IdOf = (ref: string) => string;

/** `mark` null: it is to have none. `before` is the object as it was read, null for a new one. `now` in milliseconds since 1970. */
export function bodyOf(
  { kind, attributes }: Resource,
  mark: Mark | null,
  idOf: IdOf,
  before: JsonObject | null,
  now: number,
): JsonObject {
  const marked = (field: "description" | "comment") => textOf(mark, before?.[field], now);
  if (isMonitor(attributes)) return { ...attributes, description: marked("description") };
  if (isPool(attributes)) return poolBody(attributes, mark, idOf, before, now);
  if (isLoadBalancer(attributes)) {
    // Leaving pool sets out would keep them; not every account may name them.
    const cleared = attributes.pool_sets === undefined && readList(before?.pool_sets).length > 0;
    return {
      ...withIds(attributes, idOf),
      ...(cleared ? { pool_sets: [] } : {}),
      description: marked("description"),
    };
  }
  if (isDnsRecord(attributes)) return { ...attributes, comment: marked("comment") };
  throw new Error(`nothing at Cloudflare is a ${kind}`);
}

/** A marker with whatever people wrote below it; without one, what they wrote. */
function textOf(mark: Mark | null, before: Json | undefined, now: number): string {
  if (mark !== null) return writeMark(mark, now) + notesIn(before);
  return readMark(before) === null ? String(before ?? "") : notesIn(before).trimStart();
}

function poolBody(
  { place, ...pool }: Pool,
  mark: Mark | null,
  idOf: IdOf,
  before: JsonObject | null,
  now: number,
): JsonObject {
  const { latitude, longitude, ...shared } = pool;
  const live = readList(before?.origins);
  const knownAs = ({ name, address }: CloudflareOrigin) =>
    live.find((origin) => origin.name === name) ?? live.find((origin) => origin.address === address);
  const placed = mark === null || place === undefined ? mark : { ...mark, place };
  return {
    ...shared,
    origins: pool.origins.map((origin) => ({ ...unmanagedOf(knownAs(origin)), ...origin })),
    monitor: pool.monitor === null ? "" : idOf(pool.monitor),
    // A position can't be taken back; nothing looks at it but proximity steering.
    ...(latitude === null || longitude === null ? {} : { latitude, longitude }),
    description: textOf(placed, before?.description, now),
  };
}

/** A list is replaced as a whole, so what somebody set on an endpoint beside us is sent along. */
function unmanagedOf(origin: JsonObject | undefined): JsonObject {
  const fields = ["header", "port", "virtual_network_id", "flatten_cname"];
  return Object.fromEntries(
    fields.flatMap((field): [string, Json][] => {
      const value = origin?.[field];
      return value === undefined || value === null ? [] : [[field, value]];
    }),
  );
}

function withIds(balancer: LoadBalancer, idOf: IdOf): JsonObject {
  const listed = (refs: readonly string[]) => refs.map(idOf);
  const mapped = (lists: { readonly [place: string]: readonly string[] }) =>
    Object.fromEntries(Object.entries(lists).map(([place, refs]) => [place, listed(refs)]));
  const weighted = (weights: { readonly [pool: string]: number }) =>
    Object.fromEntries(Object.entries(weights).map(([ref, weight]) => [idOf(ref), weight]));
  const { random_steering: random, pool_sets: sets } = balancer;
  return {
    ...balancer,
    default_pools: listed(balancer.default_pools),
    fallback_pool: idOf(balancer.fallback_pool),
    country_pools: mapped(balancer.country_pools),
    region_pools: mapped(balancer.region_pools),
    pop_pools: mapped(balancer.pop_pools),
    random_steering: { ...random, pool_weights: weighted(random.pool_weights) },
    ...(sets === undefined
      ? {}
      : {
          pool_sets: sets.map((set) => ({
            ...set,
            overrides: {
              ...set.overrides,
              pools: listed(set.overrides.pools),
              pool_weights: weighted(set.overrides.pool_weights),
              fallback_pool: idOf(set.overrides.fallback_pool),
            },
          })),
        }),
  };
}
