/** What is ours, what is somebody else's, and what is left although it is ours. */
import { describe, expect, test } from "vitest";
import { describe as tell } from "../../src/diagnostic/describe.ts";
import { onCloudflare, usual } from "../apply/cloudflare-policies.ts";
import { type CloudflareLab, openCloudflareLab } from "./cloudflare-lab.ts";
import { apply, carryOut, emptied, hear, leftToDo, plan, ready } from "./lab.ts";

type Found = Record<string, unknown> & { readonly id: string };

const it = ready(onCloudflare());
const other = ready(onCloudflare({ shop: usual.www, cart: usual.api }, { name: "shop" }));
const pathsOf = ({ accountId, zoneId }: CloudflareLab) => ({
  monitors: `/accounts/${accountId}/load_balancers/monitors`,
  pools: `/accounts/${accountId}/load_balancers/pools`,
  balancers: `/zones/${zoneId}/load_balancers`,
  records: `/zones/${zoneId}/dns_records`,
});
const list = async (lab: CloudflareLab, path: string) => (await lab.send("GET", path)) as Found[];

test("two policies in one account and zone don't touch each other", async () => {
  const lab = await openCloudflareLab();
  await apply(lab, it);
  const first = await lab.everything();
  await apply(lab, other);
  expect(await leftToDo(lab, it)).toBe(null);
  await apply(lab, emptied(other));
  expect(await lab.everything()).toEqual(first);
});

test("a policy of another name doesn't get the names of the first", async () => {
  const lab = await openCloudflareLab();
  await apply(lab, it);
  const { plan: planned } = await plan(lab, ready(onCloudflare(usual, { name: "renamed" })));
  expect(planned.refusals.map(({ code }) => code)).toEqual(["name-of-other-policy", "name-of-other-policy"]);
});

describe("somebody else's things at wanted names are refused by name", () => {
  const body = { origins: [{ name: "x", address: "192.0.2.99" }] };
  test.each([
    ["A", { type: "A", name: "www.example.com", content: "192.0.2.99" }],
    ["AAAA, the other family", { type: "AAAA", name: "www.example.com", content: "2001:db8::99" }],
    ["CNAME", { type: "CNAME", name: "api.example.com", content: "x.example.net" }],
  ])("%s", async (_name, record) => {
    const lab = await openCloudflareLab();
    await lab.send("POST", pathsOf(lab).records, record);
    const { plan: planned } = await plan(lab, it);
    expect(planned.refusals.map((found) => tell(found).message)).toEqual([
      expect.stringContaining(`${record.name} ${record.type}`),
    ]);
  });

  test.each(["", "signpost=1;p=shop;z=example.com;r=shop.example.com"])(
    "pool, marked %j",
    async (description) => {
      const lab = await openCloudflareLab();
      const name = "example_com_web_www_c";
      await lab.send("POST", pathsOf(lab).pools, { ...body, name, description });
      const { plan: planned } = await plan(lab, it);
      expect(planned.refusals.map((found) => tell(found).message)).toEqual([expect.stringContaining(name)]);
    },
  );

  test("load balancer", async () => {
    const lab = await openCloudflareLab();
    const { id } = (await lab.send("POST", pathsOf(lab).pools, { ...body, name: "x" })) as Found;
    const theirs = { name: "www.example.com", default_pools: [id], fallback_pool: id };
    await lab.send("POST", pathsOf(lab).balancers, theirs);
    const { plan: planned } = await plan(lab, it);
    expect(planned.refusals.map(({ code }) => code)).toEqual(["name-unmanaged"]);
  });
});

test("other types at a wanted name stand beside it", async () => {
  const lab = await openCloudflareLab();
  await lab.plantForeign("www.example.com");
  const foreign = await lab.everything();
  await apply(lab, it);
  await apply(lab, emptied(it));
  expect(await lab.everything()).toEqual(foreign);
});

describe("objects that somebody else refers to stay, and that is told", () => {
  test("a pool in a foreign load balancer", async () => {
    const lab = await openCloudflareLab();
    await apply(lab, it);
    const [pool] = (await list(lab, pathsOf(lab).pools)).filter(({ monitor }) => monitor !== "");
    const theirs = { name: "theirs.example.com", default_pools: [pool?.id], fallback_pool: pool?.id };
    await lab.send("POST", pathsOf(lab).balancers, theirs);
    const { steps, onProgress } = hear();
    const applied = await carryOut(await plan(lab, emptied(it)), { onProgress });
    expect(applied.failure).toBe(null);
    const told = steps.filter(({ kind }) => kind === "told").map(({ title }) => title);
    expect(told[0]).toBe(`left pool ${pool?.name} as it is: theirs.example.com refers to it`);
    // Its monitor with it.
    expect(told[1]).toMatch(/^left monitor .* refers to it$/u);
    expect(applied.done.join()).not.toContain(`delete pool ${pool?.name},`);
    expect((await list(lab, pathsOf(lab).pools)).map(({ name }) => name)).toEqual([pool?.name]);
  });
});

describe("markers of a later version", () => {
  test.each(["monitors", "pools", "balancers", "records"] as const)(
    "on %s: refused, and nothing is deleted",
    async (kind) => {
      const lab = await openCloudflareLab();
      await apply(lab, it);
      const path = pathsOf(lab)[kind];
      for (const one of await list(lab, path)) {
        const field = kind === "records" ? "comment" : "description";
        await lab.send("PATCH", `${path}/${one.id}`, {
          [field]: String(one[field]).replace("signpost=1", "signpost=2"),
        });
      }
      for (const wanted of [it, emptied(it)]) {
        const { plan: planned } = await plan(lab, wanted);
        const codes = new Set(planned.refusals.map(({ code }) => code));
        expect([...codes]).toEqual(["marker-later"]);
      }
    },
  );
});

test("a monitor that left the policy goes, and so does everything of a policy that left", async () => {
  const lab = await openCloudflareLab();
  await apply(lab, it);
  await apply(lab, ready(onCloudflare({ api: usual.api })));
  expect(await list(lab, pathsOf(lab).monitors)).toEqual([]);
  expect(await list(lab, pathsOf(lab).pools)).toEqual([]);
});

test("a comment on a record fits into the 100 characters of the Free plan", async () => {
  const lab = await openCloudflareLab();
  await apply(lab, ready(onCloudflare({ api: usual.api }, { name: "a".repeat(40) })));
  const [record] = await list(lab, pathsOf(lab).records);
  expect(String(record?.comment)).toMatch(/^signpost=1;p=a{40};d=[0-9a-f]{16};t=\d+$/u);
  expect(String(record?.comment).length).toBeLessThanOrEqual(100);
});
