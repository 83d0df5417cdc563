/** How much of the traffic a change moves. */

import type { Traffic } from "../policy/settings.ts";
import { joinDistinctions } from "../steering/clients.ts";
import { classesToShow } from "../steering/estimate.ts";
import { type Location, locationKey, locationsOf } from "../steering/geography.ts";
import { readPlace } from "../steering/place.ts";
import { sharesMoved } from "./shares.ts";
import { openAsking, type TrafficQuestion, type TrafficTable } from "./traffic.ts";

export interface BlastRadius {
  /** The part of the answers that the change moves in the worst class of clients, 0 to 1. Null: it can't be told. */
  readonly share: number | null;
  /** The classes in which it is that much; empty when nothing moves. */
  readonly clients: readonly string[];
  /**
   * The part of all queries for the name, 0 to 1. Where the policy's mix is coarser than what the name tells apart,
   * the worst of each place counts, so it is never more than this. Null without a mix, or when it can't be told.
   */
  readonly queries: number | null;
}

/** Measures one name. The first answers of a name that had none move nobody. */
export function measureBlast(
  tables: readonly TrafficTable[],
  questions: readonly TrafficQuestion[],
  traffic: Traffic | null,
): BlastRadius {
  const rows = tables.flatMap((table) => table.rows);
  const unknown = rows.filter(({ moved }) => moved === null);
  if (unknown.length > 0) return { share: null, clients: namesOf(unknown), queries: null };
  const share = Math.max(0, ...rows.map(({ moved }) => moved ?? 0));
  if (share === 0) return { share, clients: [], queries: hasMix(traffic) ? 0 : null };
  const worst = rows.filter(({ moved }) => moved === share);
  return {
    share,
    clients: namesOf(worst),
    queries: hasMix(traffic) ? queriesMoved(questions, traffic) : null,
  };
}

/** The worst of several; what can't be told is worse than anything. */
export function worstBlast<T extends { readonly blast: BlastRadius }>(measured: readonly T[]): T | null {
  const sizeOf = ({ blast }: T) => blast.share ?? Number.POSITIVE_INFINITY;
  const [worst] = [...measured].sort((one, other) => sizeOf(other) - sizeOf(one));
  return worst === undefined || worst.blast.share === 0 ? null : worst;
}

function hasMix(traffic: Traffic | null): traffic is Traffic {
  return traffic !== null && traffic.mix.length > 0;
}

function namesOf(rows: readonly { readonly clients: readonly string[] }[]): readonly string[] {
  return [...new Set(rows.flatMap(({ clients }) => clients))];
}

/** Of the types of a name, the one that moves most. */
function queriesMoved(questions: readonly TrafficQuestion[], traffic: Traffic): number | null {
  const parts = traffic.mix.map(({ from, share }) => ({
    share,
    locations: from.flatMap((written): readonly Location[] => {
      const place = readPlace(written);
      return "code" in place ? [] : [place];
    }),
  }));
  const total = parts.reduce((sum, { share }) => sum + share, 0);
  const byType = questions.map((question) => {
    const worst = worstByPart(
      question,
      parts.map(({ locations }) => locations),
    );
    if (worst === null) return null;
    return parts.reduce((sum, { share }, part) => sum + share * (worst[part] ?? 0), 0) / total;
  });
  if (total === 0 || byType.includes(null)) return null;
  return Math.max(0, ...byType.map((moved) => moved ?? 0));
}

/** How much is moved in the worst class of each part of a mix; a class belongs to the part that names it most exactly. */
function worstByPart(
  question: TrafficQuestion,
  parts: readonly (readonly Location[])[],
): readonly number[] | null {
  const named = { locations: parts.flat(), networks: [], ranked: [], countries: null };
  const { classes } = classesToShow(joinDistinctions(question.distinctions, named));
  const partOf = new Map(
    parts.flatMap((locations, part) => locations.map((location) => [locationKey(location), part] as const)),
  );
  const ask = openAsking(question);
  const asked = classes.map(({ client }) => ({
    client,
    now: ask.now(client),
    after: ask.after(client, null),
  }));
  if (asked.every(({ now }) => now?.length === 0)) return parts.map(() => 0);
  const worst = parts.map(() => 0);
  for (const { client, now, after } of asked) {
    const moved = sharesMoved(now, after);
    if (moved === null) return null;
    // The end of the list is `anywhere`, which a mix needn't name: the rest of the world is then asked nothing of.
    const part = locationsOf(client).flatMap((location) => partOf.get(locationKey(location)) ?? [])[0];
    if (part !== undefined) worst[part] = Math.max(worst[part] ?? 0, moved);
  }
  return worst;
}
