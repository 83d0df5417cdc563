/** The way back from a run that changed whose names are: a rename, and an adoption. */
import { describe, expect, test } from "vitest";
import { onCloudflare } from "./cloudflare-policies.ts";
import { applyWith, carryOutWith, everythingAt, planBack, tryBack } from "./journals.ts";
import { document, weighing } from "./policies.ts";
import { openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { apply, emptied, leftToDo, openLab, plan, ready } from "../provider/lab.ts";
import { a, create } from "../sandbox/workbench.ts";

const www: ReadonlySet<string> = new Set(["www.example.com"]);

async function goBack(lab: Parameters<typeof planBack>[0], it: Parameters<typeof planBack>[1], text: string) {
  const prepared = await planBack(lab, it, text);
  expect(prepared.plan.refusals).toEqual([]);
  const run = await carryOutWith(prepared);
  expect(run.applied.failure).toBe(null);
  return run.text;
}

describe("an adoption is taken back, and done again by taking that back", () => {
  test("Route 53: a weighted name", async () => {
    const lab = await openLab();
    for (const [id, Weight] of [["one", 3], ["two", 1]] as const) {
      const more = { SetIdentifier: id, Weight, TTL: 60, ResourceRecords: [{ Value: id === "one" ? "192.0.2.1" : "192.0.2.2" }] };
      await lab.change(create(a("www.example.com", more)));
    }
    const it = ready(document({ records: { www: weighing(3, 1) } }));
    const was = await everythingAt(lab);
    const run = await carryOutWith(await plan(lab, it, { adopted: www }));
    expect(run.applied.failure).toBe(null);
    const is = await everythingAt(lab);
    const back = await goBack(lab, it, run.text);
    expect(await everythingAt(lab)).toEqual(was);
    await goBack(lab, it, back);
    expect(await everythingAt(lab)).toEqual(is);
  });

  test.each([["a record", { www: { ttl: 60, to: "a" } }], ["a record for a load balancer", { www: { ttl: 60, to: { failover: ["a", "c"] } } }]])("Cloudflare: %s", async (_, records) => {
    const it = ready(onCloudflare(records));
    const lab = await openCloudflareLab();
    await lab.send("POST", `/zones/${lab.zoneId}/dns_records`, { name: "www.example.com", type: "A", content: "192.0.2.1", ttl: 60 });
    const was = await lab.everything();
    const prepared = await plan(lab, it, { adopted: www });
    expect(prepared.plan.refusals).toEqual([]);
    const run = await carryOutWith(prepared);
    expect(run.applied.failure).toBe(null);
    const is = await lab.everything();
    const back = await goBack(lab, it, run.text);
    expect(await lab.everything()).toEqual(was);
    await goBack(lab, it, back);
    expect(await lab.everything()).toEqual(is);
  });
});

describe("a rename", () => {
  const of = (rest: object = {}) => ready(onCloudflare(undefined, { ...rest }));
  test("Cloudflare: destroyed before", async () => {
    const lab = await openCloudflareLab();
    await apply(lab, of());
    const was = await lab.everything();
    const renamed = of({ name: "edge", formerly: ["web"] });
    const run = await applyWith(lab, emptied(renamed));
    await goBack(lab, renamed, run.text);
    expect(await lab.everything()).toEqual(was);
  });
  test("Cloudflare: renamed", async () => {
    const lab = await openCloudflareLab();
    await apply(lab, of());
    const was = await lab.everything();
    const renamed = of({ name: "edge", formerly: ["web"] });
    const run = await applyWith(lab, renamed);
    console.log(JSON.stringify((await tryBack(lab, renamed, run.text)).kind));
    await apply(lab, of({ formerly: ["edge"] }));
    expect(await lab.everything()).toEqual(was);
    expect(await leftToDo(lab, of())).toBe(null);
  });
});
