/** What a rename and a deletion mean at Route 53, request by request. */
import { expect, test } from "vitest";
import { document, weighing } from "../apply/policies.ts";
import { apply, changesIn, emptied, leftToDo, listChecks, openLab, plan, ready, writesIn } from "./lab.ts";

const renamed = (parts: Parameters<typeof document>[0] = {}) =>
  ready({ ...document({ name: "edge", ...parts }), formerly: ["web"] });

test("the marker of a name alone is changed, in the batch of its name, and no check is made anew", async () => {
  const lab = await openLab();
  await apply(lab, ready(document()));
  const references = (await listChecks(lab.client)).map(({ CallerReference }) => CallerReference);
  const before = lab.sent.length;
  await apply(lab, renamed());
  const written = lab.sent
    .slice(before)
    .filter(({ operation }) => /^(?:Change|Create|Update|Delete)/u.test(operation));
  expect(written.map(changesIn)).toEqual([
    ["DELETE _signpost.www.example.com. TXT", "CREATE _signpost.www.example.com TXT"],
  ]);
  expect((await listChecks(lab.client)).map(({ CallerReference }) => CallerReference)).toEqual(references);
});

test("a check of the former name goes when nothing needs it, and its successor has the new name's reference", async () => {
  const lab = await openLab();
  await apply(lab, ready(document()));
  const former = (await listChecks(lab.client)).map(({ CallerReference }) => CallerReference ?? "");
  const changed = renamed({ check: { interval: "30s" } });
  expect((await plan(lab, changed)).snapshot.formerNames).toEqual(["web"]);
  await apply(lab, changed);
  expect(await leftToDo(lab, changed)).toBeNull();
  const now = (await listChecks(lab.client)).map(({ CallerReference }) => CallerReference ?? "");
  const ownerOf = (reference: string) => reference.split(".")[1];
  expect(now.filter((reference) => former.includes(reference))).toEqual([]);
  expect(new Set(now.map(ownerOf)).size).toBe(1);
  expect(ownerOf(now[0] ?? "")).not.toBe(ownerOf(former[0] ?? ""));
  expect((await plan(lab, changed)).snapshot.formerNames).toEqual([]);
  await apply(lab, emptied(changed));
  expect(await listChecks(lab.client)).toEqual([]);
});

test("a collection of networks stays too, and is replaced as ever", async () => {
  const subnet = (network: string) => ({
    www: {
      ttl: 30,
      to: {
        subnet: [
          { from: [network], to: "a" },
          { from: "anywhere", to: "b" },
        ],
      },
    },
  });
  const lab = await openLab();
  await apply(lab, ready(document({ records: subnet("203.0.113.0/24") })));
  const same = renamed({ records: subnet("203.0.113.0/24") });
  const before = writesIn(lab).length;
  await apply(lab, same);
  expect(writesIn(lab).slice(before)).toEqual(["ChangeResourceRecordSets"]);
  expect(await leftToDo(lab, same)).toBeNull();

  const other = renamed({ records: subnet("198.51.100.0/24") });
  await apply(lab, other);
  expect(await leftToDo(lab, other)).toBeNull();
  expect(
    (await plan(lab, other)).snapshot.resources.filter(({ kind }) => kind === "cidr collection"),
  ).toHaveLength(1);
  await apply(lab, emptied(other));
  expect(await lab.list()).toEqual([]);
});

test("names are deleted with their markers, all in one atomic batch", async () => {
  const lab = await openLab();
  const it = ready(
    document({ records: { www: weighing(9, 1), api: { ttl: 60, to: { failover: ["a", "b"] } } } }),
  );
  await apply(lab, it);
  const before = lab.sent.length;
  await apply(lab, emptied(it));
  const batches = lab.sent.slice(before).filter(({ operation }) => operation === "ChangeResourceRecordSets");
  expect(batches).toHaveLength(1);
  const [batch] = batches.map(changesIn);
  expect([...(batch ?? [])].sort()).toEqual([
    "DELETE _signpost.api.example.com. TXT",
    "DELETE _signpost.www.example.com. TXT",
    "DELETE api.example.com. A primary",
    "DELETE api.example.com. A secondary",
    "DELETE www.example.com. A a",
    "DELETE www.example.com. A b",
  ]);
});
