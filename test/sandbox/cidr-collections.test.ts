import {
  ChangeCidrCollectionCommand,
  type CidrCollectionChange,
  CreateCidrCollectionCommand,
  DeleteCidrCollectionCommand,
  GetChangeCommand,
  ListCidrCollectionsCommand,
  paginateListCidrBlocks,
  paginateListCidrLocations,
} from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { a, create, openWorkbench, refusal, remove, type Workbench } from "./workbench.ts";

const put = (LocationName: string, ...CidrList: string[]): CidrCollectionChange => ({
  LocationName,
  CidrList,
  Action: "PUT",
});
const drop = (LocationName: string, ...CidrList: string[]): CidrCollectionChange => ({
  LocationName,
  CidrList,
  Action: "DELETE_IF_EXISTS",
});

async function makeCollection({ client }: Workbench, ...changes: CidrCollectionChange[]): Promise<string> {
  const made = await client.send(new CreateCidrCollectionCommand({ Name: "nets", CallerReference: "r" }));
  const Id = made.Collection?.Id ?? "";
  if (changes.length > 0) await client.send(new ChangeCidrCollectionCommand({ Id, Changes: changes }));
  return Id;
}

async function blocksIn({ client }: Workbench, CollectionId: string, LocationName?: string) {
  const found: string[] = [];
  for await (const page of paginateListCidrBlocks(
    { client },
    { CollectionId, LocationName, MaxResults: 2 },
  )) {
    found.push(...(page.CidrBlocks ?? []).map((block) => `${block.LocationName} ${block.CidrBlock}`));
  }
  return found;
}

describe("a CIDR collection", () => {
  test("is made once for one name and reference", async () => {
    const bench = await openWorkbench();
    const make = (Name: string, CallerReference: string) =>
      bench.client.send(new CreateCidrCollectionCommand({ Name, CallerReference }));
    const first = await make("nets", "r");
    expect(first.Collection).toMatchObject({ Name: "nets", Version: 1 });
    expect(first.Collection?.Arn).toBe(`arn:aws:route53:::cidrcollection/${first.Collection?.Id}`);
    expect(first.Location).toContain(first.Collection?.Id);
    expect((await make("nets", "r")).Collection).toEqual(first.Collection);
    expect(await refusal(make("nets", "other"))).toMatchObject({
      code: "CidrCollectionAlreadyExistsException",
    });
    const { CidrCollections } = await bench.client.send(new ListCidrCollectionsCommand({}));
    expect(CidrCollections).toEqual([first.Collection]);
  });

  test("takes no more than five, and no more blocks than the limit", async () => {
    const bench = await openWorkbench({ limits: { cidrBlocksPerCollection: 3 } });
    const make = (Name: string) =>
      bench.client.send(new CreateCidrCollectionCommand({ Name, CallerReference: Name }));
    const made = await make("one");
    for (const name of ["two", "three", "four", "five"]) await make(name);
    expect(await refusal(make("six"))).toMatchObject({ code: "LimitsExceeded" });
    const Id = made.Collection?.Id ?? "";
    const blocks = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24", "10.0.4.0/24"];
    const change = (...CidrList: string[]) =>
      bench.client.send(new ChangeCidrCollectionCommand({ Id, Changes: [put("x", ...CidrList)] }));
    expect(await refusal(change(...blocks))).toMatchObject({ code: "LimitsExceeded" });
    await change(...blocks.slice(1));
  });

  test("is changed in the order of the list, and rises by one version", async () => {
    const bench = await openWorkbench();
    const Id = await makeCollection(
      bench,
      put("eu", "10.0.0.0/24", "2001:DB8::/32"),
      put("us", "10.0.1.0/24"),
    );
    expect(await blocksIn(bench, Id)).toEqual(["eu 10.0.0.0/24", "eu 2001:db8::/32", "us 10.0.1.0/24"]);
    expect(await blocksIn(bench, Id, "us")).toEqual(["us 10.0.1.0/24"]);
    // Moved in one request, and what isn't there is not missed.
    const Changes = [drop("eu", "10.0.0.0/24", "10.9.0.0/16"), put("us", "10.0.0.0/24")];
    const moved = await bench.client.send(
      new ChangeCidrCollectionCommand({ Id, Changes, CollectionVersion: 2 }),
    );
    expect(await blocksIn(bench, Id)).toEqual(["eu 2001:db8::/32", "us 10.0.0.0/24", "us 10.0.1.0/24"]);
    const { ChangeInfo } = await bench.client.send(new GetChangeCommand({ Id: moved.Id }));
    expect(ChangeInfo?.Status).toBe("INSYNC");
    const { CidrCollections } = await bench.client.send(new ListCidrCollectionsCommand({}));
    expect(CidrCollections?.[0]?.Version).toBe(3);
    const locations: (string | undefined)[] = [];
    for await (const page of paginateListCidrLocations({ client: bench.client }, { CollectionId: Id })) {
      locations.push(...(page.CidrLocations ?? []).map(({ LocationName }) => LocationName));
    }
    expect(locations).toEqual(["eu", "us"]);
  });

  test("is a compare-and-swap with a version", async () => {
    const bench = await openWorkbench();
    const Id = await makeCollection(bench, put("eu", "10.0.0.0/24"));
    const stale = { Id, Changes: [put("eu", "10.0.1.0/24")], CollectionVersion: 1 };
    const error = await refusal(bench.client.send(new ChangeCidrCollectionCommand(stale)));
    expect(error).toMatchObject({ code: "CidrCollectionVersionMismatchException", status: 409 });
    expect(await blocksIn(bench, Id)).toEqual(["eu 10.0.0.0/24"]);
  });

  test.each([
    ["0.0.0.0/0", "prefix length"],
    ["10.0.0.0/25", "prefix length"],
    ["2001:db8::/49", "prefix length"],
    ["10.0.0.1/24", "bits behind its prefix"],
    ["10.0.0.0", "not an address, a slash"],
    ["eu/24", "not an address, a slash"],
  ])("doesn't take %s", async (cidr, says) => {
    const bench = await openWorkbench();
    const Id = await makeCollection(bench);
    const Changes = [put("eu", "10.0.7.0/24"), put("eu", cidr)];
    const error = await refusal(bench.client.send(new ChangeCidrCollectionCommand({ Id, Changes })));
    expect(error).toMatchObject({ code: "InvalidInput" });
    expect(error.message).toContain(says);
    expect(await blocksIn(bench, Id)).toEqual([]);
  });

  test("has each block in one location", async () => {
    const bench = await openWorkbench();
    const Id = await makeCollection(bench, put("eu", "10.0.0.0/24"));
    const Changes = [put("us", "10.0.0.0/24")];
    const error = await refusal(bench.client.send(new ChangeCidrCollectionCommand({ Id, Changes })));
    expect(error).toMatchObject({ code: "CidrBlockInUseException" });
  });

  test("that record sets use is neither deleted nor emptied", async () => {
    const bench = await openWorkbench();
    const Id = await makeCollection(bench, put("eu", "10.0.0.0/24"), put("us", "10.0.1.0/24"));
    const routed = (LocationName: string, CollectionId = Id) =>
      a("www.example.com", {
        SetIdentifier: LocationName,
        CidrRoutingConfig: { CollectionId, LocationName },
      });
    await bench.change(create(routed("eu")), create(routed("*")));
    for (const wrong of [routed("nowhere"), routed("us", "00000000-0000-4000-8000-000000000000")]) {
      expect(await refusal(bench.change(create(wrong)))).toMatchObject({ code: "InvalidChangeBatch" });
    }
    const empty = (location: string, block: string) =>
      bench.client.send(new ChangeCidrCollectionCommand({ Id, Changes: [drop(location, block)] }));
    expect(await refusal(empty("eu", "10.0.0.0/24"))).toMatchObject({ code: "CidrBlockInUseException" });
    await empty("us", "10.0.1.0/24");
    const gone = () => bench.client.send(new DeleteCidrCollectionCommand({ Id }));
    expect(await refusal(gone())).toMatchObject({ code: "CidrCollectionInUseException" });
    await bench.change(...(await bench.list()).map(remove));
    expect(await refusal(gone())).toMatchObject({ code: "CidrCollectionInUseException" });
    await empty("eu", "10.0.0.0/24");
    await gone();
    expect(await refusal(gone())).toMatchObject({ code: "NoSuchCidrCollectionException", status: 404 });
  });

  test("says what it doesn't have", async () => {
    const bench = await openWorkbench();
    const Id = await makeCollection(bench, put("eu", "10.0.0.0/24"));
    expect(await refusal(blocksIn(bench, Id, "us"))).toMatchObject({
      code: "NoSuchCidrLocationException",
      status: 404,
    });
    expect(await refusal(blocksIn(bench, "nets"))).toMatchObject({ code: "InvalidInput" });
    const page = new ListCidrCollectionsCommand({ NextToken: "made-up" });
    expect(await refusal(bench.client.send(page))).toMatchObject({ code: "InvalidPaginationToken" });
  });

  test("is there for the next process, as protections are", async () => {
    const bench = await openWorkbench();
    const Id = await makeCollection(bench, put("eu", "10.0.0.0/24"));
    await bench.sandbox.close();
    const again = await openWorkbench({ folder: bench.folder });
    expect(await blocksIn(again, Id)).toEqual(["eu 10.0.0.0/24"]);
  });
});
