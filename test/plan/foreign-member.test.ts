/** What somebody added to a group of ours is kept out of harm, at both vendors and whatever command it is. */
import { expect, describe as group, test } from "vitest";
import { withNothing } from "../../src/plan/check.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { onCloudflare } from "../apply/cloudflare-policies.ts";
import { document, weighing } from "../apply/policies.ts";
import { type CloudflareLab, openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { apply, carryOut, type Lab, openLab, plan, type Ready, ready } from "../provider/lab.ts";
import { a, create, remove, upsert } from "../sandbox/workbench.ts";

const destroyed = (it: Ready): Ready => ({ ...it, records: [], target: withNothing(it.target) });

/** What the guard names, however the others judge. */
function foreignIn({ warnings, refusals }: Plan): readonly unknown[] {
  const told = [...warnings, ...refusals].find(({ code }) => code === "guard-foreign-member");
  return told !== undefined && "members" in told.args ? [told.args.members].flat() : [];
}

async function foreignFor(lab: Pick<Lab, "connecting">, it: Ready): Promise<readonly unknown[]> {
  return foreignIn((await plan(lab, it)).plan);
}

const theirs = a("www.example.com", { SetIdentifier: "theirs", Weight: 25, TTL: 30 }, "192.0.2.66");

group("a record set at a weighted name", () => {
  const it = ready(document({ records: { www: weighing(1, 1) } }));
  const without = ready(document({ records: { www: { ttl: 30, to: "a" } } }));

  async function openApplied(): Promise<Lab> {
    const lab = await openLab();
    await apply(lab, it);
    return lab;
  }
  const reweigh = async (lab: Lab) => {
    const mine = (await lab.list()).find(({ SetIdentifier }) => SetIdentifier === "a");
    if (mine !== undefined) await lab.change(upsert({ ...mine, Weight: 77 }));
  };

  test("is named, and stays until it is allowed", async () => {
    const lab = await openApplied();
    await lab.change(create(theirs));
    for (const wanted of [it, destroyed(it)]) {
      const prepared = await plan(lab, wanted, {
        allow: (["max-shift", "max-delete", "last-answer", "ttl-jump", "failover-slower"] as const).map(
          (guard) => ({ guard, target: null }),
        ),
      });
      expect(prepared.plan.refusals.map(({ code }) => code)).toEqual(["guard-foreign-member"]);
      expect(foreignIn(prepared.plan)).toEqual(["www.example.com A theirs"]);
      await expect(carryOut(prepared)).rejects.toThrow("refused");
    }
    expect((await lab.list()).map(({ SetIdentifier }) => SetIdentifier)).toContain("theirs");
  });

  test("is told from ours when those were changed as well", async () => {
    const lab = await openApplied();
    await reweigh(lab);
    expect(await foreignFor(lab, it)).toEqual([]);
    expect(await foreignFor(lab, destroyed(it))).toEqual([]);
    await lab.change(create(theirs));
    expect(await foreignFor(lab, it)).toEqual(["www.example.com A theirs"]);
    expect(await foreignFor(lab, destroyed(it))).toEqual(["www.example.com A theirs"]);
  });

  test("in the place of ours is theirs too", async () => {
    const lab = await openApplied();
    await lab.change(...(await lab.list()).filter(({ Type }) => Type === "A").map(remove));
    await lab.change(create(a("www.example.com", {}, "192.0.2.66")));
    expect(await foreignFor(lab, it)).toEqual(["www.example.com A"]);
  });

  test("what left the file goes without a word, as long as nobody changed the name", async () => {
    const lab = await openApplied();
    expect(await foreignFor(lab, without)).toEqual([]);
    expect(await foreignFor(lab, destroyed(it))).toEqual([]);
    await reweigh(lab);
    expect(await foreignFor(lab, without)).toEqual(["www.example.com A a", "www.example.com A b"]);
  });
});

group("what is added to a load balancer and its pools", () => {
  const www = { ttl: 60, to: { failover: [{ weighted: { a: 1, b: 1 } }, "c"] } };
  const it = ready(onCloudflare({ www }));
  const without = ready(onCloudflare({ www: { ttl: 60, to: { failover: ["a", "c"] } } }));

  type Found = Record<string, unknown> & { readonly id: string; readonly name: string };
  const pathOf = ({ accountId, zoneId }: CloudflareLab, kind: "pools" | "balancers") =>
    kind === "pools" ? `/accounts/${accountId}/load_balancers/pools` : `/zones/${zoneId}/load_balancers`;
  const list = async (lab: CloudflareLab, kind: "pools" | "balancers") =>
    (await lab.send("GET", pathOf(lab, kind))) as Found[];

  async function openApplied(): Promise<CloudflareLab> {
    const lab = await openCloudflareLab();
    await apply(lab, it);
    return lab;
  }

  /** Changes the first object for which there is something to change. */
  async function patch(
    lab: CloudflareLab,
    kind: "pools" | "balancers",
    change: (found: Found) => object | null,
  ): Promise<Found> {
    for (const found of await list(lab, kind)) {
      const body = change(found);
      if (body === null) continue;
      await lab.send("PATCH", `${pathOf(lab, kind)}/${found.id}`, body);
      return found;
    }
    throw new Error(`no ${kind} to change`);
  }

  const addOrigin = (lab: CloudflareLab) =>
    patch(lab, "pools", ({ origins }) =>
      Array.isArray(origins) && origins.length === 2
        ? { origins: [...origins, { name: "theirs", address: "192.0.2.66", enabled: true, weight: 0.5 }] }
        : null,
    );

  test("an origin is named with its pool, and stays until it is allowed", async () => {
    const lab = await openApplied();
    const { name } = await addOrigin(lab);
    const origin = `origin theirs in pool ${name}`;
    const before = await lab.everything();
    const prepared = await plan(lab, it, { allow: [] });
    expect(prepared.plan.refusals.map(({ code }) => code)).toContain("guard-foreign-member");
    expect(foreignIn(prepared.plan)).toEqual([origin]);
    await expect(carryOut(prepared)).rejects.toThrow("refused");
    expect(await lab.everything()).toEqual(before);
    expect(await foreignFor(lab, destroyed(it))).toEqual([origin]);
    await apply(lab, it);
    expect((await lab.everything()).join()).not.toContain("theirs");
  });

  test("a pool of theirs is named with its load balancer", async () => {
    const lab = await openApplied();
    const body = { name: "theirs", origins: [{ name: "x", address: "192.0.2.66" }] };
    const { id } = (await lab.send("POST", pathOf(lab, "pools"), body)) as Found;
    await patch(lab, "balancers", ({ default_pools: pools }) =>
      Array.isArray(pools) ? { default_pools: [...pools, id] } : null,
    );
    const pool = "pool theirs in load balancer www.example.com";
    expect(await foreignFor(lab, it)).toEqual([pool]);
    expect(await foreignFor(lab, destroyed(it))).toEqual([pool]);
  });

  test("a weight that was changed is nobody's member, nor is what left the file", async () => {
    const lab = await openApplied();
    expect(await foreignFor(lab, without)).toEqual([]);
    expect(await foreignFor(lab, destroyed(it))).toEqual([]);
    await patch(lab, "pools", ({ origins }) =>
      Array.isArray(origins) && origins.length === 2
        ? { origins: origins.map((origin: object) => ({ ...origin, weight: 0.3 })) }
        : null,
    );
    expect(await foreignFor(lab, it)).toEqual([]);
    expect(await foreignFor(lab, destroyed(it))).toEqual([]);
  });
});
