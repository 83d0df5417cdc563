import { describe, expect, test } from "vitest";
import {
  apply,
  carryOut,
  connect,
  leftToDo,
  listChecks,
  openLab,
  plan,
  ready,
  writesIn,
} from "../provider/lab.ts";
import { document, weighing } from "./policies.ts";

/** Carries out a plan, and interrupts when a request of this kind comes in. */
async function interruptAt(
  lab: Awaited<ReturnType<typeof openLab>>,
  it: ReturnType<typeof ready>,
  operation: string,
) {
  const abort = new AbortController();
  const interrupted = { connecting: { ...lab.connecting, signal: abort.signal } };
  const prepared = await plan(interrupted, it);
  lab.sent.length = 0;
  lab.interfere = (request) => {
    if (request.operation === operation) abort.abort();
  };
  const applied = await carryOut(prepared, { signal: abort.signal });
  lab.interfere = null;
  return applied;
}

describe("interrupted", () => {
  test("before the first write: nothing is done", async () => {
    const lab = await openLab();
    const abort = new AbortController();
    const prepared = await plan(lab, ready(document()));
    lab.sent.length = 0;
    abort.abort();
    const applied = await carryOut(prepared, { signal: abort.signal });
    expect(applied.failure).toMatchObject({ kind: "interrupted", title: "interrupted between two steps" });
    expect(applied.done).toEqual([]);
    expect(applied.notStarted.length).toBe(3);
    expect(applied.partly).toBe(false);
    expect(lab.sent).toEqual([]);
  });

  test("while a check is made: it is finished, and the rest isn't started", async () => {
    const lab = await openLab();
    const it = ready(document());
    const applied = await interruptAt(lab, it, "CreateHealthCheck");
    expect(applied.failure?.kind).toBe("interrupted");
    expect(applied.done).toEqual(["create health check web.a.A"]);
    expect(applied.notStarted).toEqual([
      "create health check web.b.A",
      "change www.example.com (3 changes in one batch)",
    ]);
    expect(applied.partly).toBe(true);
    expect(writesIn(lab)).toEqual(["CreateHealthCheck"]);
    // The next apply goes on from there.
    await apply(lab, it);
    expect(await leftToDo(lab, it)).toBe(null);
    expect((await listChecks(lab.client)).length).toBe(2);
  });

  test("between the last check and the batch: the checks stay for the next apply", async () => {
    const lab = await openLab();
    await apply(lab, ready(document({ records: { api: { ttl: 30, to: "c" } } })));
    const it = ready(
      document({ records: { api: { ttl: 30, to: "c" }, www: { ttl: 30, to: { failover: ["a", "c"] } } } }),
    );
    const { changes } = await plan(lab, it);
    const checks = changes.filter(
      (change) => change.action === "create" && change.after.kind === "health check",
    );
    expect(checks.length).toBe(2);
    let made = 0;
    const abort = new AbortController();
    const prepared = await plan({ connecting: { ...lab.connecting, signal: abort.signal } }, it);
    lab.sent.length = 0;
    lab.interfere = ({ operation }) => {
      if (operation !== "CreateHealthCheck") return;
      made += 1;
      if (made === checks.length) abort.abort();
    };
    const applied = await carryOut(prepared, { signal: abort.signal });
    lab.interfere = null;
    expect(applied.failure?.kind).toBe("interrupted");
    expect(applied.done.length).toBe(2);
    expect(applied.notStarted).toEqual(["change www.example.com (3 changes in one batch)"]);
    expect(writesIn(lab)).toEqual(["CreateHealthCheck", "CreateHealthCheck"]);
    lab.sent.length = 0;
    await apply(lab, it);
    expect(writesIn(lab)).toEqual(["ChangeResourceRecordSets"]);
  });

  test("while a new check is silent: nothing was switched, and the next apply hears from it first", async () => {
    const lab = await openLab({ healthReportAfterMs: 20_000 });
    await apply(lab, ready(document()));
    const it = ready(document({ check: { interval: "30s" } }));
    const applied = await interruptAt(lab, it, "GetHealthCheckStatus");
    expect(applied.failure?.kind).toBe("interrupted");
    expect(writesIn(lab)).toEqual(["CreateHealthCheck", "CreateHealthCheck"]);
    lab.sent.length = 0;
    const start = lab.time.now;
    await apply(lab, it);
    expect(lab.sent.map(({ operation }) => operation)).toContain("GetHealthCheckStatus");
    expect(lab.time.now - start).toBeGreaterThan(10_000);
    expect(await leftToDo(lab, it)).toBe(null);
  });

  test("while the batch is sent: it is finished, and told as done", async () => {
    const lab = await openLab({ insyncAfterMs: 10_000 });
    const it = ready(document());
    const applied = await interruptAt(lab, it, "ChangeResourceRecordSets");
    expect(applied.failure?.kind).toBe("interrupted");
    expect(applied.done).toContain("change www.example.com (3 changes in one batch)");
    expect(applied.notStarted).toEqual([]);
    expect(await leftToDo(lab, it)).toBe(null);
  });

  test("while waiting for all servers: what was replaced is not deleted", async () => {
    const lab = await openLab({ insyncAfterMs: 10_000 });
    await apply(lab, ready(document()));
    const it = ready(document({ records: { www: { ttl: 30, to: "a" } } }));
    const applied = await interruptAt(lab, it, "GetChange");
    expect(applied.failure).toMatchObject({
      kind: "interrupted",
      diagnostic: { code: "interrupted" },
    });
    expect(applied.failure?.title).toContain("waiting");
    expect(applied.notStarted.every((title) => title.startsWith("delete health check"))).toBe(true);
    expect(applied.notStarted.length).toBe(2);
    expect(writesIn(lab)).toEqual(["ChangeResourceRecordSets"]);
  });

  test("while reading: a diagnostic, no plan", async () => {
    const lab = await openLab();
    const it = ready(document({ records: { www: weighing(1, 1) } }));
    const abort = new AbortController();
    const connection = await connect({ connecting: { ...lab.connecting, signal: abort.signal } }, it);
    lab.interfere = () => abort.abort();
    await expect(connection.read(it.target.compiled)).rejects.toMatchObject({ kind: "interrupted" });
  });
});
