/** A CIDR collection as the API gives it, with its blocks by location. */
export type RawCollection = {
  readonly Id: string;
  readonly Name: string;
  readonly Version: number;
  readonly Locations: readonly { readonly LocationName: string; readonly CidrList: readonly string[] }[];
};

export interface BlockChange {
  readonly action: "PUT" | "DELETE_IF_EXISTS";
  readonly location: string;
  readonly blocks: readonly string[];
}

/** Blocks as they are listed, by their location. */
export function groupBlocks(
  blocks: readonly { readonly CidrBlock?: string | undefined; readonly LocationName?: string | undefined }[],
): RawCollection["Locations"] {
  const locations = new Map<string, string[]>();
  for (const { CidrBlock: block = "", LocationName: location = "" } of blocks) {
    locations.set(location, [...(locations.get(location) ?? []), block]);
  }
  return [...locations].map(([LocationName, CidrList]) => ({ LocationName, CidrList }));
}

/** The request that makes these changes. @param version - null for a collection that is new */
export function describeBlockChanges(id: string, version: number | null, changes: readonly BlockChange[]) {
  return {
    Id: id,
    ...(version === null ? {} : { CollectionVersion: version }),
    Changes: changes.map(({ action, location, blocks }) => ({
      LocationName: location,
      Action: action,
      CidrList: [...blocks],
    })),
  };
}
