import { expect, test } from "vitest";
import { batchLimits } from "../../src/provider/route53/batch.ts";
import {
  apply,
  childOf,
  emptied,
  leftToDo,
  listChecks,
  openLab,
  plan,
  ready,
  type Sent,
} from "../provider/lab.ts";
import { document } from "./policies.ts";

/** Three pools of two, three places and a chain of fallbacks; 14 record sets and a marker a name. */
function large(names: number): object {
  const endpoints = Object.fromEntries(
    ["eu", "ap", "na"].flatMap((pool, at) =>
      ["1", "2"].map((n) => [`${pool}-${n}`, { ipv4: `192.0.2.${10 * at + Number(n)}`, healthCheck: "web" }]),
    ),
  );
  const pool = (name: string) => ({ weighted: { [`${name}-1`]: 1, [`${name}-2`]: 1 } });
  const to = {
    geolocation: [
      { from: { continents: ["EU"] }, to: { failover: [{ use: "eu" }, { use: "ap" }, { use: "na" }] } },
      { from: { continents: ["AS"] }, to: { failover: [{ use: "ap" }, { use: "na" }] } },
      { from: "anywhere", to: { use: "na" } },
    ],
  };
  const label = (n: number) => `n${String(n).padStart(4, "0")}`;
  return {
    ...document({
      endpoints,
      records: Object.fromEntries(Array.from({ length: names }, (_, n) => [label(n), { ttl: 30, to }])),
    }),
    policies: { eu: pool("eu"), ap: pool("ap"), na: pool("na") },
  };
}

/** What AWS counts of a batch. */
function measure({ body }: Sent) {
  const changes = body === null ? null : childOf(childOf(body, "ChangeBatch") ?? body, "Changes");
  const values = (changes?.children ?? []).map((change) => {
    const set = childOf(change, "ResourceRecordSet");
    const records = set === null ? null : childOf(set, "ResourceRecords");
    return (records?.children ?? []).map((record) => childOf(record, "Value")?.text ?? "");
  });
  const owners = (changes?.children ?? []).map((change) => {
    const set = childOf(change, "ResourceRecordSet");
    return (set === null ? null : childOf(set, "Name")?.text)?.replace(/^_signpost[^.]*\./u, "") ?? "";
  });
  return {
    elements: values.reduce((sum, list) => sum + Math.max(1, list.length), 0),
    characters: values.flat().reduce((sum, value) => sum + value.length, 0),
    owners: new Set(owners),
  };
}

/** With 14 sets each: over 4,000 in the zone, and batches enough to be filled. */
const names = 300;

test("hundreds of names are written in batches within the limits, no name in two of them", async () => {
  const lab = await openLab();
  const it = ready(large(names));
  const prepared = await plan(lab, it);
  await apply(lab, it);
  expect(await leftToDo(lab, it)).toBe(null);

  const sets = await lab.list();
  expect(sets.length).toBeLessThanOrEqual(names * 15);
  expect((await listChecks(lab.client)).length).toBe(6);
  const batches = lab.sent.filter(({ operation }) => operation === "ChangeResourceRecordSets").map(measure);
  expect(batches.length).toBe(prepared.plan.batches);
  expect(batches.length).toBeGreaterThan(1);
  const seen = new Set<string>();
  for (const { elements, characters, owners } of batches) {
    expect(elements).toBeLessThanOrEqual(batchLimits.elements);
    expect(characters).toBeLessThanOrEqual(batchLimits.characters);
    for (const name of owners) {
      expect(seen).not.toContain(name);
      seen.add(name);
    }
  }
  expect(seen.size).toBe(names);
  await apply(lab, emptied(it));
  expect(await lab.list()).toEqual([]);
}, 60_000);
