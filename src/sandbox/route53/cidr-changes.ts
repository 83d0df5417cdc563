import { ApiError, invalidInput } from "./api-error.ts";
import { type Call, type Outcome, ok, requireBody } from "./call.ts";
import { readBlock } from "./cidr-blocks.ts";
import { findCollection, isUsed } from "./cidr-collections.ts";
import {
  constraint,
  readFields,
  readInteger,
  readList,
  readTexts,
  readWord,
  requireField,
  requireText,
} from "./fields.ts";
import { addChange, type CidrBlock, withEntry } from "./state.ts";
import { leaf, type XmlElement } from "./xml.ts";

interface BlockChange {
  readonly action: "PUT" | "DELETE_IF_EXISTS";
  readonly location: string;
  readonly cidrs: readonly string[];
}

const mostChanges = 1000;
const mostBlocksPerRequest = 1000;

/**
 * Changes blocks in the order of the list: all of them, or none. With a version it is a compare-and-swap.
 * A location is there as long as it has a block.
 */
export function changeCidrCollection(call: Call): Outcome {
  const collection = findCollection(call);
  const request = readFields(requireBody(call, "ChangeCidrCollectionRequest"), [
    "CollectionVersion",
    "Changes",
  ]);
  const version = readInteger(request, "CollectionVersion", 1, Number.MAX_SAFE_INTEGER);
  const changes = readList(requireField(request, "Changes"), "member").map(readBlockChange);
  checkSize(changes);
  if (version !== null && version !== collection.version) {
    throw new ApiError(
      "CidrCollectionVersionMismatchException",
      409,
      `The CIDR collection ${collection.id} is at version ${collection.version}, not ${version}.`,
    );
  }
  const blocks = changes.reduce(applyBlockChange, collection.blocks);
  checkRest(call, collection.id, collection.blocks, blocks);
  const updated = { ...collection, version: collection.version + 1, blocks };
  const cidrCollections = withEntry(call.state.cidrCollections, collection.id, updated);
  const { state, change } = addChange({ ...call.state, cidrCollections }, call.now, null);
  return { ...ok("ChangeCidrCollectionResponse", [leaf("Id", change.id)]), state };
}

function readBlockChange(element: XmlElement): BlockChange {
  const fields = readFields(element, ["LocationName", "Action", "CidrList"]);
  const location = requireText(fields, "LocationName", { max: 16 });
  if (!/^[0-9A-Za-z_-]+$/.test(location)) {
    throw constraint("LocationName", location, "Member must satisfy [0-9A-Za-z_-]+");
  }
  const action = readWord(fields, "Action", ["PUT", "DELETE_IF_EXISTS"]);
  if (action === null) throw invalidInput("Invalid XML ; the element 'Action' is missing");
  const written = readTexts(fields, "CidrList", "Cidr", { max: 50 }) ?? [];
  if (written.length === 0) throw invalidInput("Invalid XML ; 'CidrList' needs at least one Cidr");
  return { action, location, cidrs: written.map(readBlock) };
}

function checkSize(changes: readonly BlockChange[]): void {
  const blocks = changes.reduce((sum, { cidrs }) => sum + cidrs.length, 0);
  if (changes.length === 0) throw invalidInput("Invalid XML ; 'Changes' needs at least one member");
  if (changes.length > mostChanges || blocks > mostBlocksPerRequest) {
    throw new ApiError(
      "LimitsExceeded",
      400,
      `Limits Exceeded: a request can't hold more than ${mostBlocksPerRequest} CIDR blocks.`,
    );
  }
}

function applyBlockChange(blocks: readonly CidrBlock[], change: BlockChange): readonly CidrBlock[] {
  const { action, location, cidrs } = change;
  if (action === "DELETE_IF_EXISTS") {
    return blocks.filter((block) => !(block.location === location && cidrs.includes(block.cidr)));
  }
  const taken = blocks.find((block) => block.location !== location && cidrs.includes(block.cidr));
  if (taken !== undefined) {
    throw inUse(`The CIDR block ${taken.cidr} is already in the location ${taken.location}.`);
  }
  const present = new Set(blocks.map(({ cidr }) => cidr));
  const added = [...new Set(cidrs)].filter((cidr) => !present.has(cidr));
  return [...blocks, ...added.map((cidr): CidrBlock => ({ location, cidr }))];
}

function checkRest(
  { state, limits }: Call,
  id: string,
  before: readonly CidrBlock[],
  after: readonly CidrBlock[],
): void {
  if (after.length > limits.cidrBlocksPerCollection) {
    throw new ApiError(
      "LimitsExceeded",
      400,
      `Limits Exceeded: a CIDR collection can't hold more than ${limits.cidrBlocksPerCollection} blocks.`,
    );
  }
  // What becomes of a record set whose location is emptied is not documented. This is the stricter reading.
  const left = new Set(after.map(({ location }) => location));
  const gone = new Set(before.map(({ location }) => location).filter((location) => !left.has(location)));
  for (const location of gone) {
    if (isUsed(state, id, location)) throw inUse(`A record set routes by the location ${location}.`);
  }
}

function inUse(message: string): ApiError {
  return new ApiError("CidrBlockInUseException", 400, message);
}
