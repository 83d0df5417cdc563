/**
 * Making and removing CIDR collections.
 *
 * A collection in use is never changed: Route 53 matches the longest block of the whole collection, so a new block
 * would send clients to a default until the record sets follow. A new collection is filled first, the record sets
 * switch to it in their batch, and the old one goes after that.
 */
import type { Change } from "../change.ts";
import { type CidrCollection, isCidrCollection } from "./cidr.ts";
import type { BlockChange } from "./raw-collection.ts";
import { collectionPrefix } from "./read-collections.ts";
import type { WriteContext } from "./write-context.ts";

/** ChangeCidrCollection takes 1,000 changes a call, and as many blocks. */
const mostBlocks = 1000;

export interface MadeCollection {
  readonly ref: string;
  readonly id: string;
}

/** Makes and fills a collection, or fills one that an interrupted apply left half full. */
export async function fillCollection(
  context: WriteContext,
  change: Change & { readonly action: "create" | "update" },
): Promise<MadeCollection> {
  const { attributes, title } = change.after;
  const [ref = ""] = title;
  if (!isCidrCollection(attributes)) throw new Error(`${change.after.key} is no CIDR collection`);
  const name = `${collectionPrefix(context.zone.id, context.policy)}${ref}`;
  const id =
    change.action === "update"
      ? String(change.before.raw.Id)
      : await context.api.createCollection(name, `${name}.${Math.floor(context.now() / 1000)}`);
  const stray = change.action === "update" ? strayBlocks(change.before.attributes, attributes) : [];
  for (const changes of [
    ...inPortions(stray, "DELETE_IF_EXISTS"),
    ...inPortions(attributes.Locations, "PUT"),
  ]) {
    await context.api.changeCollection(id, null, changes);
  }
  return { ref, id };
}

/** Empties a collection that no record set uses any more, and deletes it. */
export async function removeCollection(
  context: WriteContext,
  change: Change & { readonly action: "delete" },
): Promise<void> {
  const id = String(change.before.raw.Id);
  const { attributes } = change.before;
  if (!isCidrCollection(attributes)) throw new Error(`${change.before.key} is no CIDR collection`);
  for (const changes of inPortions(attributes.Locations, "DELETE_IF_EXISTS")) {
    await context.api.changeCollection(id, null, changes);
  }
  await context.api.deleteCollection(id);
}

/** What somebody put into a collection that it wasn't made for. */
function strayBlocks(live: object, wanted: CidrCollection): CidrCollection["Locations"] {
  if (!isCidrCollection(live)) return [];
  const known = new Map(wanted.Locations.map(({ LocationName, CidrList }) => [LocationName, CidrList]));
  return live.Locations.map(({ LocationName, CidrList }) => ({
    LocationName,
    CidrList: CidrList.filter((block) => !known.get(LocationName)?.includes(block)),
  })).filter(({ CidrList }) => CidrList.length > 0);
}

function inPortions(
  locations: CidrCollection["Locations"],
  action: BlockChange["action"],
): readonly (readonly BlockChange[])[] {
  const portions: BlockChange[][] = [];
  for (const [position, { LocationName, CidrList }] of locations.entries()) {
    if (position % mostBlocks === 0) portions.push([]);
    portions.at(-1)?.push({ action, location: LocationName, blocks: CidrList });
  }
  return portions;
}
