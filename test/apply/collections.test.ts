import {
  ChangeCidrCollectionCommand,
  ListCidrBlocksCommand,
  ListCidrCollectionsCommand,
} from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { describe as say } from "../../src/diagnostic/describe.ts";
import type { Ready } from "../provider/lab.ts";
import {
  apply,
  carryOut,
  changesIn,
  emptied,
  type Lab,
  leftToDo,
  openLab,
  plan,
  ready,
  writesIn,
} from "../provider/lab.ts";
import { a, create, remove } from "../sandbox/workbench.ts";
import { document, weighing } from "./policies.ts";

function steering(office: readonly string[], more: object = {}): object {
  return {
    ttl: 30,
    to: {
      subnet: [
        { from: office, to: "a" },
        { from: "anywhere", to: { failover: ["b", "c"] } },
      ],
    },
    ...more,
  };
}

const subnets = (office: readonly string[], name = "web") =>
  ready(document({ name, records: { www: steering(office) } }));

async function listCollections({ client }: Lab) {
  const { CidrCollections: found = [] } = await client.send(new ListCidrCollectionsCommand({}));
  return found.map(({ Id = "", Name = "" }) => ({ id: Id, name: Name }));
}

/** The blocks of each collection. */
async function blocksIn(lab: Lab): Promise<readonly (readonly string[])[]> {
  const collections = await listCollections(lab);
  return Promise.all(
    collections.map(async ({ id }) => {
      const { CidrBlocks: blocks = [] } = await lab.client.send(
        new ListCidrBlocksCommand({ CollectionId: id }),
      );
      return blocks.map(({ CidrBlock = "" }) => CidrBlock).sort();
    }),
  );
}

async function changeBlocks(
  lab: Lab,
  Action: "PUT" | "DELETE_IF_EXISTS",
  LocationName: string,
  block: string,
) {
  const [collection] = await listCollections(lab);
  const change = { LocationName, Action, CidrList: [block] };
  await lab.client.send(new ChangeCidrCollectionCommand({ Id: collection?.id, Changes: [change] }));
}

async function expectNothingLeft(lab: Lab): Promise<void> {
  expect(await listCollections(lab)).toEqual([]);
  expect(await lab.list()).toEqual([]);
}

/** Carries out a plan, and interrupts when a request of this kind comes in. */
async function interruptAt(lab: Lab, it: Ready, operation: string) {
  const abort = new AbortController();
  const prepared = await plan({ connecting: { ...lab.connecting, signal: abort.signal } }, it);
  lab.interfere = (request) => {
    if (request.operation === operation) abort.abort();
  };
  const applied = await carryOut(prepared, { signal: abort.signal });
  lab.interfere = null;
  expect(applied.failure?.kind).toBe("interrupted");
  return applied;
}

const office = ["10.0.0.0/8"];
const offices = ["10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32"];

describe("a collection", () => {
  test("is made and filled before the batch that refers to it", async () => {
    const lab = await openLab();
    const it = subnets(offices);
    await apply(lab, it);
    expect(writesIn(lab).slice(0, 2)).toEqual(["CreateCidrCollection", "ChangeCidrCollection"]);
    expect(writesIn(lab).at(-1)).toBe("ChangeResourceRecordSets");
    expect(await blocksIn(lab)).toEqual([[...offices].sort()]);
    const [collection] = await listCollections(lab);
    expect(collection?.name).toMatch(/^sp1-[0-9a-f]{16}-[0-9a-f]{16}$/u);
    expect(await leftToDo(lab, it)).toBe(null);
  });

  test("is replaced when networks change: switched in one batch, the old one emptied and deleted after INSYNC", async () => {
    const lab = await openLab({ insyncAfterMs: 5000 });
    await apply(lab, subnets(office));
    const [before] = await listCollections(lab);
    lab.sent.length = 0;
    await apply(lab, subnets(offices));
    const steps = lab.sent
      .map(({ operation }) => operation)
      .filter((operation) => writesIn(lab).includes(operation) || operation === "GetChange");
    expect(steps.filter((step, position) => step !== steps[position - 1])).toEqual([
      "CreateCidrCollection",
      "ChangeCidrCollection",
      "ChangeResourceRecordSets",
      "GetChange",
      "ChangeCidrCollection",
      "DeleteCidrCollection",
    ]);
    const batches = lab.sent.filter(({ operation }) => operation === "ChangeResourceRecordSets");
    expect(batches).toHaveLength(1);
    const [batch] = batches;
    const changed = (batch === undefined ? [] : changesIn(batch)).map((line) =>
      line.replace(".com. ", ".com "),
    );
    expect(changed).toEqual(
      expect.arrayContaining([
        "DELETE www.example.com A anywhere",
        "DELETE www.example.com A 10-0-0-0_8",
        "CREATE www.example.com A anywhere",
        "CREATE www.example.com A 10-0-0-0_8",
        "CREATE www.example.com A 10-1-0-0_16",
      ]),
    );
    const after = await listCollections(lab);
    expect(after).toHaveLength(1);
    expect(after[0]?.id).not.toBe(before?.id);
    expect(await leftToDo(lab, subnets(offices))).toBe(null);
  });

  test("isn't touched by a change that is not about networks", async () => {
    const lab = await openLab();
    await apply(lab, subnets(office));
    lab.sent.length = 0;
    await apply(lab, ready(document({ records: { www: steering(office, { ttl: 31 }) } })));
    expect(writesIn(lab)).toEqual(["ChangeResourceRecordSets"]);
  });

  test("leaves nothing behind when the policy is destroyed, or has no subnets any more", async () => {
    const lab = await openLab();
    await apply(lab, subnets(offices));
    await apply(lab, emptied(subnets(offices)));
    await expectNothingLeft(lab);
    await apply(lab, subnets(offices));
    const plain = ready(document());
    await apply(lab, plain);
    expect(await listCollections(lab)).toEqual([]);
    expect(await leftToDo(lab, plain)).toBe(null);
  });

  test("serves all records of its policy, and is none of another's business", async () => {
    const lab = await openLab();
    const other = ready(
      document({ name: "other", records: { api: steering(office), shop: steering(offices) } }),
    );
    await apply(lab, other);
    expect(await listCollections(lab)).toHaveLength(1);
    await apply(lab, subnets(office));
    expect(await listCollections(lab)).toHaveLength(2);
    await apply(lab, emptied(subnets(office)));
    expect(await listCollections(lab)).toHaveLength(1);
    expect(await leftToDo(lab, other)).toBe(null);
  });

  test("of more than 1,000 blocks is filled and emptied in portions", { timeout: 30_000 }, async () => {
    const lab = await openLab({ limits: { cidrBlocksPerCollection: 5000 } });
    const records = Object.fromEntries(
      Array.from({ length: 11 }, (_, record) => [
        `r${record}`,
        steering(Array.from({ length: 95 }, (_, block) => `10.${record}.${block}.0/24`)),
      ]),
    );
    const it = ready(document({ records }));
    await apply(lab, it);
    expect((await writesIn(lab)).filter((operation) => operation === "ChangeCidrCollection")).toHaveLength(2);
    expect(await leftToDo(lab, it)).toBe(null);
    await apply(lab, emptied(it));
    await expectNothingLeft(lab);
  });
});

describe("interrupted", () => {
  test("between the collection and the batch: the next apply goes on from there", async () => {
    const lab = await openLab();
    await interruptAt(lab, subnets(office), "ChangeCidrCollection");
    expect(await lab.list()).toEqual([]);
    lab.sent.length = 0;
    await apply(lab, subnets(office));
    expect(writesIn(lab)).not.toContain("CreateCidrCollection");
    expect(await listCollections(lab)).toHaveLength(1);
    expect(await leftToDo(lab, subnets(office))).toBe(null);
  });

  test("before it was filled: it is filled", async () => {
    const lab = await openLab();
    await interruptAt(lab, subnets(offices), "CreateCidrCollection");
    // Whatever came of it, what is there now is half of what is wanted.
    await changeBlocks(lab, "DELETE_IF_EXISTS", "10-1-0-0_16", "10.1.0.0/16");
    expect((await blocksIn(lab))[0]?.length).toBeLessThan(3);
    await apply(lab, subnets(offices));
    expect(await blocksIn(lab)).toEqual([[...offices].sort()]);
    expect(await leftToDo(lab, subnets(offices))).toBe(null);
  });

  test("and the policy has no subnets any more, or is gone: what was made goes away", async () => {
    for (const next of [ready(document({ records: { www: weighing(1, 1) } })), emptied(subnets(office))]) {
      const lab = await openLab();
      await interruptAt(lab, subnets(office), "ChangeCidrCollection");
      expect(await listCollections(lab)).toHaveLength(1);
      await apply(lab, next);
      expect(await listCollections(lab)).toEqual([]);
    }
  });

  test("after the batch: what was replaced goes with the next apply", async () => {
    const lab = await openLab();
    await apply(lab, subnets(office));
    const { failure } = await carryOut(await plan(lab, emptied(subnets(office))), { wait: "none" });
    expect(failure).toBe(null);
    expect(await lab.list()).toEqual([]);
    expect(await listCollections(lab)).toHaveLength(1);
    await apply(lab, emptied(subnets(office)));
    await expectNothingLeft(lab);
  });
});

describe("changed by hand", () => {
  test.each([
    ["a block more", "PUT", "stray", "192.168.0.0/16"],
    ["a block more at a location of ours", "PUT", "10-1-0-0_16", "192.168.0.0/16"],
  ] as const)("%s is put right", async (_what, action, location, block) => {
    const lab = await openLab();
    const it = subnets(offices);
    await apply(lab, it);
    await changeBlocks(lab, action, location, block);
    expect(await leftToDo(lab, it)).not.toBe(null);
    await apply(lab, it);
    expect(await blocksIn(lab)).toEqual([[...offices].sort()]);
    expect(await leftToDo(lab, it)).toBe(null);
  });

  test("a collection that somebody else's record sets use is not emptied under their feet", async () => {
    const lab = await openLab();
    await apply(lab, subnets(office));
    const [collection] = await listCollections(lab);
    const foreign = a("theirs.example.com", {
      SetIdentifier: "x",
      CidrRoutingConfig: { CollectionId: collection?.id, LocationName: "10-0-0-0_8" },
    });
    await lab.change(create(foreign));
    await apply(lab, emptied(subnets(office)));
    expect(await blocksIn(lab)).toEqual([office]);
    await lab.change(remove(foreign));
    await apply(lab, emptied(subnets(office)));
    await expectNothingLeft(lab);
  });

  test("record sets that were pointed to another collection are put back", async () => {
    const lab = await openLab();
    const it = subnets(office);
    await apply(lab, it);
    await apply(lab, ready(document({ name: "other", records: { api: steering(offices) } })));
    const other = (await listCollections(lab)).at(-1);
    const sets = (await lab.list()).filter(({ Name, Type }) => Name === "www.example.com." && Type === "A");
    await lab.change(
      ...sets.map(remove),
      ...sets
        .map((set) =>
          create({
            ...set,
            CidrRoutingConfig: { ...set.CidrRoutingConfig, CollectionId: other?.id, LocationName: "*" },
          }),
        )
        .slice(0, 1),
    );
    const { plan: planned } = await plan(lab, it);
    expect(planned.refusals.map((found) => say(found).message)).toEqual([]);
    expect(planned.names.map(({ drifted }) => drifted)).toEqual([true]);
    await apply(lab, it);
    expect(await leftToDo(lab, it)).toBe(null);
    expect(await listCollections(lab)).toHaveLength(2);
  });
});
