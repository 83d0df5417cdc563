/** The way back from a run that changed whose names are: an adoption, and a rename. */
import { describe, expect, test } from "vitest";
import { openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { apply, emptied, leftToDo, openLab, plan, type Ready, ready } from "../provider/lab.ts";
import { a, alias, create, remove, upsert } from "../sandbox/workbench.ts";
import { onCloudflare } from "./cloudflare-policies.ts";
import { applyWith, carryOutWith, everythingAt, planBack, tryBack } from "./journals.ts";
import { document, weighing } from "./policies.ts";

type AnyLab = Parameters<typeof planBack>[0];

const www: ReadonlySet<string> = new Set(["www.example.com"]);
const asked = { adopted: www };

async function goBack(lab: AnyLab, it: Ready, text: string): Promise<string> {
  const prepared = await planBack(lab, it, text);
  expect(prepared.plan.refusals).toEqual([]);
  const run = await carryOutWith(prepared);
  expect(run.applied.failure).toBe(null);
  return run.text;
}

async function adopt(lab: AnyLab, it: Ready): Promise<string> {
  const prepared = await plan(lab, it, asked);
  expect(prepared.plan.refusals).toEqual([]);
  const run = await carryOutWith(prepared);
  expect(run.applied.failure).toBe(null);
  return run.text;
}

/** Adopts, goes back, forth, and back again. */
async function goThereAndBack(lab: AnyLab, it: Ready, look: () => Promise<readonly string[]>) {
  const was = await look();
  const there = await adopt(lab, it);
  const is = await look();
  const back = await goBack(lab, it, there);
  expect(await look()).toEqual(was);
  // Whoever takes it back twice does nothing.
  expect(await planBack(lab, it, there)).toMatchObject({ changes: [], plan: { refusals: [] } });
  const forth = await goBack(lab, it, back);
  expect(await look()).toEqual(is);
  expect(await leftToDo(lab, it)).toBe(null);
  await goBack(lab, it, forth);
  expect(await look()).toEqual(was);
}

describe("an adoption at Route 53", () => {
  const it = ready(document({ records: { www: weighing(3, 1) } }));
  const handMade = (one: number, two: number) =>
    [one, two].map((Weight, position) => {
      const ResourceRecords = [{ Value: `192.0.2.${position + 1}` }];
      return a("www.example.com", { SetIdentifier: `by hand ${position}`, Weight, TTL: 60, ResourceRecords });
    });
  const opened = async () => {
    const lab = await openLab();
    await lab.change(...handMade(3, 1).map(create));
    return lab;
  };

  test("is taken back, and done again by taking that back", async () => {
    const lab = await opened();
    await goThereAndBack(lab, it, () => everythingAt(lab));
  });

  test("isn't done again over what was changed since", async () => {
    const lab = await opened();
    const back = await goBack(lab, it, await adopt(lab, it));
    await lab.change(...handMade(1, 1).map(upsert));
    expect((await tryBack(lab, it, back)).kind).toBe("moved");
  });

  test("isn't done again where an answer would move by now, as what the name leads to was changed", async () => {
    const lab = await openLab();
    const group = (value: string, Weight: number) => {
      const more = { SetIdentifier: value, Weight, TTL: 60, ResourceRecords: [{ Value: value }] };
      return a("pool.example.com", more);
    };
    await lab.change(
      create(group("192.0.2.1", 3)),
      create(group("192.0.2.2", 1)),
      create(alias(lab.zoneId, "www.example.com", "pool.example.com")),
    );
    const back = await goBack(lab, it, await adopt(lab, it));
    await lab.change(upsert(group("192.0.2.1", 1)));
    const { plan: planned } = await planBack(lab, it, back);
    expect(planned.refusals.map(({ code }) => code)).toEqual(["adoption-moves"]);
    await lab.change(upsert(group("192.0.2.1", 3)));
    await goBack(lab, it, back);
    expect(await leftToDo(lab, it)).toBe(null);
  });

  test("a name that a run deleted isn't taken from whoever made it since", async () => {
    const lab = await openLab();
    const plain = ready(document({ records: { www: { ttl: 60, to: "a" } } }));
    await apply(lab, plain);
    const mine = (await lab.list()).filter(({ Type }) => Type === "A");
    const run = await applyWith(lab, emptied(plain));
    await lab.change(...mine.map(({ HealthCheckId: _, ...set }) => create(set)));
    const planned = await tryBack(lab, plain, run.text);
    const refused =
      planned.kind === "planned" ? planned.prepared.plan.refusals.map(({ code }) => code) : null;
    expect(refused).toEqual(["name-unmanaged"]);
    await lab.change(...mine.map(({ HealthCheckId: _, ...set }) => remove(set)));
    await goBack(lab, plain, run.text);
  });
});

describe("an adoption at Cloudflare", () => {
  const toRecord = ready(onCloudflare({ www: { ttl: 60, to: "a" } }));
  const toBalancer = ready(onCloudflare({ www: { ttl: 60, to: { failover: ["a", "c"] } } }));
  const opened = async () => {
    const lab = await openCloudflareLab();
    const record = { name: "www.example.com", type: "A", content: "192.0.2.1", ttl: 60 };
    await lab.send("POST", `/zones/${lab.zoneId}/dns_records`, record);
    return lab;
  };

  test.each([
    ["a record", toRecord],
    ["a record in whose place a load balancer comes", toBalancer],
  ])("%s: is taken back, and done again by taking that back", async (_, it) => {
    const lab = await opened();
    await goThereAndBack(lab, it, lab.everything);
  });

  test("a load balancer goes back to the pools that it had", async () => {
    const lab = await openCloudflareLab();
    const pools = `/accounts/${lab.accountId}/load_balancers/pools`;
    const origins = [{ name: "theirs", address: "192.0.2.1", enabled: true }];
    const { id } = (await lab.send("POST", pools, { name: "theirs", origins })) as { id: string };
    await lab.send("POST", `/zones/${lab.zoneId}/load_balancers`, {
      name: "www.example.com",
      default_pools: [id],
      fallback_pool: id,
      proxied: false,
      ttl: 60,
      steering_policy: "off",
      random_steering: { default_weight: 1, pool_weights: {} },
    });
    await goThereAndBack(lab, toBalancer, lab.everything);
  });

  test("what people wrote below the marker stays", async () => {
    const lab = await opened();
    const there = await adopt(lab, toRecord);
    const records = `/zones/${lab.zoneId}/dns_records`;
    const [record] = (await lab.send("GET", records)) as { id: string; comment: string }[];
    await lab.send("PATCH", `${records}/${record?.id}`, { comment: `${record?.comment}\nask Ann` });
    await goBack(lab, toRecord, there);
    expect(await lab.send("GET", records)).toMatchObject([{ comment: "ask Ann" }]);
  });

  test("broken off anywhere, it is taken back", async () => {
    const was = await (await opened()).everything();
    for (let nth = 1; ; nth++) {
      const lab = await opened();
      const abort = new AbortController();
      const prepared = await plan(lab, toBalancer, asked);
      let writes = 0;
      lab.interfere = ({ operation }) => {
        if (/^(?:POST|PUT|PATCH|DELETE)/u.test(operation)) writes += 1;
        if (writes === nth) abort.abort();
      };
      const run = await carryOutWith(prepared, { signal: abort.signal });
      lab.interfere = null;
      if (writes < nth) break;
      await goBack(lab, toBalancer, run.text);
      expect(await lab.everything()).toEqual(was);
    }
  });
});

describe("a rename", () => {
  test("at Route 53 is taken back, and done again by taking that back", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    const was = await everythingAt(lab);
    const renamed = ready({ ...document({ name: "edge" }), formerly: ["web"] });
    const run = await applyWith(lab, renamed);
    const is = await everythingAt(lab);
    const back = await goBack(lab, renamed, run.text);
    expect(await everythingAt(lab)).toEqual(was);
    await goBack(lab, renamed, back);
    expect(await everythingAt(lab)).toEqual(is);
  });

  const usually = ready(onCloudflare());
  const renamed = ready(onCloudflare(undefined, { name: "edge", formerly: ["web"] }));

  test("at Cloudflare is refused, and naming it as before takes it back", async () => {
    const lab = await openCloudflareLab();
    await apply(lab, usually);
    const was = await lab.everything();
    const run = await applyWith(lab, renamed);
    const is = await lab.everything();
    expect(await tryBack(lab, renamed, run.text)).toEqual({ kind: "renamed", former: "web" });
    expect(await lab.everything()).toEqual(is);
    await apply(lab, ready(onCloudflare(undefined, { formerly: ["edge"] })));
    expect(await lab.everything()).toEqual(was);
    expect(await leftToDo(lab, usually)).toBe(null);
  });

  test("at Cloudflare that was never applied: what was destroyed comes back under its former name", async () => {
    const lab = await openCloudflareLab();
    await apply(lab, usually);
    const was = await lab.everything();
    const run = await applyWith(lab, emptied(renamed));
    const back = await goBack(lab, renamed, run.text);
    expect(await lab.everything()).toEqual(was);
    await goBack(lab, renamed, back);
    expect(await lab.everything()).toEqual([]);
  });
});
