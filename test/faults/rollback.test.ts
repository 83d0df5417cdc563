/** The way back from a run, finished or broken off, and the way on: the zone is as if nothing had happened. */
import { describe, expect, test } from "vitest";
import { findMoved } from "../../src/apply/held.ts";
import { subjectOf } from "../../src/provider/change.ts";
import { changed, onCloudflare } from "../apply/cloudflare-policies.ts";
import { applyWith, carryOutWith, everythingAt, mustRead, planBack, tryBack } from "../apply/journals.ts";
import { document, weighing } from "../apply/policies.ts";
import { openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { apply, carryOut, emptied, type Lab, openLab, plan, type Ready, ready } from "../provider/lab.ts";
import { a, upsert } from "../sandbox/workbench.ts";

const www = ready(document());
const api = { ttl: 30, to: { failover: ["a", { weighted: { b: 1, c: 2 } }] } };
const subnets = (network: string) => ({
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

/** From where to where: null is a zone with nothing of ours. */
const onRoute53: readonly (readonly [string, Ready | null, Ready])[] = [
  ["a first apply", null, www],
  ["other weights", www, ready(document({ records: { www: weighing(5, 5) } }))],
  [
    "another member, whose check is made, for one whose check goes",
    www,
    ready(document({ records: { www: { ttl: 60, to: { failover: ["a", "c"] } } } })),
  ],
  ["a check that is changed in place", www, ready(document({ check: { path: "/other" } }))],
  ["a check that is replaced", www, ready(document({ check: { interval: "30s" } }))],
  ["a name more", www, ready(document({ records: { www: weighing(9, 1), api } }))],
  [
    "a name less",
    ready(document({ records: { www: weighing(9, 1), api } })),
    ready(document({ records: { api } })),
  ],
  [
    "other networks",
    ready(document({ records: subnets("198.51.100.0/24") })),
    ready(document({ records: subnets("203.0.113.0/24") })),
  ],
  ["everything destroyed", www, emptied(www)],
];

async function opened(before: Ready | null): Promise<Lab> {
  const lab = await openLab();
  if (before !== null) await apply(lab, before);
  return lab;
}

/** Ends a run at the n-th of its requests that write; null when it has fewer. */
async function breakAt(lab: Lab | Awaited<ReturnType<typeof openCloudflareLab>>, it: Ready, nth: number) {
  const abort = new AbortController();
  const prepared = await plan(lab, it);
  let writes = 0;
  lab.interfere = ({ operation }: { readonly operation: string }) => {
    if (!/^(?:Change|Create|Update|Delete|POST|PATCH|DELETE)/u.test(operation)) return;
    writes += 1;
    if (writes === nth) abort.abort();
  };
  const run = await carryOutWith(prepared, { signal: abort.signal });
  lab.interfere = null;
  return writes < nth ? null : run;
}

async function goBack(lab: Parameters<typeof planBack>[0], it: Ready, text: string) {
  const prepared = await planBack(lab, it, text);
  expect(prepared.plan.refusals).toEqual([]);
  const run = await carryOutWith(prepared);
  expect(run.applied.failure).toBe(null);
  return { prepared, text: run.text };
}

/** What a stranger couldn't tell from a run that nothing disturbed. */
async function goOn(lab: Parameters<typeof plan>[0], it: Ready, text: string) {
  const journal = mustRead(text);
  const prepared = await plan(lab, it);
  expect(findMoved(journal, prepared.snapshot, journal.done)).toEqual([]);
  expect((await carryOut(prepared)).failure).toBe(null);
}

describe.each(onRoute53)("Route 53: %s", (_, before, after) => {
  const policy = before ?? after;

  test("is taken back, and done again by taking that back", async () => {
    const lab = await opened(before);
    const was = await everythingAt(lab);
    const run = await applyWith(lab, after);
    const is = await everythingAt(lab);
    expect(is).not.toEqual(was);
    const back = await goBack(lab, policy, run.text);
    expect(await everythingAt(lab)).toEqual(was);
    // Whoever takes it back twice does nothing.
    expect((await planBack(lab, policy, run.text)).changes).toEqual([]);
    await goBack(lab, policy, back.text);
    expect(await everythingAt(lab)).toEqual(is);
  });

  test("broken off anywhere, it is taken back, and gone on with", { timeout: 120_000 }, async () => {
    const undisturbed = await opened(before);
    const was = await everythingAt(undisturbed);
    await apply(undisturbed, after);
    const wanted = await everythingAt(undisturbed);
    for (let nth = 1; ; nth++) {
      const lab = await opened(before);
      const run = await breakAt(lab, after, nth);
      if (run === null) break;
      await goOn(lab, after, run.text);
      expect(await everythingAt(lab)).toEqual(wanted);
      const other = await opened(before);
      const broken = await breakAt(other, after, nth);
      await goBack(other, policy, broken?.text ?? "");
      expect(await everythingAt(other)).toEqual(was);
    }
  });
});

test("a name that goes back is told as changed, with who gets what now and after", async () => {
  const lab = await opened(www);
  const run = await applyWith(lab, ready(document({ records: { www: weighing(5, 5) } })));
  const { plan: told } = await planBack(lab, www, run.text);
  const [name] = told.names;
  expect(name).toMatchObject({ name: "www.example.com", status: "changed", types: ["A"], ttl: 30 });
  const shares = (side: "now" | "after") =>
    name?.traffic[0]?.rows[0]?.[side]?.map(({ label, share }) => `${label} ${share}`);
  expect(shares("now")).toEqual(["a 0.5", "b 0.5"]);
  expect(shares("after")).toEqual(["a 0.9", "b 0.1"]);
  expect(name?.blast.share).toBeCloseTo(0.4);
});

describe("what somebody changed since", () => {
  test("is named, and stays", async () => {
    const lab = await opened(www);
    const run = await applyWith(lab, ready(document({ records: { www: weighing(5, 5) } })));
    const [set] = (await lab.list()).filter(({ SetIdentifier }) => SetIdentifier === "a");
    if (set === undefined) throw new Error("nothing was applied");
    await lab.change(upsert({ ...set, Weight: 77 }));
    const planned = await tryBack(lab, www, run.text);
    expect(planned).toEqual({ kind: "moved", moved: [expect.stringContaining("www.example.com A")] });
    const journal = mustRead(run.text);
    const { snapshot } = await plan(lab, www);
    expect(findMoved(journal, snapshot, journal.done)).toHaveLength(1);
  });

  test("so does what somebody put beside it", async () => {
    const lab = await opened(www);
    const run = await applyWith(lab, ready(document({ records: { www: weighing(5, 5) } })));
    await lab.change(
      upsert(a("www.example.com", { SetIdentifier: "theirs", Weight: 3, TTL: 30 }, "198.51.100.1")),
    );
    expect((await tryBack(lab, www, run.text)).kind).toBe("moved");
  });

  test("a step that was done and taken back by hand is told when going on, and no obstacle to going back", async () => {
    const lab = await opened(www);
    const was = await lab.list();
    const run = await applyWith(lab, ready(document({ records: { www: weighing(5, 5) } })));
    await lab.change(...was.map(upsert));
    const journal = mustRead(run.text);
    const { snapshot } = await plan(lab, www);
    expect(findMoved(journal, snapshot, journal.done)).not.toEqual([]);
    expect((await planBack(lab, www, run.text)).changes).toEqual([]);
  });

  test("another name of the policy, applied since, is left as it is, with the check that both use", async () => {
    const lab = await openLab();
    const first = await applyWith(lab, www);
    const both = { www: weighing(9, 1), api: { ttl: 30, to: { failover: ["a", "c"] } } };
    await apply(lab, ready(document({ records: both })));
    const { prepared } = await goBack(lab, www, first.text);
    const gone = prepared.changes.map((change) => `${change.action} ${subjectOf(change).key}`);
    expect(gone).toContain("delete health check web.b.A");
    expect(gone).not.toContain("delete health check web.a.A");
    const wanted = await openLab();
    await apply(wanted, ready(document({ records: { api: both.api } })));
    expect(await everythingAt(lab)).toEqual(await everythingAt(wanted));
  });
});

const usually = ready(onCloudflare());
const other = ready(onCloudflare(changed));
const elsewhere = { ipv4: "192.0.2.99", healthCheck: "web" };
const cloudflare: readonly (readonly [string, Ready | null, Ready])[] = [
  ["a first apply", null, usually],
  ["other pools, weights and places", usually, other],
  ["from a load balancer to a record", usually, ready(onCloudflare({ www: { ttl: 60, to: "d" } }))],
  // Its pools are widened first, and narrowed when what is new is known.
  ["an endpoint at another address", usually, ready(onCloudflare(undefined, {}, {}, { a: elsewhere }))],
  ["everything destroyed", usually, emptied(usually)],
];

describe.each(cloudflare)("Cloudflare: %s", (_, before, after) => {
  const policy = before ?? after;
  const openedThere = async () => {
    const lab = await openCloudflareLab();
    if (before !== null) await apply(lab, before);
    return lab;
  };

  test("is taken back, and done again by taking that back", async () => {
    const lab = await openedThere();
    const was = await lab.everything();
    const run = await applyWith(lab, after);
    const is = await lab.everything();
    expect(is).not.toEqual(was);
    const back = await goBack(lab, policy, run.text);
    expect(await lab.everything()).toEqual(was);
    await goBack(lab, policy, back.text);
    expect(await lab.everything()).toEqual(is);
  });

  test("broken off anywhere, it is taken back, and gone on with", { timeout: 120_000 }, async () => {
    const undisturbed = await openedThere();
    const was = await undisturbed.everything();
    await apply(undisturbed, after);
    const wanted = await undisturbed.everything();
    for (let nth = 1; ; nth++) {
      const lab = await openedThere();
      const run = await breakAt(lab, after, nth);
      if (run === null) break;
      await goOn(lab, after, run.text);
      expect(await lab.everything()).toEqual(wanted);
      const second = await openedThere();
      const broken = await breakAt(second, after, nth);
      await goBack(second, policy, broken?.text ?? "");
      expect(await second.everything()).toEqual(was);
    }
  });
});

test("Cloudflare: a name that goes back is told with who gets what now and after", async () => {
  const lab = await openCloudflareLab();
  await apply(lab, usually);
  const run = await applyWith(lab, other);
  const { plan: told } = await planBack(lab, usually, run.text);
  const name = told.names.find((one) => one.name === "www.example.com");
  expect(name).toMatchObject({ status: "changed", types: ["A"] });
  const rows = name?.traffic.flatMap((table) => table.rows) ?? [];
  expect(rows.find(({ clients }) => clients.join().includes("Germany"))).toMatchObject({
    now: [{ label: "a" }, { label: "b" }],
    after: [{ label: "a", share: 0.9 }, { label: "b" }],
  });
});
