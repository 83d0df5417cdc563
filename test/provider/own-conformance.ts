/** What every provider owes to names that are ours: a renamed policy keeps them, and a protected one keeps its answers. */
import { describe, expect, test } from "vitest";
import type { Bench, ProviderHarness } from "./conformance.ts";
import { apply, carryOut, emptied, leftToDo, plan, type Ready, ready } from "./lab.ts";

const records = {
  www: { ttl: 30, to: { weighted: { a: 9, b: 1 } } },
  api: { ttl: 60, to: { failover: ["a", { weighted: { b: 1, c: 2 } }] } },
  "*.app": { ttl: 30, to: "c" },
};

export function describeOwnNames({ provider, settings, open }: ProviderHarness): void {
  const of = (rest: object = {}): Ready =>
    ready({
      version: 1,
      name: "web",
      zone: "example.com",
      providers: { [provider]: settings },
      healthChecks: { up: { type: "https", path: "/up", host: "www.example.com", interval: "30s" } },
      endpoints: {
        a: { ipv4: "192.0.2.1", ipv6: "2001:db8::1", healthCheck: "up" },
        b: { ipv4: "192.0.2.2", ipv6: "2001:db8::2", healthCheck: "up" },
        c: { ipv4: "192.0.2.3", ipv6: "2001:db8::3", healthCheck: "up" },
      },
      records,
      ...rest,
    });
  const renamed = (rest: object = {}) => of({ name: "web-edge", formerly: ["shop", "web"], ...rest });
  const codesOf = ({ plan: { refusals } }: Awaited<ReturnType<typeof plan>>) =>
    refusals.map(({ code }) => code);
  const notesOf = ({ plan: { warnings } }: Awaited<ReturnType<typeof plan>>) =>
    warnings.flatMap(({ code, args }) => (code === "formerly-unneeded" ? [args.former] : []));
  /** The vendor's own ids, which objects keep that are kept. */
  const idsOf = async (bench: Bench, it: Ready) =>
    (await plan(bench, it)).snapshot.resources
      .filter(({ kind }) => kind !== "marker")
      .flatMap(({ raw }) => String(raw.Id ?? raw.id ?? []))
      .sort();

  describe("after a rename", () => {
    test("everything stays what it is, and is marked by the new name", async () => {
      const bench = await open();
      await apply(bench, of());
      const [ids, size] = [await idsOf(bench, of()), (await bench.everything()).length];

      const prepared = await plan(bench, renamed());
      expect(codesOf(prepared)).toEqual([]);
      expect(prepared.plan.guards.findings).toEqual([]);
      expect(prepared.plan.counts).toMatchObject({ create: 0, delete: 0, markers: 3 });
      expect(prepared.plan.names.map(({ status, drifted, blast }) => [status, drifted, blast.share])).toEqual(
        Array.from(prepared.plan.names, () => ["changed", false, 0]),
      );
      expect(notesOf(prepared)).toEqual(["shop"]);
      expect((await carryOut(prepared)).failure).toBeNull();

      expect(await leftToDo(bench, renamed())).toBeNull();
      expect(await idsOf(bench, renamed())).toEqual(ids);
      expect(await bench.everything()).toHaveLength(size);
      const marks = (await bench.everything()).filter((line) => line.includes("signpost=1"));
      expect(marks.filter((line) => !line.includes("p=web-edge"))).toEqual([]);
      await apply(bench, emptied(renamed()));
      expect(await bench.everything()).toEqual([]);
    });

    test("what changes beside it changes in place, and what left the file is deleted", async () => {
      const bench = await open();
      await apply(bench, of());
      const { "*.app": _, ...rest } = records;
      const changed = renamed({ records: { ...rest, www: { ttl: 30, to: { weighted: { a: 1, b: 1 } } } } });
      const prepared = await plan(bench, changed);
      expect(prepared.plan.names.map(({ name, status }) => [name, status])).toEqual([
        ["www.example.com", "changed"],
        ["api.example.com", "changed"],
        ["*.app.example.com", "removed"],
      ]);
      expect((await carryOut(prepared)).failure).toBeNull();
      expect(await leftToDo(bench, changed)).toBeNull();
      expect((await bench.everything()).filter((line) => line.includes("app"))).toEqual([]);
    });

    test("it is refused without being told of the former name", async () => {
      const bench = await open();
      await apply(bench, of());
      const prepared = await plan(bench, of({ name: "web-edge" }));
      expect([...new Set(codesOf(prepared))]).toEqual(["name-of-other-policy"]);
    });

    test("a file that has none of its names is a stranger under the former name too", async () => {
      const bench = await open();
      await apply(bench, of());
      const prepared = await plan(bench, renamed({ records: { other: { ttl: 30, to: "a" } } }), {
        allow: [],
      });
      expect(codesOf(prepared)).toContain("guard-stranger");
    });
  });

  describe("a protected name", () => {
    const shielded = (on: boolean) => of({ records: { ...records, www: { ...records.www, protect: on } } });

    test("is neither deleted nor left without an answer until a marker says so", async () => {
      const bench = await open();
      await apply(bench, of());
      const setting = await plan(bench, shielded(true));
      expect(setting.plan.counts).toMatchObject({ create: 0, update: 0, delete: 0, markers: 1 });
      expect((await carryOut(setting)).failure).toBeNull();
      expect(await leftToDo(bench, shielded(true))).toBeNull();
      const before = await bench.everything();

      const { www: _, ...rest } = records;
      for (const it of [of({ records: rest }), emptied(shielded(false)), emptied(shielded(true))]) {
        const prepared = await plan(bench, it);
        expect(codesOf(prepared)).toEqual(["name-protected"]);
        await expect(carryOut(prepared)).rejects.toThrow("refused");
      }
      expect(await bench.everything()).toEqual(before);

      const lifting = await plan(bench, shielded(false));
      expect(lifting.plan.counts).toMatchObject({ create: 0, update: 0, delete: 0, markers: 1 });
      expect((await carryOut(lifting)).failure).toBeNull();
      const deleting = await plan(bench, of({ records: rest }));
      expect(codesOf(deleting)).toEqual([]);
      expect((await carryOut(deleting)).failure).toBeNull();
    });

    test("keeps each of its families", async () => {
      const bench = await open();
      await apply(bench, shielded(true));
      const types = { ...records, www: { ...records.www, protect: true, types: ["A"] } };
      const prepared = await plan(bench, of({ records: types }));
      expect(prepared.plan.refusals).toMatchObject([
        { code: "name-protected", args: { target: "www", lost: [{ type: "AAAA" }] } },
      ]);
    });

    test("may change its answers, and be renamed with its policy", async () => {
      const bench = await open();
      await apply(bench, shielded(true));
      const moved = { ...records, www: { ttl: 30, to: "c", protect: true } };
      await apply(bench, renamed({ records: moved }));
      expect(await leftToDo(bench, renamed({ records: moved }))).toBeNull();
      const prepared = await plan(bench, emptied(renamed({ records: moved })));
      expect(codesOf(prepared)).toEqual(["name-protected"]);
    });
  });
}
