import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apply, changesIn, leftToDo, openLab, plan, ready, writesIn } from "../provider/lab.ts";

const example = readFileSync(join(import.meta.dirname, "../../examples/global-web.yaml"), "utf8");

test("one changed weight is one batch with that record set, of each type, and the marker", async () => {
  const lab = await openLab();
  await apply(lab, ready(example));
  const heavier = ready(example.replace("eu-a: 90,", "eu-a: 91,"));

  const { plan: planned } = await plan(lab, heavier);
  expect(planned.counts).toEqual({ create: 0, update: 2, delete: 0, markers: 1 });
  expect(planned.batches).toBe(1);

  lab.sent.length = 0;
  await apply(lab, heavier);
  expect(writesIn(lab)).toEqual(["ChangeResourceRecordSets"]);
  const [batch] = lab.sent.filter(({ operation }) => operation === "ChangeResourceRecordSets");
  expect(batch === undefined ? [] : changesIn(batch).toSorted()).toEqual([
    "CREATE _signpost-europe-first.www.example.com A eu-a",
    "CREATE _signpost-europe-first.www.example.com AAAA eu-a",
    "CREATE _signpost.www.example.com TXT",
    "DELETE _signpost-europe-first.www.example.com. A eu-a",
    "DELETE _signpost-europe-first.www.example.com. AAAA eu-a",
    "DELETE _signpost.www.example.com. TXT",
  ]);
  // What is read besides: the zone, its record sets, checks, collections and protections, and whether all servers have the change.
  const others = lab.sent.map(({ operation }) => operation).filter((name) => !name.startsWith("Change"));
  expect(others).toEqual([
    "ListHostedZonesByName",
    "ListResourceRecordSets",
    "ListHealthChecks",
    "ListCidrCollections",
    "ListResourceRecordSetProtections",
    "GetChange",
  ]);
  expect(await leftToDo(lab, heavier)).toBe(null);
});

test("a plan only reads", async () => {
  const lab = await openLab();
  await plan(lab, ready(example));
  expect(writesIn(lab)).toEqual([]);
});
