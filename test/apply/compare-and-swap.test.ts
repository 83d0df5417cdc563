import { describe, expect, test, vi } from "vitest";
import type { FaultKind } from "../../src/sandbox/faults.ts";
import {
  apply,
  carryOut,
  leftToDo,
  listChecks,
  listKeys,
  openLab,
  plan,
  ready,
  writesIn,
} from "../provider/lab.ts";
import { a, create, remove, upsert, values } from "../sandbox/workbench.ts";
import { document, weighing } from "./policies.ts";

const batch = "ChangeResourceRecordSets";

function weightsIn(sets: Awaited<ReturnType<Awaited<ReturnType<typeof openLab>>["list"]>>) {
  return sets.flatMap(({ Weight, SetIdentifier }) =>
    Weight === undefined ? [] : [`${SetIdentifier} ${Weight}`],
  );
}

describe("two writers", () => {
  test("the second of two that planned the same state gets a conflict, and the first one's change stands", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    const first = await plan(lab, ready(document({ records: { www: weighing(6, 4) } })));
    const second = await plan(lab, ready(document({ records: { www: weighing(7, 3) } })));
    expect((await carryOut(first)).failure).toBe(null);
    const lost = await carryOut(second);
    expect(lost.failure?.kind).toBe("conflict");
    expect(lost.partly).toBe(false);
    expect(lost.done).toEqual([]);
    expect(weightsIn(await lab.list())).toEqual(["a 6", "b 4"]);
  });

  test("different members of one name conflict through the marker", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    const first = await plan(lab, ready(document({ records: { www: weighing(6, 1) } })));
    const second = await plan(lab, ready(document({ records: { www: weighing(9, 2) } })));
    await carryOut(first);
    expect((await carryOut(second)).failure?.kind).toBe("conflict");
    expect(weightsIn(await lab.list())).toEqual(["a 6", "b 1"]);
  });

  test("two first applies: one name, one owner", async () => {
    const lab = await openLab();
    const first = await plan(lab, ready(document()));
    const second = await plan(lab, ready(document({ name: "other" })));
    expect((await carryOut(first)).failure).toBe(null);
    const lost = await carryOut(second);
    expect(lost.failure?.kind).toBe("conflict");
    // The checks of the second were made for nothing, and are gone again.
    expect((await listChecks(lab.client)).length).toBe(2);
    expect(await leftToDo(lab, ready(document()))).toBe(null);
  });

  test("a check that both asked for is the same check, and stays with the one who won", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    const withC = (weight: number) => ({ www: { ttl: 30, to: { weighted: { a: 9, b: 1, c: weight } } } });
    const first = await plan(lab, ready(document({ records: withC(1) })));
    const second = await plan(lab, ready(document({ records: withC(2) })));
    expect((await carryOut(first)).failure).toBe(null);
    expect((await carryOut(second)).failure?.kind).toBe("conflict");
    expect((await listChecks(lab.client)).length).toBe(3);
    expect(await leftToDo(lab, ready(document({ records: withC(1) })))).toBe(null);
  });

  test("a conflict in a later batch leaves the earlier ones done, and says so", async () => {
    const lab = await openLab();
    // 60 names with 10 members each are more than one batch holds.
    const endpoints = Object.fromEntries(
      Array.from({ length: 10 }, (_, n) => [`m${n}`, { ipv4: `192.0.2.${10 + n}`, healthCheck: "none" }]),
    );
    const weighted = Object.fromEntries(Object.keys(endpoints).map((name) => [name, 1]));
    const names = Array.from({ length: 120 }, (_, n) => `n${String(n).padStart(3, "0")}`);
    const records = Object.fromEntries(names.map((name) => [name, { ttl: 30, to: { weighted } }]));
    const it = ready(document({ endpoints, records }));
    const prepared = await plan(lab, it);
    expect(prepared.plan.batches).toBe(2);
    await lab.change(create(a("n119.example.com")));
    const applied = await carryOut(prepared);
    expect(applied.failure?.kind).toBe("conflict");
    expect(applied.partly).toBe(true);
    expect(applied.done.length).toBe(1);
    expect(applied.notStarted).toEqual([]);
    await lab.change(remove(a("n119.example.com")));
    await apply(lab, it);
    expect(await leftToDo(lab, it)).toBe(null);
  });
});

describe("a hand that steps in between reading and writing", () => {
  test.each([
    [
      "changes a weight",
      async (lab: Awaited<ReturnType<typeof openLab>>) => {
        const [set] = await lab.list();
        if (set === undefined) throw new Error("nothing is live");
        await lab.change(upsert({ ...set, Weight: 200 }));
      },
    ],
    [
      "deletes a set",
      async (lab: Awaited<ReturnType<typeof openLab>>) => {
        const [set] = await lab.list();
        if (set === undefined) throw new Error("nothing is live");
        await lab.change(remove(set));
      },
    ],
  ])("%s, which is never overwritten", async (_name, edit) => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    const prepared = await plan(lab, ready(document({ records: { www: weighing(6, 4) } })));
    let edited: readonly unknown[] = [];
    lab.interfere = async ({ operation }) => {
      if (operation !== batch || edited.length > 0) return;
      lab.interfere = null;
      await edit(lab);
      edited = await lab.list();
    };
    const applied = await carryOut(prepared);
    expect(applied.failure?.kind).toBe("conflict");
    expect(applied.failure?.diagnostic).toMatchObject({ code: "conflict", args: { zone: "example.com" } });
    expect(await lab.list()).toEqual(edited);
  });

  test("makes a record set at a wanted new name, which stays", async () => {
    const lab = await openLab();
    const prepared = await plan(lab, ready(document()));
    lab.interfere = async ({ operation }) => {
      if (operation !== batch) return;
      lab.interfere = null;
      await lab.change(create(a("www.example.com", {}, "198.51.100.7")));
    };
    const applied = await carryOut(prepared);
    expect(applied.failure?.kind).toBe("conflict");
    expect(applied.done).toEqual([]);
    expect(await listKeys(lab)).toEqual(["www.example.com. A"]);
    expect(await listChecks(lab.client)).toEqual([]);
  });

  test("does just what was wanted, which is no conflict", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    const wanted = ready(document({ records: { www: weighing(6, 4) } }));
    const [mine, theirs] = [await plan(lab, wanted), await plan(lab, wanted)];
    await carryOut(theirs);
    expect((await carryOut(mine)).failure).toBe(null);
    expect(await leftToDo(lab, wanted)).toBe(null);
  });
});

describe("what the vendor refuses for a reason of its own", () => {
  test("is told in its words, and is no conflict", async () => {
    const lab = await openLab();
    const it = ready(document());
    const prepared = await plan(lab, it);
    // A TXT record set where the marker would go: not a marker, so not in the way of the name.
    await lab.change(create(values("_signpost.www.example.com", "TXT", ['"hello"'])));
    const applied = await carryOut(prepared);
    expect(applied.failure).toMatchObject({
      kind: "rejected",
      diagnostic: { code: "provider-rejected", args: { provider: "Route 53" } },
    });
    expect(JSON.stringify(applied.failure?.diagnostic.args)).toContain("_signpost.www.example.com");
    expect(await listChecks(lab.client)).toEqual([]);
  });
});

describe("the network", () => {
  test("a reply is lost: the second try is refused, and the change is judged as done", async () => {
    const lab = await openLab({ faults: [{ operation: batch, kind: "lostReply", times: 1 }] });
    const it = ready(document());
    const applied = await carryOut(await plan(lab, it));
    expect(applied.failure).toBe(null);
    expect(writesIn(lab).filter((name) => name === batch).length).toBe(2);
    expect(await leftToDo(lab, it)).toBe(null);
  });

  test("the replies about checks are lost: no check is made twice or deleted in vain", async () => {
    const lab = await openLab({
      faults: [
        { operation: "CreateHealthCheck", kind: "lostReply", times: 1 },
        { operation: "UpdateHealthCheck", kind: "lostReply", times: 1 },
        { operation: "DeleteHealthCheck", kind: "lostReply", times: 1 },
      ],
    });
    await apply(lab, ready(document()));
    expect((await listChecks(lab.client)).length).toBe(2);
    await apply(lab, ready(document({ check: { path: "/new" } })));
    const it = ready(document({ records: { www: { ttl: 30, to: "a" } } }));
    await apply(lab, it);
    expect(await leftToDo(lab, it)).toBe(null);
    expect(await listChecks(lab.client)).toEqual([]);
  });

  test("a reply is lost and then nobody answers: what was applied keeps its checks", async () => {
    const lab = await openLab({
      faults: [
        { operation: batch, kind: "lostReply", times: 1 },
        { operation: batch, kind: "serverError", times: 20 },
      ],
    });
    impatient();
    const it = ready(document());
    const applied = await carryOut(await plan(lab, it));
    expect(applied.failure).toBe(null);
    expect((await listChecks(lab.client)).length).toBe(2);
    expect(await leftToDo(lab, it)).toBe(null);
  });

  test.each<readonly [FaultKind, number]>([
    ["dropConnection", 2],
    ["serverError", 5],
    ["throttle", 5],
    ["priorRequestNotComplete", 5],
  ])("%s, %i times: patience", async (kind, times) => {
    impatient();
    const operations = [
      "ListHostedZonesByName",
      "ListResourceRecordSets",
      "CreateHealthCheck",
      batch,
      "GetChange",
    ];
    const lab = await openLab({ faults: operations.map((operation) => ({ operation, kind, times })) });
    const it = ready(document());
    await apply(lab, it);
    expect(writesIn(lab).filter((name) => name === batch).length).toBe(times + 1);
    expect(await leftToDo(lab, it)).toBe(null);
  });

  test.each<readonly [FaultKind, string]>([
    ["serverError", "unavailable"],
    ["throttle", "throttle"],
    ["priorRequestNotComplete", "throttle"],
    ["dropConnection", "unavailable"],
  ])("%s for ever: given up, as %s, with nothing changed", async (kind, told) => {
    impatient();
    const lab = await openLab({ faults: [{ operation: batch, kind, times: 1000 }] });
    const applied = await carryOut(await plan(lab, ready(document())));
    expect(applied.failure?.kind).toBe(told);
    expect(await lab.list()).toEqual([]);
  });
});

/** The SDK waits a random part of a growing time between two tries; here it is none. */
function impatient(): void {
  vi.spyOn(Math, "random").mockReturnValue(0);
}
