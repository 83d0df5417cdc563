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
