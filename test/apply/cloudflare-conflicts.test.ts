/** Somebody else writes between our reading and our writing: his change stands. */
import { describe, expect, test } from "vitest";
import { type CloudflareLab, openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { apply, carryOut, emptied, leftToDo, plan, ready } from "../provider/lab.ts";
import { changed, onCloudflare } from "./cloudflare-policies.ts";

type Found = Record<string, unknown> & { readonly id: string };

const before = ready(onCloudflare());
const after = ready(
  onCloudflare(changed, { healthChecks: { web: { type: "http", path: "/ok", interval: "60s" } } }),
);

async function find(lab: CloudflareLab, path: string): Promise<Found> {
  const [first] = ((await lab.send("GET", path)) as Found[]).filter(
    ({ type }) => type === undefined || type === "A" || type === "http",
  );
  if (first === undefined) throw new Error(`nothing at ${path}`);
  return first;
}

const pathsOf = ({ accountId, zoneId }: CloudflareLab) => ({
  monitor: `/accounts/${accountId}/load_balancers/monitors`,
  pool: `/accounts/${accountId}/load_balancers/pools`,
  balancer: `/zones/${zoneId}/load_balancers`,
  record: `/zones/${zoneId}/dns_records`,
});

describe("changed by somebody else after the plan", () => {
  test.each([
    ["monitor", { interval: 90 }],
    ["pool", { minimum_origins: 0 }],
    ["balancer", { ttl: 77 }],
    ["record", { ttl: 777 }],
  ] as const)("a %s: a conflict, and nothing of it is overwritten", async (kind, edit) => {
    const lab = await openCloudflareLab();
    await apply(lab, before);
    const prepared = await plan(lab, after);
    const path = pathsOf(lab)[kind];
    const { id } = await find(lab, path);
    await lab.send("PATCH", `${path}/${id}`, edit);
    const applied = await carryOut(prepared);
    expect(applied.failure).toMatchObject({
      kind: "conflict",
      diagnostic: { code: "cloudflare-object-moved" },
    });
    expect(await lab.send("GET", `${path}/${id}`)).toMatchObject(edit);
    // The next plan sees both changes, and applying it is what the user then wants.
    await apply(lab, after);
    expect(await leftToDo(lab, after)).toBe(null);
  });

  test.each(["monitor", "pool", "balancer", "record"] as const)(
    "a %s that was to be deleted: it stays",
    async (kind) => {
      const lab = await openCloudflareLab();
      await apply(lab, before);
      const prepared = await plan(lab, emptied(before));
      const path = pathsOf(lab)[kind];
      const { id } = await find(lab, path);
      await lab.send(
        "PATCH",
        `${path}/${id}`,
        kind === "record" ? { ttl: 777 } : { description: "mine now" },
      );
      const applied = await carryOut(prepared);
      expect(applied.failure?.kind).toBe("conflict");
      expect(await lab.send("GET", `${path}/${id}`)).toMatchObject({ id });
    },
  );
});

describe("made by somebody else after the plan", () => {
  const theirs = {
    pool: { name: "example_com_web_www_c", origins: [{ name: "x", address: "192.0.2.99" }] },
    record: { type: "A", name: "api.example.com", content: "192.0.2.99" },
    shadowed: { type: "AAAA", name: "www.example.com", content: "2001:db8::99" },
    alias: { type: "CNAME", name: "api.example.com", content: "other.example.net" },
  };

  test.each([
    ["a pool of a wanted name", "pool", theirs.pool],
    ["a record at a wanted name", "record", theirs.record],
    ["a record that the load balancer would shadow", "record", theirs.shadowed],
    ["a CNAME at a wanted name", "record", theirs.alias],
  ] as const)("%s: a conflict, and it stays as it is", async (_name, kind, body) => {
    const lab = await openCloudflareLab();
    const prepared = await plan(lab, before);
    const path = pathsOf(lab)[kind];
    const made = (await lab.send("POST", path, body)) as Found;
    const applied = await carryOut(prepared);
    expect(applied.failure?.kind).toBe("conflict");
    expect(await lab.send("GET", `${path}/${made.id}`)).toEqual(made);
    // And named by the next plan.
    const again = await plan(lab, before);
    expect(again.plan.refusals.map(({ code }) => code)).toEqual(["name-unmanaged"]);
  });

  test("a load balancer of a wanted name", async () => {
    const lab = await openCloudflareLab();
    const prepared = await plan(lab, before);
    const { pool, balancer } = pathsOf(lab);
    const own = (await lab.send("POST", pool, { ...theirs.pool, name: "theirs" })) as Found;
    const body = { name: "www.example.com", default_pools: [own.id], fallback_pool: own.id };
    const made = (await lab.send("POST", balancer, body)) as Found;
    const applied = await carryOut(prepared);
    expect(applied.failure?.kind).toBe("conflict");
    expect(await lab.send("GET", `${balancer}/${made.id}`)).toEqual(made);
  });
});

test("an object that somebody else deleted already is no conflict when it was to go", async () => {
  const lab = await openCloudflareLab();
  await apply(lab, before);
  const prepared = await plan(lab, emptied(before));
  const path = pathsOf(lab).balancer;
  await lab.send("DELETE", `${path}/${(await find(lab, path)).id}`);
  const applied = await carryOut(prepared);
  expect(applied.failure).toBe(null);
  expect(await lab.everything()).toEqual([]);
});

describe("changed by somebody else right after it was written", () => {
  // The reply to the write says that all is well: only reading again finds it.
  test.each([
    ["monitor", "PATCH monitors/id", "GET monitors/id", { interval: 90 }],
    ["pool", "PATCH pools/id", "GET pools/id", { minimum_origins: 0 }],
    ["balancer", "PATCH load_balancers/id", "GET load_balancers/id", { ttl: 77 }],
    ["record", "POST dns_records/batch", "GET dns_records", { ttl: 777 }],
  ] as const)("a %s: it is told that something else is kept", async (kind, write, read, edit) => {
    const lab = await openCloudflareLab();
    await apply(lab, before);
    const prepared = await plan(lab, after);
    const path = pathsOf(lab)[kind];
    let isWritten = false;
    lab.interfere = async ({ operation }) => {
      if (operation === write) isWritten = true;
      if (!isWritten || operation !== read) return;
      lab.interfere = null;
      for (const { id, type } of (await lab.send("GET", path)) as Found[]) {
        if (kind !== "record" || type === "A") await lab.send("PATCH", `${path}/${id}`, edit);
      }
    };
    const applied = await carryOut(prepared);
    expect(applied.failure).toMatchObject({
      kind: "rejected",
      diagnostic: { code: "cloudflare-not-kept" },
    });
  });
});
