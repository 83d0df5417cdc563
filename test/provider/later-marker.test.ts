import { expect, test } from "vitest";
import { document } from "../apply/policies.ts";
import { upsert, values } from "../sandbox/workbench.ts";
import { apply, carryOut, emptied, openLab, plan, ready } from "./lab.ts";

test("a marker of a later format is refused by name, and nothing of it is deleted", async () => {
  const lab = await openLab();
  await apply(lab, ready(document()));
  const later = values("_signpost.www.example.com", "TXT", ['"signpost=2;p=web;scope=all"']);
  await lab.change(upsert({ ...later, TTL: 300 }));
  const before = await lab.list();
  const refused = { code: "marker-later", args: { name: "www.example.com", format: "2" } };
  for (const it of [ready(document()), emptied(ready(document()))]) {
    const planned = await plan(lab, it);
    expect(planned.plan.refusals).toMatchObject([refused]);
    expect(planned.changes.filter(({ action }) => action === "delete")).toEqual([]);
    await expect(carryOut(planned)).rejects.toThrow("refused");
  }
  expect(await lab.list()).toEqual(before);
});
