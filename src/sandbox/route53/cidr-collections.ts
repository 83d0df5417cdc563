import { ApiError, invalidInput } from "./api-error.ts";
import { type Call, type Outcome, ok, requireBody } from "./call.ts";
import { constraint, readFields, requireText } from "./fields.ts";
import { cutPage } from "./paging.ts";
import { compareText } from "./record-table.ts";
import { type CidrCollection, makeUuid, type State, withEntry, withoutEntry } from "./state.ts";
import { leaf, node, type XmlElement } from "./xml.ts";

const pageCap = 100;

/** Makes an empty collection, or gives back the one that the same name and caller reference made. */
export function createCidrCollection(call: Call): Outcome {
  const request = readFields(requireBody(call, "CreateCidrCollectionRequest"), ["Name", "CallerReference"]);
  const name = requireText(request, "Name", { max: 64 });
  const callerReference = requireText(request, "CallerReference", { max: 64 });
  if (!/^[0-9A-Za-z_-]+$/.test(name)) throw constraint("Name", name, "Member must satisfy [0-9A-Za-z_-]+");
  const { state, limits } = call;
  const made = [...state.cidrCollections.values()].find((collection) => collection.name === name);
  if (made?.callerReference === callerReference) return answerCreated(made, state);
  if (made !== undefined) {
    throw new ApiError(
      "CidrCollectionAlreadyExistsException",
      400,
      `A CIDR collection with the name ${name} and a different caller reference already exists.`,
    );
  }
  if (state.cidrCollections.size >= limits.cidrCollections) {
    throw new ApiError(
      "LimitsExceeded",
      400,
      `Limits Exceeded: an account can't have more than ${limits.cidrCollections} CIDR collections.`,
    );
  }
  const id = makeUuid(state.serial);
  const collection: CidrCollection = { id, name, callerReference, version: 1, blocks: [] };
  const cidrCollections = withEntry(state.cidrCollections, id, collection);
  return answerCreated(collection, { ...state, serial: state.serial + 1, cidrCollections });
}

function answerCreated(collection: CidrCollection, state: State): Outcome {
  return {
    status: 201,
    body: node("CreateCidrCollectionResponse", [node("Collection", describe(collection))]),
    location: `/2013-04-01/cidrcollection/${collection.id}`,
    state,
  };
}

export function listCidrCollections(call: Call): Outcome {
  const all = [...call.state.cidrCollections.values()].sort((a, b) => compareText(a.id, b.id));
  const { items, nextToken } = cutPage(call, all, ({ id }) => id, pageCap);
  return ok("ListCidrCollectionsResponse", [
    nextToken,
    node(
      "CidrCollections",
      items.map((collection) => node("member", describe(collection))),
    ),
  ]);
}

/** The blocks of a collection, or of one of its locations. */
export function listCidrBlocks(call: Call): Outcome {
  const { id, blocks } = findCollection(call);
  const location = call.query("location");
  if (location !== null && !blocks.some((block) => block.location === location)) {
    throw new ApiError(
      "NoSuchCidrLocationException",
      404,
      `The collection ${id} has no location ${location}.`,
    );
  }
  const wanted = blocks
    .filter((block) => location === null || block.location === location)
    .toSorted((a, b) => compareText(a.location, b.location) || compareText(a.cidr, b.cidr));
  const { items, nextToken } = cutPage(call, wanted, (block) => block.cidr, pageCap);
  return ok("ListCidrBlocksResponse", [
    nextToken,
    node(
      "CidrBlocks",
      items.map(({ cidr, location: at }) =>
        node("member", [leaf("CidrBlock", cidr), leaf("LocationName", at)]),
      ),
    ),
  ]);
}

export function listCidrLocations(call: Call): Outcome {
  const names = [...new Set(findCollection(call).blocks.map(({ location }) => location))].sort(compareText);
  const { items, nextToken } = cutPage(call, names, (name) => name, pageCap);
  return ok("ListCidrLocationsResponse", [
    nextToken,
    node(
      "CidrLocations",
      items.map((name) => node("member", [leaf("LocationName", name)])),
    ),
  ]);
}

/** "The collection must be empty before it can be deleted", and no record set may name it. */
export function deleteCidrCollection(call: Call): Outcome {
  const { id, blocks } = findCollection(call);
  if (blocks.length > 0 || isUsed(call.state, id, null)) {
    throw new ApiError(
      "CidrCollectionInUseException",
      400,
      `The CIDR collection ${id} is in use, or isn't empty.`,
    );
  }
  const cidrCollections = withoutEntry(call.state.cidrCollections, id);
  return { ...ok("DeleteCidrCollectionResponse", []), state: { ...call.state, cidrCollections } };
}

/**
 * The collection that the path names.
 * @throws ApiError NoSuchCidrCollectionException, InvalidInput for an id that can't be one.
 */
export function findCollection(call: Call): CidrCollection {
  const id = call.path("id");
  if (!/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(id)) {
    throw invalidInput(`The CIDR collection id '${id}' is not a UUID`);
  }
  const collection = call.state.cidrCollections.get(id);
  if (collection !== undefined) return collection;
  throw new ApiError("NoSuchCidrCollectionException", 404, `The CIDR collection ${id} does not exist.`);
}

/** Whether a record set routes by a collection, or by one location of it. */
export function isUsed(state: State, collectionId: string, location: string | null): boolean {
  return [...state.zones.values()].some(({ records }) =>
    records
      .listed()
      .some(
        ({ recordSet: { routing } }) =>
          routing.kind === "cidr" &&
          routing.collectionId === collectionId &&
          (location === null || routing.locationName === location),
      ),
  );
}

function describe({ id, name, version }: CidrCollection): readonly XmlElement[] {
  return [
    leaf("Arn", `arn:aws:route53:::cidrcollection/${id}`),
    leaf("Id", id),
    leaf("Name", name),
    leaf("Version", version),
  ];
}
