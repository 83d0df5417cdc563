/** Two CIDR collections that record sets can route by. */
import { ChangeCidrCollectionCommand, CreateCidrCollectionCommand } from "@aws-sdk/client-route-53";
import { makeUuid } from "../../src/sandbox/route53/state.ts";
import type { Workbench } from "./workbench.ts";

/** Ids come from a count; the zone of a workbench is the first thing that is made. */
export const collections = { one: makeUuid(1), other: makeUuid(2) } as const;

/** Makes both, right after the zone, with the locations eu, eu-1 and us in each. */
export async function makeCollections({ client }: Workbench): Promise<void> {
  for (const Name of ["one", "other"]) {
    await client.send(new CreateCidrCollectionCommand({ Name, CallerReference: Name }));
  }
  for (const Id of Object.values(collections)) {
    const Changes = ["eu", "eu-1", "us"].map((LocationName, at) => ({
      LocationName,
      Action: "PUT" as const,
      CidrList: [`10.0.${at}.0/24`],
    }));
    await client.send(new ChangeCidrCollectionCommand({ Id, Changes }));
  }
}
